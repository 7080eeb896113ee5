"""Where a person works: the way home, and the switch between spaces."""

from dataclasses import dataclass
from datetime import datetime

from flask import redirect, render_template, request, session
from flask.typing import ResponseReturnValue

from portal.accounts.access import current_space, home_of, reading, signed_in, visitor_now
from portal.accounts.queries import Registration, city_status, registrations_of
from portal.accounts.routes.blueprint import ACCOUNTS, blueprint
from portal.commissions.models import CityStatus
from portal.core.errors import NotFound
from portal.core.i18n import language_now
from portal.tenancy.scope import City


@dataclass(frozen=True)
class RegistrationLine:
    """What became of a city somebody registered."""

    city_name: str
    commission_name: str
    status: CityStatus
    registered_at: datetime
    asks_to_join: bool


@blueprint.get("/home")
@signed_in
def home() -> ResponseReturnValue:
    """To the first page of the space last used; without one, say what happens next."""
    visitor = visitor_now()
    assert visitor is not None  # the view is marked @signed_in
    space = current_space(visitor)
    if space is not None:
        session["space"] = space.key
        return redirect(home_of(space))
    with reading(ACCOUNTS) as work:
        registrations = registrations_of(work, visitor.email)
    return render_template(
        "accounts/home.html", registrations=[_line(found) for found in registrations]
    )


@blueprint.post("/space")
@signed_in
def switch() -> ResponseReturnValue:
    """Go to work in another space."""
    visitor = visitor_now()
    assert visitor is not None  # the view is marked @signed_in
    space = visitor.space(request.form.get("space", ""))
    if space is None:
        raise NotFound()
    session["space"] = space.key
    return redirect(home_of(space), code=303)


def _line(found: Registration) -> RegistrationLine:
    with reading(City(found.commission_id, found.city_id)) as work:
        status = city_status(work, found.city_id)
    return RegistrationLine(
        city_name=found.city_name,
        commission_name=found.commission_name(language_now()),
        status=status,
        registered_at=found.registered_at,
        asks_to_join=found.asks_to_join,
    )
