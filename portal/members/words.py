"""Words of the register."""

from portal.commissions.consortium import Partner
from portal.core.i18n import gettext as _
from portal.core.i18n import joined
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


def consortium_line(partners: tuple[Partner, ...]) -> str:
    """Who a consortium is, in one line; its lead stands first."""
    lead, *others = partners
    if not others:
        return _("Consortium led by %(lead)s", lead=lead.name)
    return _(
        "Consortium of %(lead)s (lead), %(others)s",
        lead=lead.name,
        others=joined([partner.name for partner in others]),
    )
