"""The letter about an endorsement: made once, after the act or by whoever needs it first.

It never changes: a withdrawn endorsement's letter stays, and is told by its voided signature.
"""

import uuid
from dataclasses import replace

from sqlalchemy import select

from portal.applications.endorsement_letter import (
    LetterFacts,
    endorsement_letter,
    letter_languages,
    letterhead_of,
)
from portal.applications.events import ApplicationEndorsed
from portal.applications.letter_models import EndorsementLetter
from portal.applications.models import Application, Submission
from portal.applications.services.freezing import owner_of
from portal.calls.models import Call
from portal.commissions.models import City, Commission
from portal.core.errors import NotFound
from portal.core.events import Event
from portal.core.i18n import gettext, in_language
from portal.core.unit_of_work import Actor, Work
from portal.documents.letter_print import Letterhead, render_letter
from portal.documents.models import Document, DocumentKind
from portal.documents.shelf import Content, keep, read
from portal.letters.kinds import ENDORSEMENT
from portal.letters.models import StampPicture
from portal.letters.queries import Wording, texts_now
from portal.signing.models import Part, PublicDocument, Signature


def make_letter(work: Work, event: Event) -> None:
    """Subscriber: have the letter ready soon after the endorsement it is about."""
    if isinstance(event, ApplicationEndorsed):
        letter_of(work, event.application_id)


def letter_of(work: Work, application_id: uuid.UUID) -> Document | None:
    """The letter of the endorsement that holds, made now if there is none yet.

    The submission is locked meanwhile, so that of two who ask one makes it. None without a valid
    endorsement: what was withdrawn before its letter was made gets none.
    """
    row = work.session.execute(
        select(Signature, Submission)
        .join(
            Submission,
            (Submission.commission_id == Signature.commission_id)
            & (Submission.id == Signature.submission_id),
        )
        .where(
            Signature.application_id == application_id,
            Signature.part == Part.COMMISSION,
            Signature.voided_at.is_(None),
        )
        .order_by(Submission.number.desc())
        .limit(1)
        .with_for_update(of=Submission)
    ).first()
    if row is None:
        return None
    known = work.session.scalars(
        select(Document)
        .join(
            EndorsementLetter,
            (EndorsementLetter.commission_id == Document.commission_id)
            & (EndorsementLetter.document_id == Document.id),
        )
        .where(EndorsementLetter.signature_id == row.Signature.id)
    ).first()
    return known or _make(work, row.Signature, row.Submission)


def preview_letter(
    work: Work, commission_id: int, *, text: Wording | None = None, reference: str = ""
) -> bytes:
    """PDF of the letter as it would be now, with an application of the commission or a sample.

    ``text`` stands instead of the one that holds in its language. Keeps nothing. Raises NotFound.
    """
    commission = work.session.get(Commission, commission_id)
    if commission is None:
        raise NotFound()
    languages = letter_languages(commission)
    texts = texts_now(work, ENDORSEMENT, languages)
    if text is not None and text.language in languages:
        texts[text.language] = text
    with in_language(languages[0]):
        sample = _sample(work)
        watermark = gettext("PREVIEW")
    facts = _facts_of(work, reference, sample) if reference else sample
    letter = endorsement_letter(
        commission, facts, texts, letterhead=_letterhead(work, commission), watermark=watermark
    )
    return render_letter(letter)


def _make(work: Work, signature: Signature, submission: Submission) -> Document:
    """Make and keep the letter of a signature, as of the moment it was signed."""
    commission = work.session.get_one(Commission, signature.commission_id)
    application, call, city = _around(work, signature.application_id)
    texts = texts_now(work, ENDORSEMENT, letter_languages(commission))
    facts = LetterFacts(
        city=application.city_name,
        city_latin=city.latin_name,
        reference=application.reference,
        call_titles=call.titles,
        mayor=submission.mayor_name,
        mayor_office=submission.mayor_office,
        signatory=signature.signer_name,
        office=signature.office,
        signed_at=signature.signed_at,
        verification_code=submission.verification_code,
    )
    letter = endorsement_letter(commission, facts, texts, letterhead=_letterhead(work, commission))
    signer = Actor(name=signature.signer_name, office=work.actor.office)
    document = keep(
        replace(work, actor=signer, now=signature.signed_at),
        owner_of(submission),
        Content(
            kind=DocumentKind.LETTER,
            title=f"{application.reference}-{submission.number}-letter.pdf",
            media_type="application/pdf",
            data=render_letter(letter),
        ),
    )
    document.shared_at = signature.shared_at
    work.session.flush()
    work.session.add(
        EndorsementLetter(
            commission_id=signature.commission_id,
            city_id=signature.city_id,
            application_id=signature.application_id,
            submission_id=submission.id,
            signature_id=signature.id,
            document_id=document.id,
            versions={language: text.version for language, text in texts.items()},
            made_at=work.now,
            shared_at=signature.shared_at,
        )
    )
    _publish(work, submission, document)
    work.session.flush()
    return document


def _publish(work: Work, submission: Submission, document: Document) -> None:
    """Let anybody verify the letter by its bytes; signed anew at once, they may be the same."""
    known = work.session.get(PublicDocument, (document.commission_id, document.sha256))
    if known is None:
        work.session.add(
            PublicDocument(
                commission_id=document.commission_id,
                sha256=document.sha256,
                code=submission.verification_code,
                kind=str(DocumentKind.LETTER),
                issued_at=document.created_at,
            )
        )


def _letterhead(work: Work, commission: Commission) -> Letterhead:
    stamp = work.session.scalar(
        select(StampPicture.sha256).where(StampPicture.commission_id == commission.commission_id)
    )
    return letterhead_of(
        commission,
        logo=read(commission.logo_sha256) if commission.logo_sha256 else None,
        stamp=read(stamp) if stamp else None,
    )


def _sample(work: Work) -> LetterFacts:
    """An application that does not exist, in the language in force."""
    return LetterFacts(
        city=gettext("Sample City"),
        city_latin="Sample City",
        reference="XX-2027-001",
        call_titles={"en": "2027"},
        mayor=gettext("Name of the mayor"),
        mayor_office=gettext("Mayor"),
        signatory=gettext("Name of the signatory"),
        office=gettext("Office of the signatory"),
        signed_at=work.now,
        verification_code="",
    )


def _facts_of(work: Work, reference: str, sample: LetterFacts) -> LetterFacts:
    """What a real application has already; what it has not yet stands as in the sample."""
    application_id = work.session.scalar(
        select(Application.id).where(Application.reference == reference)
    )
    if application_id is None:
        raise NotFound()
    application, call, city = _around(work, application_id)
    submission = work.session.scalars(
        select(Submission)
        .where(Submission.application_id == application_id)
        .order_by(Submission.number.desc())
        .limit(1)
    ).first()
    return replace(
        sample,
        city=application.city_name,
        city_latin=city.latin_name,
        reference=application.reference,
        call_titles=call.titles,
        mayor=(submission and submission.mayor_name) or sample.mayor,
        mayor_office=(submission and submission.mayor_office) or sample.mayor_office,
    )


def _around(work: Work, application_id: uuid.UUID) -> tuple[Application, Call, City]:
    row = work.session.execute(
        select(Application, Call, City)
        .join(Call, Call.id == Application.call_id)
        .join(
            City,
            (City.commission_id == Application.commission_id)
            & (City.city_id == Application.city_id),
        )
        .where(Application.id == application_id)
    ).one()
    return row.Application, row.Call, row.City
