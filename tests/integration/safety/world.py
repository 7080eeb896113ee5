"""Two commissions, and in the first an application that went all the way, full of canary words.

A canary is a word that stands in one place only: whoever sees it has seen that place.
"""

import io
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from PIL import Image
from sqlalchemy import select

from portal.accounts.models import Membership, SignInSession
from portal.accounts.roles import Role
from portal.accounts.services.invitations import invite
from portal.accounts.services.sessions import open_session
from portal.applications.attachment_models import Attachment, Upload
from portal.applications.jury_models import (
    JuryAssignment,
    JuryScore,
    ScoringCriterion,
    ScoringGrid,
)
from portal.applications.models import DraftSection
from portal.applications.offline_models import FilledForm, PaperForm
from portal.applications.paper_models import Sheet
from portal.applications.place_models import PlaceRequest
from portal.applications.remark_models import Remark
from portal.applications.services.commenting import add_comment
from portal.applications.services.messaging import send_message
from portal.applications.services.noting import write_note
from portal.applications.services.presence import beat
from portal.applications.services.remarking import answer_remark, remark
from portal.calls.models import Call
from portal.calls.services import DatesNow, note_dates_change
from portal.commissions.models import Style
from portal.coordination.figures import refresh_figures_now, refresh_world
from portal.core.unit_of_work import OPERATOR, unit_of_work
from portal.desk.counting import count_desk
from portal.desk.models import ReturnText
from portal.desk.return_texts import keep_return_text
from portal.desk.season_archive import ask_for_archive, make_archive
from portal.desk.season_models import ArchiveFor, SeasonArchive
from portal.documents.models import Document
from portal.letters.kinds import ENDORSEMENT
from portal.letters.letterhead import set_logo, set_stamp
from portal.letters.services import write_text
from portal.notifications.models import OutboxMail
from portal.tenancy.scope import NETWORK_ID, City, Commission, Nobody, Worker
from tests import factories as make
from tests.factories import KENYA, TUNISIA, Filed, Somebody
from tests.integration.safety import way

CITY = "Embakori"
ANSWERS = "Quillwortmere"
FILES = "Bramblefenside"
NOTES = "Ospreyvalehall"
VERDICTS = "Wrenhollowford"
MESSAGES = "Tamarackleton"
DRAFTS = "Larkspurnwick"
REMARKS = "Juniperstowell"
CANARIES = (ANSWERS, FILES, NOTES, VERDICTS, MESSAGES, DRAFTS, REMARKS)
NOT_FOR_COORDINATION = (NOTES, VERDICTS, MESSAGES, DRAFTS, REMARKS)


@dataclass(frozen=True)
class World:
    """What was made, and who there is."""

    call: Call
    filed: Filed
    draft: Filed
    delegate: Somebody
    staff: way.Staff
    juror: Somebody
    """Of the same commission, with the filed application to score."""
    neighbour: Somebody
    """Delegate of another city of the same commission."""
    foreign_officer: Somebody
    foreign_delegate: Somebody
    coordinator: Somebody
    objects: dict[str, tuple[str, ...]]
    """Real things of the first commission, for each kind of address argument."""


def make_world() -> World:
    """Build it through the services of the portal."""
    make.make_commission(style=Style.ACCOMPANY)
    make.make_commission(TUNISIA, "tn", country="TN", time_zone="Africa/Tunis")
    call = make.make_call()
    staff = way.make_staff()
    filed, delegate = make.make_draft(call, CITY)
    _write_answers(filed, ANSWERS)
    way.attach(filed, delegate, title=f"Letter {FILES}", file_name=f"{FILES.lower()} {FILES}.pdf")
    _accompany(filed, delegate, staff, "motivation")
    way.endorse_applicant(filed, delegate)
    way.send_offline_forms(filed, delegate, word=FILES)
    way.send_half(filed, delegate, file_name="half.pdf")
    shown = way.freeze_it(filed, delegate)
    way.send_paper(filed, delegate, file_name=f"{FILES}.pdf")
    way.sign_as_mayor(filed, way.link_for_mayor(filed, delegate), shown=shown)
    way.submit_it(filed, delegate)
    _talk(filed, delegate, staff)
    _move_dates(call, staff)
    _count_figures()
    _word_letter(staff)
    way.check_all(filed, staff, note=f"Seen: {VERDICTS}")
    way.approve_it(filed, staff)
    _ask_for_place(call, filed)
    way.send_part_two(filed, staff, file_name=f"{NOTES}.jpg")
    way.endorse_it(filed, staff)
    way.forward_it(filed, staff)
    _archive(call, staff)
    juror = make.make_person(Role.JUROR, "Amina Otieno")
    _form_jury(call, filed, juror)
    _draft, neighbour = make.make_draft(call, "Kisumu", "Peter Odhiambo")
    secret_draft, _author = make.make_draft(call, f"{DRAFTS} Town", "Alice Wambui")
    _write_answers(secret_draft, DRAFTS)
    way.attach(secret_draft, _author, title=f"Plan {DRAFTS}", file_name=f"{DRAFTS}.pdf")
    _accompany(secret_draft, _author, staff, DRAFTS)
    way.send_offline_forms(secret_draft, _author, word=DRAFTS)
    way.send_half(secret_draft, _author, file_name=f"Half {DRAFTS}.pdf")
    return World(
        call=call,
        filed=filed,
        draft=secret_draft,
        delegate=delegate,
        staff=staff,
        juror=juror,
        neighbour=neighbour,
        foreign_officer=make.make_person(Role.OFFICER, "Sami Trabelsi", commission_id=TUNISIA),
        foreign_delegate=_foreign_delegate(),
        coordinator=make.make_person(Role.COORDINATOR, "Elena Marín", commission_id=None),
        objects=_objects(filed, secret_draft, [delegate, staff.officer, staff.signatory]),
    )


