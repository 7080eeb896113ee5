"""The city itself: its exact name for the certificate, what it is, and who belongs to it."""

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import StringField
from wtforms.validators import Length, Optional

from portal.accounts.access import reading, requires, writing
from portal.accounts.city_fields import CityFieldsForm, Suggestions, suggestions_for
from portal.accounts.queries import country_of
from portal.accounts.roles import Permission
from portal.applications.queries.city import city_itself
from portal.applications.routes.blueprint import blueprint, city_here
from portal.applications.services.city_facts import change_city
from portal.commissions.consortium import MOST_PARTNERS, Partner, partners_of, population_of
from portal.commissions.gazetteer import Place
from portal.commissions.models import City, CityKind
from portal.commissions.positions import read_position, written_position
from portal.commissions.words import kind_name
from portal.core.errors import Conflict, Invalid
from portal.core.i18n import gettext as _
from portal.core.i18n import lazy_gettext as _l
from portal.web.htmx import fragment

_SPARE_ROWS = 2
_FIRST_ROWS = 4


@dataclass(frozen=True)
class PartnerRow:
    """One row of the members' table as it was written."""

    name: str = ""
    kind: str = CityKind.MUNICIPALITY
    population: str = ""
    is_lead: bool = False


class OwnCityForm(CityFieldsForm):
    """The fields about a city, and where it lies."""

    city_position = StringField(
        _l("Coordinates"),
        description=_l(
            "Latitude and longitude in decimal degrees, such as -0.3031, 36.0800. They put the city"
            " on the map of members."
        ),
        validators=[Optional(), Length(max=40)],
        render_kw={"dir": "ltr"},
    )

    def take_place(self, place: Place) -> None:
        """Fill in what is known of a place, and where it lies."""
        super().take_place(place)
        self.city_position.data = f"{place.latitude:.4f}, {place.longitude:.4f}"


@blueprint.get("/city")
@requires(Permission.DRAFT_READ)
def own_city(commission: str) -> ResponseReturnValue:
    """Name, kind and members of the city, to correct."""
    place = city_here()
    with reading() as work:
        city = city_itself(work, place.city_id)
    form = OwnCityForm(
        formdata=None,
        city_name=city.name,
        city_latin_name=city.latin_name,
        city_kind=city.kind.value,
        city_subdivision=city.subdivision,
        city_population=city.population,
        city_position=written_position(city),
        city_place=f"{city.place_id}:{city.name}" if city.place_id else "",
    )
    return _page(form, city, _rows_of(city))


@blueprint.post("/city")
@requires(Permission.APPLICATION_EDIT)
def correct_city(commission: str) -> ResponseReturnValue:
    """Keep the corrections; or look a name up, take it over, add rows for members."""
    place = city_here()
    form, rows = OwnCityForm(), _sent_rows()
    with reading() as work:
        city = city_itself(work, place.city_id)
        country = country_of(work, place.commission_id)
    if "look" in request.form:
        return _page(form, city, rows, form.suggestions(country, place.space.languages))
    if "choose" in request.form:
        form.choose(country, request.form["choose"])
        return _page(form, city, rows)
    if "add" in request.form:
        return _page(form, city, rows, more=_SPARE_ROWS + 1)
    if not form.validate_on_submit() or form.proposes_latin_name():
        return _page(form, city, rows), 422
    try:
        with writing() as work:
            change_city(
                work,
                place.city_id,
                facts=form.city_facts(country),
                partners=_partners(rows),
                position=read_position(form.city_position.data or ""),
            )
    except (Invalid, Conflict) as error:
        form.add_error(error)
        return _page(form, city, rows), error.status
    flash(_("Saved. The next version you freeze carries it."), "ok")
    return redirect(url_for("city.own_city", commission=commission), 303)


@blueprint.get("/city/places")
@requires(Permission.APPLICATION_EDIT)
def places(commission: str) -> ResponseReturnValue:
    """Places whose name begins like what is being written: a part of the form."""
    place = city_here()
    with reading() as work:
        country = country_of(work, place.commission_id)
    found = suggestions_for(request.args.get("city_name", ""), country, place.space.languages)
    return fragment("accounts/_city_places.html", found=found)


def _page(
    form: OwnCityForm,
    city: City,
    rows: list[PartnerRow],
    found: Suggestions | None = None,
    *,
    more: int = _SPARE_ROWS,
) -> str:
    empty = max(more, _FIRST_ROWS - len(rows))
    shown = [*rows, *[PartnerRow()] * empty][:MOST_PARTNERS]
    return render_template(
        "applications/own_city.html",
        place=city_here(),
        city=city,
        form=form,
        found=found,
        rows=shown,
        kinds=[
            (kind.value, kind_name(kind)) for kind in CityKind if kind is not CityKind.CONSORTIUM
        ],
        is_consortium=form.city_kind.data == CityKind.CONSORTIUM,
        counted=population_of(city),
    )


def _rows_of(city: City) -> list[PartnerRow]:
    return [
        PartnerRow(
            partner.name,
            partner.kind,
            str(partner.population) if partner.population else "",
            partner.is_lead,
        )
        for partner in partners_of(city)
    ]


def _sent_rows() -> list[PartnerRow]:
    """Rows of the request that say anything; which one leads is the number of its row."""
    sent = request.form
    lead = sent.get("lead", "")
    columns = zip(
        sent.getlist("partner_name"),
        sent.getlist("partner_kind"),
        sent.getlist("partner_population"),
        strict=False,
    )
    rows = [
        PartnerRow(" ".join(name.split()), kind, population.strip(), lead == str(number))
        for number, (name, kind, population) in enumerate(columns, start=1)
    ]
    return [row for row in rows if row.name or row.population]


def _partners(rows: list[PartnerRow]) -> list[Partner]:
    return [Partner(row.name, _kind(row.kind), _people(row), row.is_lead) for row in rows]


def _kind(value: str) -> CityKind:
    try:
        return CityKind(value)
    except ValueError:
        return CityKind.MUNICIPALITY


def _people(row: PartnerRow) -> int | None:
    digits = "".join(sign for sign in row.population if sign.isalnum())
    if not digits:
        return None
    if not digits.isdecimal():
        raise Invalid(_("Write the population of %(name)s in digits.", name=row.name))
    return int(digits)
