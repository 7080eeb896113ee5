"""Words of the register."""

from portal.core.i18n import gettext as _
from portal.members.models import MemberStatus


def status_name(status: MemberStatus) -> str:
    """A member's status."""
    names: dict[MemberStatus, str] = {
        MemberStatus.ACTIVE: _("Active"),
        MemberStatus.INACTIVE: _("Inactive"),
        MemberStatus.LEFT: _("Left the network"),
        MemberStatus.REMOVED: _("Removed"),
    }
    return names[status]
