"""Saving answers: several people work on one draft, and nothing any of them wrote is lost.

Each field has a revision. A field is written if the writer saw its newest revision; otherwise
both texts are handed back and the person decides.
"""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from portal.accounts.roles import Permission
from portal.applications.models import Application, DraftSection
from portal.applications.offline_comparison import has_content
from portal.applications.offline_models import PaperForm
from portal.applications.workflow import State
from portal.core.errors import Conflict, Invalid, NotAllowed, NotFound
from portal.core.i18n import lazy_gettext as _l
from portal.core.unit_of_work import Work

LARGEST_SECTION = 200_000
"""Characters of a section as JSON: far above any honest answer."""


@dataclass(frozen=True)
class FieldConflict:
    """Two people changed one field. ``theirs`` is stored, ``yours`` is not."""

    field: str
    theirs: Any
    by: str
    at: datetime | None
    yours: Any
    revision: int
    """Revision of ``theirs``: whoever saves with it has seen that text."""


@dataclass(frozen=True)
class SaveResult:
    """What became of one save."""

    saved_at: datetime
    revisions: dict[str, int]
    """``{field: n}`` of all fields of the section that were ever saved."""
    conflicts: tuple[FieldConflict, ...]
    has_changed: bool
    """Whether anything that is stored is another now."""

    @property
    def is_whole(self) -> bool:
        """Whether everything was stored."""
        return not self.conflicts


def save_section(
    work: Work,
    application_id: uuid.UUID,
    section: str,
    answers: Mapping[str, Any],
    seen: Mapping[str, int],
    *,
    page: str = "",
) -> SaveResult:
    """Store what changed in a section's answers.

    ``answers``: ``{field: value}`` in the shapes of ``calls.form.FieldKind``.
    ``seen``: the revision of each field when the page was made. ``page``: a mark of the open
    page, so that a page whose reply got lost does not contradict itself.
    Raises NotFound, NotAllowed, Conflict if the application is not a draft, Invalid if too large.
    """
    stored = _locked(work, application_id, section)
    if len(json.dumps(dict(answers))) > LARGEST_SECTION:
        raise Invalid(_l("This is more text than the form can hold. Shorten it or attach a file."))
    kept = dict(stored.answers)
    revisions = {key: dict(mark) for key, mark in stored.revisions.items()}
    conflicts = []
    for field, value in answers.items():
        mark = revisions.get(field, {})
        newest = int(mark.get("n", 0))
        if kept.get(field) == value or (field not in kept and not has_content(value)):
            continue
        own_page = bool(page) and mark.get("page") == page
        if newest != seen.get(field, 0) and not own_page:
            conflicts.append(_conflict(field, kept.get(field), mark, value))
            continue
        kept[field] = value
        revisions[field] = {
            "n": newest + 1,
            "by": work.actor.name,
            "at": work.now.isoformat(),
            "page": page,
        }
    has_changed = kept != stored.answers
    if has_changed:
        _upsert(work, stored.application, section, kept, revisions)
    return SaveResult(
        saved_at=work.now,
        revisions={field: int(mark["n"]) for field, mark in revisions.items()},
        conflicts=tuple(conflicts),
        has_changed=has_changed,
    )


@dataclass(frozen=True)
class _Stored:
    application: Application
    answers: dict[str, Any]
    revisions: dict[str, dict[str, Any]]


def _locked(work: Work, application_id: uuid.UUID, section: str) -> _Stored:
    """Lock the application, so that saves and a freeze come one after the other."""
    _check_may_write(work, application_id)
    row = work.session.execute(
        select(Application, DraftSection.answers, DraftSection.revisions)
        .outerjoin(
            DraftSection,
            (DraftSection.commission_id == Application.commission_id)
            & (DraftSection.application_id == Application.id)
            & (DraftSection.section == section),
        )
        .where(Application.id == application_id)
        .with_for_update(of=Application)
    ).first()
    if row is None:
        raise NotFound()
    application: Application = row[0]
    if application.state is not State.DRAFT:
        raise Conflict(
            _l(
                "The answers are frozen, somebody has passed the application on meanwhile."
                " Nothing was changed. Take it back first if you want to go on writing."
            )
        )
    return _Stored(application, row[1] or {}, row[2] or {})


def _check_may_write(work: Work, application_id: uuid.UUID) -> None:
    """The city writes; its commission only what stands on a form that was filled in by hand."""
    if Permission.APPLICATION_EDIT in work.actor.permissions:
        return
    has_paper = Permission.APPLICATION_TYPE in work.actor.permissions and work.session.scalar(
        select(PaperForm.id).where(PaperForm.application_id == application_id).limit(1)
    )
    if not has_paper:
        raise NotAllowed(
            _l(
                "Only those who write for the city change its answers."
                " Ask a delegate for the role of an editor."
            )
        )


def _upsert(
    work: Work,
    application: Application,
    section: str,
    answers: dict[str, Any],
    revisions: dict[str, dict[str, Any]],
) -> None:
    values = {
        "answers": answers,
        "revisions": revisions,
        "saved_at": work.now,
        "saved_by": work.actor.name,
    }
    work.session.execute(
        insert(DraftSection)
        .values(
            commission_id=application.commission_id,
            city_id=application.city_id,
            application_id=application.id,
            section=section,
            **values,
        )
        .on_conflict_do_update(
            index_elements=[
                DraftSection.commission_id,
                DraftSection.application_id,
                DraftSection.section,
            ],
            set_=values,
        )
    )


def _conflict(field: str, theirs: Any, mark: Mapping[str, Any], yours: Any) -> FieldConflict:
    return FieldConflict(
        field=field,
        theirs=theirs,
        by=str(mark.get("by", "")),
        at=datetime.fromisoformat(mark["at"]) if mark.get("at") else None,
        yours=yours,
        revision=int(mark.get("n", 0)),
    )
