"""One-time links for the mayor: made, sent again, brought to mind, opened, withdrawn.

Only hashes of the secrets are kept, so a reminder brings a link of its own. It stands beside the
earlier ones: the mayor may have one of them open. All of them end together.
"""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import select, update

from portal.applications.events import MayorLinkSent, MayorReminded
from portal.applications.models import MayorLink, Submission
from portal.applications.services.moving import File, check_move, current_submission, take
from portal.applications.workflow import Action, State
from portal.core.codes import hash_secret, new_secret
from portal.core.errors import Conflict, NotFound
from portal.core.i18n import lazy_gettext as _l
from portal.core.unit_of_work import Work

LINK_VALIDITY = timedelta(days=14)
REMINDER_PAUSE = timedelta(days=1)
"""Between two mails to a mayor, whoever causes them."""
MOST_REMINDERS = 4
"""To one mayor about one version."""


class Mailed(Protocol):
    """What counts of a link when the mayor is to be reminded."""

    @property
    def email(self) -> str:
        """Empty: handed over as a QR code."""

    @property
    def created_at(self) -> datetime:
        """When it was mailed."""

    @property
    def is_reminder(self) -> bool:
        """Whether it brought an earlier one to mind."""

    def is_open_at(self, moment: datetime) -> bool:
        """Whether it opens the page."""


def make_mayor_link(work: Work, application_id: uuid.UUID, *, email: str, language: str) -> str:
    """A new one-time link for the current submission; earlier ones stop working.

    Returns the secret of the link. ``email`` empty: the link is handed over as a QR code.
    """
    file = take(work, application_id)
    check_move(work, file, Action.REOPEN)  # whoever may reopen may also send the link
    if file.application.state is not State.AWAITING_MAYOR:
        raise Conflict(_l("The mayor has signed already."))
    revoke_mayor_links(work, application_id)
    submission = current_submission(work, file.application)
    expires_at = work.now + LINK_VALIDITY
    secret = _add_link(work, submission, email=email, language=language, expires_at=expires_at)
    work.record(MayorLinkSent(**file.ids, email=email, expires_at=expires_at, secret=secret))
    return secret


def remind_mayor(work: Work, application_id: uuid.UUID) -> None:
    """Mail the mayor once more, at the delegate's wish.

    Raises Conflict with what to do instead: nothing is open, or it is too soon or enough.
    """
    file = take(work, application_id)
    check_move(work, file, Action.REOPEN)
    bring_to_mind(work, file)


def bring_to_mind(work: Work, file: File) -> None:
    """Mail a further link that works as long as the open one; the open one goes on working.

    Raises Conflict if nothing is open that was mailed, if the last mail is too fresh, or if there
    were enough.
    """
    if file.application.state is not State.AWAITING_MAYOR:
        raise Conflict(_l("The mayor has signed already."))
    submission = current_submission(work, file.application)
    mailed = _mailed_links(work, submission)
    obstacle = reminder_obstacle(mailed, work.now)
    if obstacle is not None:
        raise Conflict(obstacle)
    open_one = next(link for link in mailed if link.is_open_at(work.now))
    secret = _add_link(
        work,
        submission,
        email=open_one.email,
        language=open_one.language,
        expires_at=open_one.expires_at,
        is_reminder=True,
    )
    work.record(
        MayorReminded(
            **file.ids,
            email=open_one.email,
            expires_at=open_one.expires_at,
            prepared_by=submission.frozen_by,
            secret=secret,
        )
    )


def reminder_obstacle(links: Sequence[Mailed], now: datetime) -> object | None:
    """Why the mayor cannot be reminded now, with what to do instead; None if nothing hinders.

    ``links``: all of one version, newest first.
    """
    mailed = [link for link in links if link.email]
    if not any(link.is_open_at(now) for link in mailed):
        return _l("No link that was mailed is open. Send the link again.")
    if mailed[0].created_at > now - REMINDER_PAUSE:
        return _l("The mayor got a mail less than a day ago. Remind again tomorrow.")
    if sum(link.is_reminder for link in mailed) >= MOST_REMINDERS:
        return _l("The mayor has been reminded often enough. A call or a visit may do more now.")
    return None


def revoke_mayor_links(work: Work, application_id: uuid.UUID) -> None:
    """Every unused link of the application stops working."""
    work.session.execute(
        update(MayorLink)
        .where(
            MayorLink.application_id == application_id,
            MayorLink.used_at.is_(None),
            MayorLink.revoked_at.is_(None),
        )
        .values(revoked_at=work.now)
    )


def open_mayor_link(work: Work, token: str) -> MayorLink:
    """The link of a token; looking at it never spends it.

    Raises NotFound for an unknown token, Conflict with a sentence for one that is spent.
    """
    link = _link(work, token)
    if link.used_at is not None:
        raise Conflict(_l("This link has been used: the application is signed. Thank you."))
    if link.revoked_at is not None:
        raise Conflict(
            _l("This link was replaced or withdrawn. Ask your city's delegate for the new one.")
        )
    if link.expires_at <= work.now:
        raise Conflict(_l("This link has expired. Ask your city's delegate for a new one."))
    return link


def note_opening(work: Work, token: str) -> None:
    """Remember that somebody has seen the document; only the first time counts."""
    link = _link(work, token)
    if link.opened_at is None and link.is_open_at(work.now):
        link.opened_at = work.now


def spend(work: Work, link: MayorLink) -> None:
    """The mayor has answered by this link: it and all that stand beside it are closed."""
    link.opened_at = link.opened_at or work.now
    link.used_at = work.now
    work.session.flush()
    revoke_mayor_links(work, link.application_id)


def _add_link(
    work: Work,
    submission: Submission,
    *,
    email: str,
    language: str,
    expires_at: datetime,
    is_reminder: bool = False,
) -> str:
    """Make a link to a version; returns its secret, which is kept nowhere."""
    secret = new_secret()
    work.session.add(
        MayorLink(
            commission_id=submission.commission_id,
            city_id=submission.city_id,
            token_hash=hash_secret(secret),
            application_id=submission.application_id,
            submission_id=submission.id,
            email=email,
            language=language,
            created_at=work.now,
            created_by=work.actor.name,
            expires_at=expires_at,
            is_reminder=is_reminder,
        )
    )
    work.session.flush()
    return secret


def _link(work: Work, token: str) -> MayorLink:
    link = work.session.scalars(
        select(MayorLink).where(MayorLink.token_hash == hash_secret(token))
    ).first()
    if link is None:
        raise NotFound()
    return link


def _mailed_links(work: Work, submission: Submission) -> list[MayorLink]:
    """Newest first."""
    return list(
        work.session.scalars(
            select(MayorLink)
            .where(MayorLink.submission_id == submission.id, MayorLink.email != "")
            .order_by(MayorLink.created_at.desc(), MayorLink.token_hash)
        )
    )
