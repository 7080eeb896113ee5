"""Words for what is stored as a code about commissions and cities."""

from portal.commissions.models import CityKind, Region, Standing
from portal.core.i18n import gettext as _


def region_name(region: Region) -> str:
    """A programme region of UNESCO."""
    names: dict[Region, str] = {
        Region.AFRICA: _("Africa"),
        Region.ARAB_STATES: _("Arab States"),
        Region.ASIA_PACIFIC: _("Asia and the Pacific"),
        Region.EUROPE_NORTH_AMERICA: _("Europe and North America"),
        Region.LATIN_AMERICA_CARIBBEAN: _("Latin America and the Caribbean"),
    }
    return names[region]


def standing_name(standing: Standing) -> str:
    """A country's standing in UNESCO."""
    names: dict[Standing, str] = {
        Standing.MEMBER: _("Member State"),
        Standing.ASSOCIATE: _("Associate Member"),
    }
    return names[standing]


def kind_name(kind: CityKind) -> str:
    """What kind of administrative unit a city is."""
    names: dict[CityKind, str] = {
        CityKind.MUNICIPALITY: _("Municipality"),
        CityKind.DISTRICT: _("District"),
        CityKind.COMMUNE: _("Commune"),
        CityKind.COUNTY: _("County or province"),
        CityKind.TOWN_COUNCIL: _("Town council"),
        CityKind.CONSORTIUM: _("Consortium of municipalities"),
    }
    return names[kind]
