"""Sets up rounds of application: form versions, guiding documents, calls and their dates.

A form version that a call uses is never changed: a new text is a new version.
"""

import hashlib
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select, update

from portal.accounts.roles import Permission, permissions_of
from portal.calls.events import CallCreated, CallExtended
from portal.calls.form import parse_form
from portal.calls.models import Call, CallMode, DatesChange, FormVersion, GuidingDocument
from portal.commissions.models import NationalWindow
from portal.core.canonical import canonical_json
from portal.core.errors import Conflict, Invalid, NotAllowed, NotFound
from portal.core.i18n import lazy_gettext as _l
from portal.core.unit_of_work import Work
from portal.tenancy.scope import NETWORK_ID

_HERE = Path(__file__).parent
CURRENT_FORM = "2027-1"


@dataclass(frozen=True, kw_only=True)
class NewCall:
    """The settings of a call. Times are UTC-aware."""

    code: str
    titles: dict[str, str]
    opens_at: datetime
    closes_at: datetime
    commissions_close_at: datetime
    form_version_id: str = CURRENT_FORM
    mode: CallMode = CallMode.REGISTRATION
    quota: int | None = None
    population_warning: int = 10_000
    guiding_document_ids: tuple[str, ...] | None = None
    """None: all that are stored."""
    official_languages: tuple[str, ...] = ("en", "fr")
    is_training: bool = False
    accepts_associates: bool = True


@dataclass(frozen=True)
class DatesNow:
    """What applies to cities and commissions at one time."""

    opens_at: datetime
    closes_at: datetime
    commissions_close_at: datetime


def form_definition(version: str = CURRENT_FORM) -> dict[str, Any]:
    """The definition of a form version that comes with the portal."""
    text = (_HERE / "forms" / f"{version}.json").read_text(encoding="utf-8")
    definition: dict[str, Any] = json.loads(text)
    return definition


def store_form_version(work: Work, definition: dict[str, Any]) -> FormVersion:
    """Keep a form version; storing the same once more changes nothing.

    Raises Invalid if it is malformed, Conflict if a call uses another text under this version.
    """
    try:
        form = parse_form(definition)
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise Invalid(
            _l("The form's definition cannot be read at: %(place)s.", place=str(error))
        ) from error
    digest = _digest(definition)
    stored = work.session.get(FormVersion, form.version)
    if stored is None:
        stored = FormVersion(
            id=form.version, definition=definition, digest=digest, created_at=work.now
        )
        work.session.add(stored)
        work.session.flush()
        return stored
    if stored.digest == digest:
        return stored
    if work.session.scalar(select(Call.id).where(Call.form_version_id == form.version).limit(1)):
        raise Conflict(
            _l(
                "Form version %(version)s is in use and cannot be changed."
                " Store the new text under a new version.",
                version=form.version,
            )
        )
    stored.definition, stored.digest = definition, digest
    work.session.flush()
    return stored


def store_guiding_documents(
    work: Work, documents: Sequence[dict[str, Any]] | None = None
) -> tuple[str, ...]:
    """Keep the texts the network adopted; returns their ids, oldest first.

    ``documents``: rows as in ``guiding_documents.json``, which is also the default.
    Titles may be corrected; raises Conflict if a stored text would get another version.
    """
    if documents is None:
        path = _HERE / "guiding_documents.json"
        documents = json.loads(path.read_text(encoding="utf-8"))
    for row in documents:
        stored = work.session.get(GuidingDocument, row["id"])
        if stored is None:
            stored = GuidingDocument(
                id=row["id"],
                titles=row["titles"],
                version=row["version"],
                adopted_on=date.fromisoformat(row["adopted_on"]),
            )
            work.session.add(stored)
        elif stored.version != row["version"]:
            raise Conflict(
                _l("A guiding document keeps its version; add the new text as a new document.")
            )
        stored.titles = row["titles"]
    work.session.flush()
    return tuple(
        work.session.scalars(
            select(GuidingDocument.id).order_by(GuidingDocument.adopted_on, GuidingDocument.id)
        )
    )