def _foreign_delegate() -> Somebody:
    city_id = make.make_city("Sfax", commission_id=TUNISIA)
    return make.make_person(
        Role.DELEGATE, "Amel Jaziri", commission_id=TUNISIA, city_id=city_id, city_name="Sfax"
    )


def _write_answers(filed: Filed, word: str) -> None:
    """A canary in the narratives and in the contact's address."""
    with unit_of_work(Commission(KENYA), OPERATOR) as work:
        for section in work.session.scalars(
            select(DraftSection).where(DraftSection.application_id == filed.id)
        ):
            answers = dict(section.answers)
            if section.section == "motivation":
                answers["motivation"] = {"official": f"We learn by {word}.", "local": word}
            if section.section == "contact":
                answers["contact_postal_address"] = f"4 {word} Road"
            section.answers = answers


def _word_letter(staff: way.Staff) -> None:
    with unit_of_work(Commission(KENYA), staff.officer.actor) as work:
        write_text(
            work,
            KENYA,
            kind=ENDORSEMENT,
            language="en",
            title="{city} endorsed",
            body="We endorse {city}.",
            seen_version=0,
        )
        picture = io.BytesIO()
        Image.new("RGBA", (60, 40), (30, 90, 60, 255)).save(picture, "PNG")
        set_logo(work, KENYA, picture.getvalue())
        set_stamp(work, KENYA, picture.getvalue())


def _talk(filed: Filed, delegate: Somebody, staff: way.Staff) -> None:
    with unit_of_work(City(KENYA, filed.city_id), delegate.actor) as work:
        send_message(work, filed.id, f"A question about {MESSAGES}.")
    with unit_of_work(Commission(KENYA), staff.officer.actor) as work:
        send_message(work, filed.id, f"The answer is {MESSAGES}.")
    with unit_of_work(City(KENYA, filed.city_id), delegate.actor) as work:
        add_comment(
            work,
            filed.id,
            section="motivation",
            field="motivation",
            text=f"Among us: {REMARKS}.",
            commission_code="ke",
        )
        beat(work, filed.id, "motivation", commission_id=KENYA, city_id=filed.city_id)
    with unit_of_work(Commission(KENYA), staff.officer.actor) as work:
        write_note(work, filed.id, text=f"Between us: {NOTES}.")
        keep_return_text(
            work, KENYA, text_id=None, title="The stamp", wordings={"en": f"Dear {NOTES}, {{city}}"}
        )


def _accompany(filed: Filed, delegate: Somebody, staff: way.Staff, word: str) -> None:
    with unit_of_work(Commission(KENYA), staff.officer.actor) as work:
        talk = remark(
            work, filed.id, section="motivation", field="motivation", text=f"More on {word}."
        ).id
    with unit_of_work(City(KENYA, filed.city_id), delegate.actor) as work:
        answer_remark(work, filed.id, talk, text=f"It is about {word}.")


def _move_dates(call: Call, staff: way.Staff) -> None:
    """Only the record: the dates themselves stay."""
    now = DatesNow(call.opens_at, call.closes_at, call.commissions_close_at)
    earlier = DatesNow(call.opens_at, call.closes_at - timedelta(days=1), call.commissions_close_at)
    with unit_of_work(Commission(KENYA), staff.officer.actor) as work:
        note_dates_change(work, KENYA, call.id, before=earlier, after=now, reason=NOTES)


