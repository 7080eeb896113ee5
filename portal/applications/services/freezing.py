"""Freeze: answers become a submission with a digest and a print laid out for both signatures."""

import hashlib
import uuid
from typing import Any

from sqlalchemy import select

from portal.accounts.models import Membership, Person
from portal.accounts.roles import Role
from portal.applications.attached_kinds import FORM_BY_HAND
from portal.applications.attachment_models import Attachment
from portal.applications.completeness import problems_of
from portal.applications.events import ApplicationFrozen
from portal.applications.handwritten_words import paper_title
from portal.applications.models import Application, DraftSection, Submission
from portal.applications.official_print import PrintFacts, application_print
from portal.applications.offline_models import PaperForm
from portal.applications.services.city_facts import frozen_city
from portal.applications.services.mandating import frozen_mandate
from portal.applications.services.moving import File, move, take
from portal.applications.services.typing_from_paper import check_confirmed
from portal.applications.workflow import Action
from portal.calls.form import Form
from portal.calls.queries import form_of_version, guiding_texts
from portal.commissions.consortium import missing_of
from portal.commissions.models import City
from portal.core.canonical import canonical_json
from portal.core.codes import new_code, new_id
from portal.core.errors import Invalid
from portal.core.i18n import in_language
from portal.core.i18n import lazy_gettext as _l
from portal.core.unit_of_work import Work
from portal.documents.application_print import render_print
from portal.documents.form_values import Signatory
from portal.documents.models import DocumentKind
from portal.documents.shelf import Content, Owner, keep
from portal.signing.keyring import page_key, portal_address
from portal.signing.models import PublicSeal, SealStatus


def freeze(work: Work, application_id: uuid.UUID, *, seen_revision: int) -> Submission:
    """Make the next submission of a draft and lay out its print; the mayor signs that file.

    Raises Invalid if answers are missing, Conflict if the application has moved on.
    """
    file = take(work, application_id, seen_revision=seen_revision)
    application = file.application
    form = form_of(work, file)
    answers = draft_answers(work, application)
    problems = problems_of(form, answers)
    if problems:
        raise Invalid(
            _l("Some answers are missing or need attention. Complete them, then freeze again.")
        )
    unsaid = missing_of(_city_of(work, application))
    if unsaid is not None:
        raise Invalid(unsaid)
    check_confirmed(work, application_id)
    move(work, file, Action.FREEZE)
    submission = _submission(work, file, form, answers)
    work.session.add(submission)
    work.session.flush()
    _keep_print(work, file, submission, form)
    _announce_seal(work, file, submission)
    _remember_facts(application, answers)
    work.record(ApplicationFrozen(**file.ids, digest=submission.digest))
    return submission


def form_of(work: Work, file: File) -> Form:
    """The form version the application's call is pinned to."""
    return form_of_version(work, file.call.form_version_id)


def draft_answers(work: Work, application: Application) -> dict[str, dict[str, Any]]:
    """``{section: {field: value}}`` of the draft."""
    rows = work.session.execute(
        select(DraftSection.section, DraftSection.answers).where(
            DraftSection.application_id == application.id
        )
    )
    return {row.section: row.answers for row in rows}


def answers_json(work: Work, file: File, submission: Submission) -> bytes:
    """What is frozen and what the digest is taken of; embedded in the print."""
    of_city = {"city": submission.city} if submission.city else {}
    return canonical_json(
        {
            **of_city,
            "reference": file.application.reference,
            "submission": submission.number,
            "call": file.call.code,
            "form_version": submission.form_version_id,
            "guiding_documents": [
                {"id": document.id, "version": document.version}
                for document in guiding_texts(work, file.call.guiding_document_ids)
            ],
            "answers": submission.answers,
            "attachments": submission.attachments,
        }
    )


def print_facts(work: Work, file: File, submission: Submission, form: Form) -> PrintFacts:
    """Everything the print of a submission says."""
    return PrintFacts(
        application=file.application,
        submission=submission,
        call=file.call,
        commission=file.commission,
        city=work.session.get_one(City, (submission.commission_id, submission.city_id)),
        form=form,
        guiding_documents=guiding_texts(work, file.call.guiding_document_ids),
        answers_json=answers_json(work, file, submission),
        papers=paper_forms(work, file),
        signatory=_expected_signatory(work, submission.commission_id),
        base_url=portal_address(),
        page_key=page_key(),
        made_at=submission.frozen_at,
        watermark="TRAINING" if file.call.is_training else None,
    )


