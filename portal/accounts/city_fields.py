"""What a form asks about a city: its name, what it is and where; with names to choose from.

Shared by whoever registers a city, enters it or corrects it. Shape only: services say what is true.
"""

from dataclasses import dataclass

from anyascii import anyascii
from wtforms import HiddenField, IntegerField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from portal.accounts.services.cities import LONGEST_CITY_NAME, CityFacts
from portal.commissions.gazetteer import Place, place_of, places_like
from portal.commissions.models import CityKind
from portal.commissions.words import kind_name
from portal.core.i18n import lazy_gettext as _l
from portal.web.forms import PortalForm


@dataclass(frozen=True)
class Suggestions:
    """Places offered for the name that was typed."""

    typed: str
    places: tuple[Place, ...]


class CityFieldsForm(PortalForm):
    """The fields about a city, and what its two extra buttons do."""

    city_name = StringField(
        _l("Name of the city"),
        description=_l("In its own script, exactly as it should stand on the certificate."),
        validators=[
            DataRequired(_l("Give the name of the city.")),
            Length(max=LONGEST_CITY_NAME),
        ],
    )
    city_place = HiddenField()
    city_latin_name = StringField(
        _l("Name in Latin letters"),
        description=_l("As on an international map. Left empty, we propose a spelling."),
        validators=[Length(max=LONGEST_CITY_NAME)],
        render_kw={"dir": "ltr"},
    )
    city_kind = SelectField(
        _l("What it is"),
        description=_l(
            "A consortium is several municipalities that apply together. Name its members and its"
            " lead as soon as the city is confirmed."
        ),
        validators=[InputRequired()],
    )
    city_subdivision = StringField(
        _l("Region or province"),
        description=_l("Tells it apart from cities of the same name."),
        validators=[Optional(), Length(max=LONGEST_CITY_NAME)],
    )
    city_population = IntegerField(
        _l("Population"),
        description=_l("People who live there. A proposal from the list can be corrected."),
        validators=[Optional()],
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.city_kind.choices = [SelectChoice(kind.value, kind_name(kind)) for kind in CityKind]

    def suggestions(self, country: str, languages: tuple[str, ...]) -> Suggestions:
        """Places of the country that begin like the name in the form."""
        return suggestions_for(self.city_name.data or "", country, languages)

    def choose(self, country: str, key: str) -> None:
        """Fill in what is known of the place that was chosen; what people wrote elsewhere stays."""
        place = place_of(country, key)
        if place is not None:
            self.take_place(place)

    def take_place(self, place: Place) -> None:
        """Fill in what is known of a place."""
        self.city_place.data = place.key
        self.city_name.data = place.name
        self.city_latin_name.data = place.latin_name
        self.city_subdivision.data = place.subdivision
        self.city_population.data = place.population
        self.city_population.raw_data = None

    def proposes_latin_name(self) -> bool:
        """Whether the Latin name was empty: a spelling now stands in its field, to be confirmed."""
        if (self.city_latin_name.data or "").strip():
            return False
        proposal = " ".join(anyascii(self.city_name.data or "").split())
        self.city_latin_name.data = proposal[:LONGEST_CITY_NAME].title()
        self.city_latin_name.errors = [
            _l("We propose this spelling. Correct it if needed, then send once more.")
            if proposal
            else _l("Give the name of the city in Latin letters.")
        ]
        return True

    def city_facts(self, country: str) -> CityFacts:
        """What the form says of the city."""
        key = str(self.city_place.data or "")
        place = place_of(country, key) if key else None
        return CityFacts(
            name=self.city_name.data,
            latin_name=self.city_latin_name.data,
            kind=CityKind(self.city_kind.data),
            subdivision=self.city_subdivision.data or "",
            population=self.city_population.data,
            place_id=place.id if place and _still_names(place, self) else None,
        )


def suggestions_for(typed: str, country: str, languages: tuple[str, ...]) -> Suggestions:
    """Places of the country that begin like the text."""
    typed = typed.strip()[:LONGEST_CITY_NAME]
    return Suggestions(typed, places_like(country, typed, languages=languages))


def _still_names(place: Place, form: CityFieldsForm) -> bool:
    """Whether the form still speaks of the place that was chosen, in one of its names."""
    written = {form.city_name.data, form.city_latin_name.data}
    return bool(written & {place.name, place.latin_name, *place.spellings})
