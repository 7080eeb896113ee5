"""Comments of a team beside the fields of its draft: written, resolved, opened again."""

import uuid
from collections.abc import Collection

from sqlalchemy import select

from portal.accounts.events import Recipient
from portal.accounts.models import Membership, Person
from portal.accounts.roles import Permission
from portal.applications.events import CommentMentioned
from portal.applications.models import Application
from portal.applications.services.moving import lock
from portal.applications.services.repeats import written_just_now
from portal.applications.team_models import Comment
from portal.core.codes import new_id
from portal.core.errors import Invalid, NotAllowed, NotFound
from portal.core.i18n import lazy_gettext as _l
from portal.core.unit_of_work import Work

LONGEST = 2000
"""Characters of a comment."""


def add_comment(
    work: Work,
    application_id: uuid.UUID,
    *,
    section: str,
    field: str,
    text: str,
    tell: Collection[uuid.UUID] = (),
    commission_code: str,
) -> Comment:
    """Put a comment beside a field and tell teammates by mail, who read it in the portal.

    Raises NotAllowed, NotFound, Invalid without words or with too many.
    """
    _check_may(work)
    text = _checked(text, field)
    application = lock(work, application_id)
    repeated = written_just_now(work, Comment, application_id, text, section=section, field=field)
    if repeated is not None:
        return repeated
    comment = Comment(
        id=new_id(),
        commission_id=application.commission_id,
        city_id=application.city_id,
        application_id=application_id,
        section=section,
        field=field,
        text=text,
        author_id=work.actor.person_id,
        author_name=work.actor.name,
        written_at=work.now,
    )
    work.session.add(comment)
    work.session.flush()
    told = _teammates(work, application, tell)
    if told:
        work.record(
            CommentMentioned(
                recipients=told,
                commission_code=commission_code,
                city_name=application.city_name,
                reference=application.reference,
                section=section,
                author=work.actor.name,
            )
        )
    return comment


def resolve_comment(work: Work, comment_id: uuid.UUID, *, is_resolved: bool = True) -> Comment:
    """Say that a comment is done, or open it again. Raises NotAllowed, NotFound."""
    _check_may(work)
    comment = work.session.scalars(
        select(Comment).where(Comment.id == comment_id).with_for_update()
    ).first()
    if comment is None:
        raise NotFound()
    comment.resolved_at = work.now if is_resolved else None
    comment.resolved_by = work.actor.name if is_resolved else ""
    work.session.flush()
    return comment


def _check_may(work: Work) -> None:
    if Permission.COMMENT_WRITE not in work.actor.permissions:
        raise NotAllowed(_l("Only those who write for the city comment on its answers."))


def _checked(text: str, field: str) -> str:
    text = text.strip()
    if not text:
        raise Invalid(_l("Write the comment first."), field=f"comment-{field}")
    if len(text) > LONGEST:
        raise Invalid(
            _l("Shorten the comment to %(limit)s characters.", limit=LONGEST),
            field=f"comment-{field}",
        )
    return text


def _teammates(
    work: Work, application: Application, tell: Collection[uuid.UUID]
) -> tuple[Recipient, ...]:
    """Those of the named people who are in the team now, the author not among them."""
    if not tell:
        return ()
    rows = work.session.scalars(
        select(Person)
        .join(Membership, Membership.person_id == Person.id)
        .where(
            Person.id.in_(set(tell) - {work.actor.person_id}),
            Membership.commission_id == application.commission_id,
            Membership.city_id == application.city_id,
            Membership.ended_at.is_(None),
            Person.disabled_at.is_(None),
        )
        .distinct()
        .order_by(Person.id)
    )
    return tuple(
        Recipient(email=person.email, name=person.name, language=person.language) for person in rows
    )