def _submission(
    work: Work, file: File, form: Form, answers: dict[str, dict[str, Any]]
) -> Submission:
    application = file.application
    known = {section.key: {field.key for field in section.fields} for section in form.sections}
    frozen = {
        section: {key: value for key, value in values.items() if key in known.get(section, ())}
        for section, values in answers.items()
        if section in known
    }
    application.submission_number += 1
    mayor_name, mayor_office = mayor_of(frozen)
    language = file.commission.languages[0]
    mandate = frozen_mandate(work, application.id, frozen, language=language)
    submission = Submission(
        id=new_id(),
        commission_id=application.commission_id,
        city_id=application.city_id,
        application_id=application.id,
        number=application.submission_number,
        form_version_id=form.version,
        answers=frozen,
        attachments=[*mandate, *_attachments(work, application), *_papers(work, file)],
        city=frozen_city(_city_of(work, application)),
        digest="",
        print_sha256="",
        document_sha256="",
        verification_code=new_code(),
        mayor_name=mayor_name,
        mayor_office=mayor_office,
        language=language,
        frozen_at=work.now,
        frozen_by=work.actor.name,
    )
    submission.digest = hashlib.sha256(answers_json(work, file, submission)).hexdigest()
    return submission


def _city_of(work: Work, application: Application) -> City:
    return work.session.get_one(City, (application.commission_id, application.city_id))


def mayor_of(answers: dict[str, dict[str, Any]]) -> tuple[str, str]:
    """Name and office of the mayor as the form gives them; empty where it does not."""
    mayor = {key: value for section in answers.values() for key, value in section.items()}
    name = " ".join(filter(None, [mayor.get("mayor_given_name"), mayor.get("mayor_family_name")]))
    return name, mayor.get("mayor_title") or ""


def _attachments(work: Work, application: Application) -> list[dict[str, Any]]:
    rows = work.session.scalars(
        select(Attachment)
        .where(Attachment.application_id == application.id)
        .order_by(Attachment.added_at, Attachment.id)
    )
    return [
        {
            "title": row.title,
            "kind": row.kind,
            "file_name": row.file_name,
            "sha256": row.sha256,
            "media_type": row.media_type,
            "size_bytes": row.size_bytes,
            "pages": row.pages,
            "shown": list(row.shown_sha256s),
        }
        for row in rows
    ]


def _papers(work: Work, file: File) -> list[dict[str, Any]]:
    """Forms filled in by hand are evidence: frozen beside the attachments, with who typed them."""
    papers = paper_forms(work, file)
    with in_language(file.commission.official_language):
        return [
            {"title": paper_title(paper, number), "kind": FORM_BY_HAND, **file}
            for paper in papers
            for number, file in enumerate(paper.originals, 1)
        ]


def paper_forms(work: Work, file: File) -> tuple[PaperForm, ...]:
    """Forms filled in by hand, oldest first."""
    return tuple(
        work.session.scalars(
            select(PaperForm)
            .where(PaperForm.application_id == file.application.id)
            .order_by(PaperForm.received_at, PaperForm.id)
        )
    )


def _keep_print(work: Work, file: File, submission: Submission, form: Form) -> None:
    printed = render_print(application_print(print_facts(work, file, submission, form)))
    keep(
        work,
        owner_of(submission),
        Content(
            kind=DocumentKind.PRINT,
            title=f"{file.application.reference}-{submission.number}.pdf",
            media_type="application/pdf",
            data=printed.pdf,
            pages=printed.pages,
        ),
    )
    submission.print_sha256 = printed.sha256
    submission.document_sha256 = printed.sha256


def owner_of(submission: Submission) -> Owner:
    """The keys under which files of a submission are kept."""
    return Owner(
        commission_id=submission.commission_id,
        city_id=submission.city_id,
        application_id=submission.application_id,
        submission_id=submission.id,
    )


def _announce_seal(work: Work, file: File, submission: Submission) -> None:
    work.session.add(
        PublicSeal(
            commission_id=submission.commission_id,
            code=submission.verification_code,
            reference=file.application.reference,
            city_name=file.application.city_name,
            submission_number=submission.number,
            answers_digest=submission.digest,
            status=SealStatus.CURRENT,
            status_since=work.now,
            facts={"signatures": []},
        )
    )


def _remember_facts(application: Application, answers: dict[str, dict[str, Any]]) -> None:
    """Copy what lists show from the frozen answers to the application's header."""
    for section in answers.values():
        population = section.get("population")
        if isinstance(population, dict) and not population.get("not_available"):
            digits = str(population.get("value") or "")
            application.population = int(float(digits)) if digits else None


def _expected_signatory(work: Work, commission_id: int) -> Signatory:
    row = work.session.execute(
        select(Person.name, Membership.office)
        .join(Membership, Membership.person_id == Person.id)
        .where(
            Membership.commission_id == commission_id,
            Membership.role == Role.SIGNATORY,
            Membership.ended_at.is_(None),
        )
        .order_by(Membership.since)
        .limit(1)
    ).first()
    return Signatory(row.name, row.office) if row else Signatory("", "")
