"""Sessions: one row per signed-in browser, so that each can be seen and ended."""

import uuid
from datetime import timedelta

from sqlalchemy import select, update

from portal.accounts.events import Recipient, SignedInFromNewDevice
from portal.accounts.models import Person, SignInSession
from portal.core.codes import hash_secret, new_secret
from portal.core.errors import NotFound
from portal.core.unit_of_work import Work


def open_session(
    work: Work,
    person_id: uuid.UUID,
    *,
    device: str,
    hours: int,
    with_second_factor: bool,
) -> str:
    """Sign a browser in; the secret its cookie will hold."""
    secret = new_secret()
    work.session.add(
        SignInSession(
            token_hash=hash_secret(secret),
            person_id=person_id,
            created_at=work.now,
            last_seen_at=work.now,
            expires_at=work.now + timedelta(hours=hours),
            second_factor_at=work.now if with_second_factor else None,
            device=device[:200],
        )
    )
    work.session.flush()
    return secret


def tell_new_device(work: Work, person_id: uuid.UUID, *, device: str) -> None:
    """Tell the owner that a browser not seen before was signed in; the very first is no news."""
    person = work.session.get_one(Person, person_id)
    earlier = work.session.scalars(
        select(SignInSession.id).where(SignInSession.person_id == person_id).limit(1)
    ).first()
    if earlier is None:
        return
    work.record(
        SignedInFromNewDevice(
            recipients=(Recipient(email=person.email, name=person.name, language=person.language),),
            device=device,
            at=work.now,
        )
    )


def mark_second_factor(work: Work, session_id: uuid.UUID) -> None:
    """The second factor was given again in this session."""
    work.session.execute(
        update(SignInSession)
        .where(SignInSession.id == session_id)
        .values(second_factor_at=work.now)
    )


def end_session(work: Work, session_id: uuid.UUID, *, person_id: uuid.UUID) -> None:
    """Sign one browser of a person out. Raises NotFound if it is not one of theirs."""
    ended = work.session.execute(
        update(SignInSession)
        .where(
            SignInSession.id == session_id,
            SignInSession.person_id == person_id,
            SignInSession.ended_at.is_(None),
        )
        .values(ended_at=work.now)
        .returning(SignInSession.id)
    ).first()
    if ended is None:
        raise NotFound()


def end_other_sessions(
    work: Work, person_id: uuid.UUID, *, keep_session_id: uuid.UUID | None
) -> None:
    """Sign a person out everywhere, except in the session to keep."""
    others = [SignInSession.person_id == person_id, SignInSession.ended_at.is_(None)]
    if keep_session_id is not None:
        others.append(SignInSession.id != keep_session_id)
    work.session.execute(update(SignInSession).where(*others).values(ended_at=work.now))
