"""The application in three lines, for a mayor who has three minutes. Pure."""

from collections.abc import Sequence

from portal.calls.queries import GuidingText
from portal.core.i18n import gettext as _
from portal.core.i18n import joined, ngettext

NAMED_DOCUMENTS = ("beijing-declaration", "key-features")
"""What every member city adopts; further documents of a call are counted."""


def summary(
    *,
    city: str,
    call: str,
    commission: str,
    prepared_by: str,
    documents: Sequence[GuidingText],
    language: str,
) -> tuple[tuple[str, str], ...]:
    """What the city asks, what it commits to, what happens next; each with its short title."""
    return (
        (
            _("What your city asks"),
            _(
                "%(city)s asks to join the UNESCO Global Network of Learning Cities, in the call"
                " “%(call)s”.",
                city=city,
                call=call,
            ),
        ),
        (_("What it commits to"), _commitment(documents, language)),
        (
            _("What happens next"),
            _(
                "After your signature %(person)s submits the application to %(commission)s, which"
                " checks and endorses it; then the Coordination Team registers your city as a"
                " member. You need not do anything more.",
                person=prepared_by,
                commission=commission,
            ),
        ),
    )


def _commitment(documents: Sequence[GuidingText], language: str) -> str:
    named = [
        f"{document.title(language)} ({document.version})"
        for document in documents
        if document.id in NAMED_DOCUMENTS
    ]
    if not named:
        return _("It takes on the pledge that stands in the application.")
    others = len(documents) - len(named)
    if not others:
        return _("It adopts and puts into practice: %(documents)s.", documents=joined(named))
    return ngettext(
        "It adopts and puts into practice: %(documents)s, and %(num)s further document of the"
        " network named in the application.",
        "It adopts and puts into practice: %(documents)s, and %(num)s further documents of the"
        " network named in the application.",
        others,
        documents=joined(named),
    )
