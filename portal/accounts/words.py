"""Words for roles, as people read them."""

from portal.accounts.roles import Role
from portal.core.i18n import lazy_gettext as _l

ROLE_NAMES: dict[str, object] = {
    Role.DELEGATE: _l("Delegate"),
    Role.EDITOR: _l("Editor"),
    Role.READER: _l("Reader"),
    Role.OFFICER: _l("Officer"),
    Role.SIGNATORY: _l("Signatory"),
    Role.JUROR: _l("Juror"),
    Role.COORDINATOR: _l("Coordinator"),
}
CITY_ROLE_HINTS: dict[str, object] = {
    Role.DELEGATE: _l(
        "May do everything: write, freeze, ask the mayor to sign, submit, invite and end access."
    ),
    Role.EDITOR: _l("Writes answers, documents, comments and messages. Does not freeze or submit."),
    Role.READER: _l("Reads everything of the city, changes nothing."),
}
"""What somebody in a city's team may do, in words."""