def _ask_for_place(call: Call, filed: Filed) -> None:
    """Only the record: the call has no quota."""
    with unit_of_work(Commission(KENYA), OPERATOR) as work:
        work.session.add(
            PlaceRequest(
                commission_id=KENYA,
                call_id=call.id,
                application_id=filed.id,
                reason="A fourth city is ready.",
                asked_by="Joseph Mwangi",
                asked_at=work.now,
            )
        )


def _form_jury(call: Call, filed: Filed, juror: Somebody) -> None:
    with unit_of_work(Commission(KENYA), OPERATOR) as work:
        grid = ScoringGrid(
            commission_id=KENYA, call_id=call.id, changed_at=work.now, changed_by="Joseph Mwangi"
        )
        work.session.add(grid)
        work.session.flush()
        criterion = ScoringCriterion(
            commission_id=KENYA,
            grid_id=grid.id,
            position=1,
            titles={"en": f"Resources: {NOTES}"},
            hints={},
            weight=1,
            maximum=5,
        )
        assignment = JuryAssignment(
            commission_id=KENYA,
            application_id=filed.id,
            juror_id=juror.id,
            juror_name="Amina Otieno",
            assigned_at=work.now,
            assigned_by="Joseph Mwangi",
        )
        work.session.add_all((criterion, assignment))
        work.session.flush()
        work.session.add(
            JuryScore(
                commission_id=KENYA,
                assignment_id=assignment.id,
                criterion_id=criterion.id,
                points=4,
                comment=NOTES,
                saved_at=work.now,
            )
        )


def _archive(call: Call, staff: way.Staff) -> None:
    with unit_of_work(Commission(KENYA), staff.officer.actor) as work:
        archive = ask_for_archive(
            work, KENYA, call.code, made_for=ArchiveFor.SUCCESSOR, has_drafts=False
        )
        archive_id = str(archive.id)
    make_archive(KENYA, archive_id)


def _count_figures() -> None:
    with unit_of_work(Worker(KENYA), OPERATOR) as work:
        refresh_figures_now(work, KENYA)
    with unit_of_work(Worker(NETWORK_ID), OPERATOR) as work:
        refresh_world(work)
    count_desk(KENYA)


def _objects(filed: Filed, draft: Filed, people: list[Somebody]) -> dict[str, tuple[str, ...]]:
    with unit_of_work(Nobody(), OPERATOR) as work:
        open_session(work, people[0].id, device="Firefox", hours=1, with_second_factor=False)
        memberships = work.session.scalars(
            select(Membership.id).where(Membership.person_id.in_(person.id for person in people))
        ).all()
        sessions = work.session.scalars(select(SignInSession.id)).all()
    with unit_of_work(Commission(KENYA), OPERATOR) as work:
        key = invite(work, email="new@people.example", role=Role.OFFICER, commission_id=KENYA)
        documents = work.session.execute(select(Document.id, Document.sha256)).all()
        attachments = work.session.execute(select(Attachment.id, Attachment.sha256)).all()
        sheets = work.session.execute(select(Sheet.id, Sheet.file_id)).all()
        papers = work.session.execute(select(PaperForm.id, PaperForm.sha256)).all()
        filled = work.session.scalars(select(FilledForm.id)).all()
        mails = work.session.scalars(select(OutboxMail.id)).all()
        uploads = work.session.scalars(select(Upload.id)).all()
        texts = work.session.scalars(select(ReturnText.id)).all()
        archives = work.session.scalars(select(SeasonArchive.id)).all()
        remarks = work.session.scalars(select(Remark.id).where(Remark.answers_to.is_(None))).all()
    submission = way.submission_of(filed)
    files = [*documents, *attachments, *papers]
    found: dict[str, list[Any]] = {
        "reference": [filed.reference, draft.reference],
        "document_id": [row.id for row in files],
        "sha256": [submission.document_sha256, *(row.sha256 for row in attachments)],
        "filled_id": list(filled),
        "paper_id": [row.id for row in papers],
        "attachment_id": [row.id for row in attachments],
        "submission_id": [submission.id],
        "membership_id": list(memberships),
        "session_id": list(sessions),
        "city_id": [filed.city_id, draft.city_id],
        "sheet_id": [row.id for row in sheets],
        "file_id": [row.file_id for row in sheets],
        "mail_id": list(mails[:1]),
        "upload_id": list(uploads),
        "text_id": list(texts),
        "remark_id": list(remarks),
        "archive_id": list(archives),
        "key": [key],
        "code": [submission.verification_code],
    }
    return {name: tuple(str(value) for value in values) for name, values in found.items()}
