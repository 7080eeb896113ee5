"""Forms filled in by hand: kept as evidence, typed in by the city or by its commission for it.

What the commission typed is marked so everywhere, and nothing is frozen before the city confirmed.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from portal.accounts.roles import Permission
from portal.applications.events import PaperFormReceived, PaperFormTyped, TypedTextConfirmed
from portal.applications.handwritten_files import ReceivedForm
from portal.applications.offline_models import PaperForm
from portal.applications.services.attaching import ExaminedFile
from portal.applications.services.drafting import SaveResult, save_section
from portal.applications.services.moving import File, take
from portal.applications.workflow import State
from portal.core.codes import new_id
from portal.core.errors import Conflict, Invalid, NotAllowed, NotFound
from portal.core.i18n import lazy_gettext as _l
from portal.core.unit_of_work import Work
from portal.documents.shelf import storage
from portal.tenancy.scope import City

MOST_PAPERS = 10


@dataclass(frozen=True)
class TypedSection:
    """One section as somebody typed it."""

    section: str
    answers: Mapping[str, Any]
    seen: Mapping[str, int]
    page: str = ""


def add_paper_form(
    work: Work, application_id: uuid.UUID, *, form: ReceivedForm, is_for_commission: bool = False
) -> PaperForm:
    """Add a form filled in by hand, of one file or several.

    ``is_for_commission``: who shall type it. Raises Conflict if it is there already or the
    application is not a draft, Invalid if there are too many.
    """
    found = _draft(work, application_id)
    application = found.application
    files = [_kept(file) for file in form.files]
    digests = {file["sha256"] for file in files}
    papers = work.session.scalars(
        select(PaperForm).where(PaperForm.application_id == application_id)
    ).all()
    known = {file["sha256"] for paper in papers for file in paper.originals}
    if digests <= known:
        raise Conflict(_l("This form is there already: see the list."), field="files")
    if len(papers) >= MOST_PAPERS:
        raise Invalid(
            _l(
                "There are %(limit)s forms on paper already. Put the pages into one PDF.",
                limit=MOST_PAPERS,
            ),
            field="files",
        )
    paper = PaperForm(
        id=new_id(),
        commission_id=application.commission_id,
        city_id=application.city_id,
        application_id=application_id,
        file_name=files[0]["file_name"],
        media_type=files[0]["media_type"],
        size_bytes=files[0]["size_bytes"],
        pages=len(form.shown_pages),
        sha256=files[0]["sha256"],
        shown_sha256s=[storage().put(page) for page in form.shown_pages],
        files=files,
        is_for_commission=is_for_commission,
        received_at=work.now,
        received_by=work.actor.name,
        received_office=work.actor.office,
    )
    work.session.add(paper)
    work.record(
        PaperFormReceived(
            **found.ids,
            sha256=paper.sha256,
            is_for_commission=is_for_commission and isinstance(work.scope, City),
        )
    )
    return paper


def _kept(file: ExaminedFile) -> dict[str, Any]:
    """A file put away as it was received, and what is known of it."""
    return {
        "file_name": file.file_name[-200:],
        "media_type": file.media_type,
        "size_bytes": len(file.data),
        "pages": file.pages,
        "sha256": storage().put(file.data),
        "shown": [storage().put(page) for page in file.shown_pages],
    }


def type_section(
    work: Work, application_id: uuid.UUID, paper_id: uuid.UUID, typed: TypedSection
) -> SaveResult:
    """Save a section typed from a form filled in by hand, and remember who typed.

    A confirmation given before counts no more once the commission types again.
    """
    _draft(work, application_id)
    paper = paper_form(work, application_id, paper_id)
    result = save_section(
        work, application_id, typed.section, typed.answers, typed.seen, page=typed.page
    )
    if result.has_changed:
        _mark_typed(work, paper)
    return result


def finish_typing(work: Work, application_id: uuid.UUID, paper_id: uuid.UUID) -> PaperForm:
    """Say that all is typed; the city is told if it was typed for it. Raises Conflict, Invalid."""
    file = _draft(work, application_id)
    paper = paper_form(work, application_id, paper_id)
    if paper.finished_at is not None:
        raise Conflict(_l("This form was already marked as typed. Nothing was changed."))
    if paper.typed_at is None:
        raise Invalid(_l("Nothing has been typed from this form yet. Type its answers first."))
    paper.finished_at = work.now
    work.record(
        PaperFormTyped(
            **file.ids,
            sha256=paper.sha256,
            is_for_city=paper.is_typed_for_city,
        )
    )
    return paper


def confirm_typed_text(work: Work, application_id: uuid.UUID, paper_id: uuid.UUID) -> PaperForm:
    """The city says that what was typed for it is what it wrote. Raises Conflict, NotAllowed."""
    if Permission.APPLICATION_EDIT not in work.actor.permissions:
        raise NotAllowed(_l("Only the city confirms what was typed for it."))
    file = _draft(work, application_id)
    paper = paper_form(work, application_id, paper_id)
    if not paper.waits_for_city:
        raise Conflict(_l("There is nothing to confirm: look at the form as it is now."))
    paper.confirmed_at, paper.confirmed_by = work.now, work.actor.name
    work.record(TypedTextConfirmed(**file.ids, sha256=paper.sha256))
    return paper


def paper_form(work: Work, application_id: uuid.UUID, paper_id: uuid.UUID) -> PaperForm:
    """A form on paper of an application. Raises NotFound."""
    paper = work.session.scalars(
        select(PaperForm).where(
            PaperForm.application_id == application_id, PaperForm.id == paper_id
        )
    ).first()
    if paper is None:
        raise NotFound()
    return paper


def check_confirmed(work: Work, application_id: uuid.UUID) -> None:
    """Raise Invalid while a text typed for the city waits for its word."""
    waiting = work.session.scalar(
        select(func.count()).where(
            PaperForm.application_id == application_id,
            PaperForm.is_typed_for_city.is_(True),
            PaperForm.confirmed_at.is_(None),
        )
    )
    if waiting:
        raise Invalid(
            _l(
                "Your commission typed answers for you from a form filled in by hand. Compare"
                " them with the scan and confirm them under “Fill in offline”, then freeze again."
            )
        )


def _draft(work: Work, application_id: uuid.UUID) -> File:
    if not work.actor.permissions & {Permission.APPLICATION_EDIT, Permission.APPLICATION_TYPE}:
        raise NotAllowed(_l("Your role does not allow this. Ask a colleague who holds the right."))
    file = take(work, application_id)
    if file.application.state is not State.DRAFT:
        raise Conflict(
            _l(
                "The answers are frozen, so that nothing can be typed. The city has to take the"
                " application back first."
            )
        )
    return file


def _mark_typed(work: Work, paper: PaperForm) -> None:
    """The typist for a city stays named, also when the city itself mends a word."""
    is_for_city = not isinstance(work.scope, City)
    paper.typed_at = work.now
    if is_for_city or not paper.is_typed_for_city:
        paper.typed_by, paper.typed_office = work.actor.name, work.actor.office
    if is_for_city:
        paper.is_typed_for_city = True
        paper.confirmed_at, paper.confirmed_by = None, ""
    work.session.flush()
