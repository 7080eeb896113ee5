"""Words for roles, as people read them."""

from portal.accounts.roles import Role
from portal.core.i18n import lazy_gettext as _l

ROLE_NAMES: dict[str, object] = {
    Role.DELEGATE: _l("Delegate"),
    Role.OFFICER: _l("Officer"),
    Role.SIGNATORY: _l("Signatory"),
    Role.COORDINATOR: _l("Coordinator"),
}