def create_call(work: Work, new: NewCall) -> Call:
    """Set up a call. Raises Invalid on wrong dates or an unknown form, Conflict on a used code."""
    _check_right(work)
    _check_dates(new.opens_at, new.closes_at, new.commissions_close_at)
    if not new.titles.get("en"):
        raise Invalid(_l("Give the call a title in English at least."), field="titles")
    if work.session.get(FormVersion, new.form_version_id) is None:
        raise Invalid(_l("This form version is not stored."), field="form_version_id")
    if work.session.scalar(select(Call.id).where(Call.code == new.code)):
        raise Conflict(_l("There is a call of this code already."), field="code")
    known = tuple(work.session.scalars(select(GuidingDocument.id).order_by(GuidingDocument.id)))
    chosen = known if new.guiding_document_ids is None else new.guiding_document_ids
    if set(chosen) - set(known):
        raise Invalid(_l("One of the guiding documents is unknown."), field="guiding_documents")
    call = Call(
        code=new.code,
        titles=new.titles,
        form_version_id=new.form_version_id,
        opens_at=new.opens_at,
        closes_at=new.closes_at,
        commissions_close_at=new.commissions_close_at,
        mode=new.mode,
        quota=new.quota,
        population_warning=new.population_warning,
        guiding_document_ids=list(chosen),
        official_languages=list(new.official_languages),
        is_training=new.is_training,
        accepts_associates=new.accepts_associates,
        dates_changed_at=work.now,
    )
    work.session.add(call)
    work.session.flush()
    work.record(CallCreated(call_id=call.id))
    return call


def extend_call(
    work: Work,
    call_id: uuid.UUID,
    *,
    closes_at: datetime,
    commissions_close_at: datetime,
    reason: str,
) -> Call:
    """Give more time to all. Dates of commissions that ended with the call move with it.

    Raises Invalid if a date would come earlier than it was (nobody loses time promised), if none
    moves, and without a reason.
    """
    _check_right(work)
    call = work.session.scalars(
        select(Call).where(Call.id == call_id).with_for_update()
    ).one_or_none()
    if call is None:
        raise NotFound()
    if closes_at < call.closes_at:
        raise Invalid(_l("Cities would lose time they were promised."), field="closes_at")
    if commissions_close_at < call.commissions_close_at:
        raise Invalid(
            _l("Commissions would lose time they were promised."), field="commissions_close_at"
        )
    _check_dates(call.opens_at, closes_at, commissions_close_at)
    before = DatesNow(call.opens_at, call.closes_at, call.commissions_close_at)
    after = DatesNow(call.opens_at, closes_at, commissions_close_at)
    if before == after:
        raise Invalid(
            _l("The call has these dates already. Choose a later day."), field="closes_at"
        )
    change = note_dates_change(work, NETWORK_ID, call_id, before=before, after=after, reason=reason)
    work.session.execute(
        update(NationalWindow)
        .where(NationalWindow.call_id == call_id, NationalWindow.closes_at >= call.closes_at)
        .values(closes_at=None)
    )
    if closes_at != call.closes_at:
        call.closes_before, call.change_reason = call.closes_at, change.reason
    call.closes_at = closes_at
    call.commissions_close_at = commissions_close_at
    call.dates_revision += 1
    call.dates_changed_at = work.now
    work.session.flush()
    work.record(
        CallExtended(
            call_id=call_id,
            change_id=change.id,
            closes_at=closes_at,
            commissions_close_at=commissions_close_at,
        )
    )
    return call


def note_dates_change(
    work: Work,
    owner_id: int,
    call_id: uuid.UUID,
    *,
    before: DatesNow,
    after: DatesNow,
    reason: str,
) -> DatesChange:
    """Keep who moved which dates and why. ``owner_id``: the commission, or the network.

    Raises Invalid without a reason.
    """
    if not reason.strip():
        raise Invalid(_l("Say why the dates change: everybody concerned reads it."), field="reason")
    change = DatesChange(
        commission_id=owner_id,
        call_id=call_id,
        changed_at=work.now,
        changed_by=work.actor.name,
        reason=reason.strip(),
        opens_before=before.opens_at,
        opens_at=after.opens_at,
        closes_before=before.closes_at,
        closes_at=after.closes_at,
        commissions_close_before=before.commissions_close_at,
        commissions_close_at=after.commissions_close_at,
    )
    work.session.add(change)
    work.session.flush()
    return change


def _check_dates(opens_at: datetime, closes_at: datetime, commissions_close_at: datetime) -> None:
    if opens_at >= closes_at:
        raise Invalid(_l("The closing day must come after the opening day."), field="closes_at")
    if closes_at > commissions_close_at:
        raise Invalid(
            _l("Commissions need time after the cities: their last day cannot come earlier."),
            field="commissions_close_at",
        )


def _check_right(work: Work) -> None:
    if Permission.CALL_MANAGE not in _rights(work):
        raise NotAllowed(_l("Only the Coordination Team sets up calls."))


def _rights(work: Work) -> frozenset[str]:
    """What the actor may do; the operator's rights come from the office alone."""
    return work.actor.permissions | permissions_of(work.actor.office)


def _digest(definition: dict[str, Any]) -> str:
    return hashlib.sha256(canonical_json(definition)).hexdigest()
