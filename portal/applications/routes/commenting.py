"""A team at work on one section: comments beside fields, and who else has it open."""

import uuid

from flask import request, url_for
from flask.typing import ResponseReturnValue

from portal.accounts.access import requires, writing
from portal.accounts.roles import Permission
from portal.applications.queries.city import ApplicationHead, application_head
from portal.applications.queries.people import colleagues
from portal.applications.routes.blueprint import blueprint, city_here
from portal.applications.routes.sent_section import section_of
from portal.applications.services.commenting import add_comment, resolve_comment
from portal.applications.services.presence import beat, names_in
from portal.calls.form import Section
from portal.core.errors import NotFound
from portal.core.unit_of_work import Work
from portal.web.htmx import fragment

_EVERYBODY = "all"


@blueprint.post("/<reference>/section/<section>/presence")
@requires(Permission.APPLICATION_EDIT)
def presence(commission: str, reference: str, section: str) -> ResponseReturnValue:
    """A sign of life of an open page; the answer says who else has the section open."""
    place = city_here()
    with writing() as work:
        head = application_head(work, reference)
        others = beat(
            work,
            head.id,
            section_of(head, section).key,
            commission_id=place.commission_id,
            city_id=place.city_id,
        )
    return fragment(
        "applications/_presence.html",
        here=names_in(others, section),
        beat_href=url_for(
            "city.presence", commission=commission, reference=reference, section=section
        ),
        is_answer=True,
    )


def take_comment(work: Work, head: ApplicationHead, section: Section) -> str | None:
    """What the request says about comments is done; the field it concerns, None if nothing.

    Without words there is no comment. Raises NotFound, Invalid if it is too long.
    """
    sent = request.form
    for button, is_resolved in (("resolve", True), ("reopen", False)):
        if sent.get(button):
            return resolve_comment(work, _id_of(sent[button]), is_resolved=is_resolved).field
    field = sent.get("comment", "")
    text = sent.get(f"comment-{field}", "")
    if not text.strip() or all(known.key != field for known in section.fields):
        return None
    add_comment(
        work,
        head.id,
        section=section.key,
        field=field,
        text=text,
        tell=_told(work, sent.get(f"tell-{field}", "")),
        commission_code=city_here().space.code,
    )
    return field


def _told(work: Work, choice: str) -> list[uuid.UUID]:
    if not choice:
        return []
    if choice != _EVERYBODY:
        return [_id_of(choice)]
    place = city_here()
    return [one.person_id for one in colleagues(work, place.commission_id, place.city_id)]


def _id_of(value: str) -> uuid.UUID:
    try:
        return uuid.UUID(value)
    except ValueError:
        raise NotFound() from None
