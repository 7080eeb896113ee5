"""What all pages behind a mayor's link share: the address, its rights, its language."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Blueprint, request
from sqlalchemy import select

from portal.accounts.access import ANONYMOUS, speak_as
from portal.accounts.roles import permissions_of
from portal.applications.queries.signing import MayorPage
from portal.commissions.models import Commission
from portal.core.errors import NotFound
from portal.core.i18n import INTERFACE_LANGUAGES
from portal.core.unit_of_work import Actor, Work, unit_of_work
from portal.tenancy.scope import Nobody, Worker
from portal.web.security_headers import secret_address

blueprint = Blueprint("mayor", __name__, url_prefix="/mayor/<commission>/<token>")
MAYOR = "mayor"


@blueprint.before_request
def _keep_address_secret() -> None:
    secret_address()


@contextmanager
def working(commission: str, *, name: str = "", read_only: bool = False) -> Iterator[Work]:
    """A unit of work in the commission's space, with the rights of a mayor and no others."""
    with unit_of_work(Nobody(), ANONYMOUS, read_only=True) as work:
        found = work.session.execute(
            select(Commission.commission_id, Commission.wording_revision).where(
                Commission.code == commission
            )
        ).first()
    if found is None:
        raise NotFound()
    commission_id = found.commission_id
    speak_as(commission_id, found.wording_revision)
    actor = Actor(name=name, office=MAYOR, permissions=permissions_of(MAYOR))
    with unit_of_work(Worker(commission_id), actor, read_only=read_only) as work:
        yield work


def language_of(page: MayorPage) -> str:
    """The reader's choice, else the link's language."""
    chosen = request.values.get("language", "")
    return chosen if chosen in INTERFACE_LANGUAGES else page.link_language
