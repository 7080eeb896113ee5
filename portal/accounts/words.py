"""Words for roles and kinds of city, as people read them."""

from portal.accounts.roles import Role
from portal.commissions.models import CityKind
from portal.core.i18n import lazy_gettext as _l

ROLE_NAMES: dict[str, object] = {
    Role.DELEGATE: _l("Delegate"),
    Role.OFFICER: _l("Officer"),
    Role.SIGNATORY: _l("Signatory"),
    Role.COORDINATOR: _l("Coordinator"),
}
KIND_NAMES: dict[str, object] = {
    CityKind.MUNICIPALITY: _l("Municipality"),
    CityKind.DISTRICT: _l("District"),
    CityKind.COMMUNE: _l("Commune"),
    CityKind.COUNTY: _l("County"),
    CityKind.TOWN_COUNCIL: _l("Town council"),
    CityKind.CONSORTIUM: _l("Consortium of several authorities"),
}
