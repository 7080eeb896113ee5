"""Places beyond the quota: asked for by a commission, given by the Coordination Team alone.

Endorsing takes a place, under a lock: of many who act at once no more pass than there are places.
"""

import uuid

from sqlalchemy import func, select, text

from portal.accounts.roles import Permission
from portal.applications.events import PlaceAsked, PlaceGranted, PlaceRefused
from portal.applications.models import Application
from portal.applications.place_models import PlaceAnswer, PlaceRequest
from portal.applications.queries.places import ASKING_STATES, TAKING_STATES, Places
from portal.applications.services.moving import File, take
from portal.commissions.models import NationalWindow
from portal.core.errors import Conflict, Invalid, NotAllowed
from portal.core.i18n import lazy_gettext as _l
from portal.core.unit_of_work import Work


def check_place(work: Work, file: File) -> None:
    """Raise Conflict if the commission has no place left in this call for the application."""
    places = _places_locked(work, file)
    if places is not None and not places.left:
        raise Conflict(
            _l(
                "All %(places)s places of this call are taken, so nothing was done and nothing is"
                " lost. Ask the Coordination Team for one more place: the request is on this page.",
                places=places.total,
            )
        )


def ask_for_place(work: Work, application_id: uuid.UUID, *, reason: str) -> PlaceRequest:
    """Ask the Coordination Team for one more place, for an application that has none yet.

    May come before the last place is taken: a commission knows early how many it wants to forward.
    Raises Invalid without a reason, Conflict if the application needs no place, if the call has no
    limit, or if the team has been asked already.
    """
    if not {Permission.APPLICATION_FORWARD, Permission.APPLICATION_ENDORSE} & set(
        work.actor.permissions
    ):
        raise NotAllowed(_l("Your role does not allow this. Ask a colleague who holds the right."))
    file = take(work, application_id)
    if not reason.strip():
        raise Invalid(_l("Say why one more city should be forwarded."), field="reason")
    if file.application.state not in ASKING_STATES:
        raise Conflict(
            _l("This is no longer possible: the application has moved on. See where it is now.")
        )
    places = _places_locked(work, file)
    if places is None:
        raise Conflict(_l("This call has no limit of places: you need not ask for one."))
    if _open_request(work, application_id) is not None:
        raise Conflict(_l("The Coordination Team has been asked already. You are told by mail."))
    request = PlaceRequest(
        commission_id=file.application.commission_id,
        call_id=file.call.id,
        application_id=application_id,
        reason=reason.strip(),
        asked_by=work.actor.name,
        asked_at=work.now,
    )
    work.session.add(request)
    work.session.flush()
    work.record(PlaceAsked(**file.ids, reason=request.reason))
    return request


def answer_request(
    work: Work, application_id: uuid.UUID, *, is_granted: bool, reason: str
) -> PlaceRequest:
    """Grant a commission one more place in the call of an application, or refuse it.

    Raises Invalid without a reason, Conflict if a colleague has answered meanwhile.
    """
    if Permission.CALL_MANAGE not in work.actor.permissions:
        raise NotAllowed(_l("Only the Coordination Team gives places beyond the quota."))
    file = take(work, application_id)
    if not reason.strip():
        raise Invalid(_l("Say why: the commission reads it."), field="reason")
    places = _places_locked(work, file)
    request = _open_request(work, application_id)
    if request is None:
        raise Conflict(_l("A colleague has answered meanwhile. Look at the answer below."))
    if is_granted and places is not None:
        window = _window(work, file)
        if window is None:
            window = NationalWindow(
                commission_id=file.application.commission_id, call_id=file.call.id, dates_revision=0
            )
            work.session.add(window)
        window.quota = places.total + 1
    request.answer = PlaceAnswer.GRANTED if is_granted else PlaceAnswer.REFUSED
    request.answer_reason = reason.strip()
    request.answered_by, request.answered_at = work.actor.name, work.now
    work.session.flush()
    event = PlaceGranted if is_granted else PlaceRefused
    work.record(event(**file.ids, reason=request.answer_reason))
    return request


def _places_locked(work: Work, file: File) -> Places | None:
    """The places, counted under a lock that lasts until the commit; None without a quota."""
    work.session.execute(
        text("select pg_advisory_xact_lock(hashtextextended(:key, 0))"),
        {"key": f"quota {file.application.commission_id} {file.call.id}"},
    )
    window = _window(work, file)
    total = window.quota if window and window.quota is not None else file.call.quota
    if total is None:
        return None
    found = work.session.scalar(
        select(func.count())
        .select_from(Application)
        .where(
            Application.call_id == file.call.id,
            Application.state.in_(TAKING_STATES),
            Application.id != file.application.id,
        )
    )
    return Places(total, found or 0)


def _window(work: Work, file: File) -> NationalWindow | None:
    return work.session.get(
        NationalWindow,
        (file.application.commission_id, file.call.id),
        populate_existing=True,
    )


def _open_request(work: Work, application_id: uuid.UUID) -> PlaceRequest | None:
    return work.session.scalars(
        select(PlaceRequest).where(
            PlaceRequest.application_id == application_id, PlaceRequest.answer == PlaceAnswer.OPEN
        )
    ).first()
