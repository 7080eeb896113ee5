"""The desk's words for the parts of the portal in which sentences are found."""

from portal.core.i18n import gettext as _

PLACES: dict[str, frozenset[str]] = {
    "mails": frozenset({"notifications"}),
    "city": frozenset({"applications"}),
    "desk": frozenset({"desk", "letters"}),
    "public": frozenset({"public", "members", "verification"}),
    "account": frozenset({"accounts"}),
    "everywhere": frozenset({"web", "core", "commissions", "calls", "documents", "history"}),
}
"""Parts as an officer knows them, and the features each is made of."""


def place_name(place: str) -> str:
    """A part in a few words."""
    names = {
        "mails": _("Mails"),
        "city": _("Pages of cities and mayors"),
        "desk": _("The desk"),
        "public": _("Public pages"),
        "account": _("Signing in and accounts"),
        "everywhere": _("Everywhere"),
    }
    return names[place]
