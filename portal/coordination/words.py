"""Words of the dashboard: stages, segments, ages. Codes are stored, words are shown."""

from portal.applications.workflow import State
from portal.calls.models import CallMode
from portal.coordination.commission_list import Closing, SetUp
from portal.coordination.commission_table import Show
from portal.core.i18n import gettext as _
from portal.documents.models import DocumentKind
from portal.signing.models import Method, Part


def mode_name(mode: CallMode) -> str:
    """How a call ends."""
    names: dict[CallMode, str] = {
        CallMode.REGISTRATION: _("Registration: complete and endorsed means member"),
        CallMode.JURY: _("Jury: complete and endorsed means candidate"),
    }
    return names[mode]


def stage_names() -> dict[str, str]:
    """Stages of the funnel, in order."""
    return {
        "started": _("Started"),
        "submitted": _("Submitted"),
        "endorsed": _("Endorsed"),
        "forwarded": _("Forwarded"),
        "member": _("Member"),
    }


def bar_names() -> tuple[str, ...]:
    """Segments of a commission's bar, in the order of their colours."""
    return (
        _("Submitted"),
        _("Question from the Coordination Team"),
        _("Completion requested"),
        _("Ready to sign"),
        _("Endorsed and beyond"),
    )


def age_names() -> tuple[str, ...]:
    """Ages of what a commission holds."""
    return (_("up to 7 days"), _("8 to 14 days"), _("15 to 30 days"), _("over 30 days"))


def held_names() -> dict[State, str]:
    """States in which a commission holds an application, as rows of the chart of ages."""
    return {
        State.SUBMITTED: _("To check and decide"),
        State.APPROVED: _("Ready to sign"),
        State.ENDORSED: _("To forward"),
        State.INCOMPLETE: _("To answer"),
    }


def show_names() -> dict[Show, str]:
    """Choices of the table's filter."""
    return {
        Show.ALL: _("All commissions"),
        Show.TAKING_PART: _("Taking part in this call"),
        Show.SILENT: _("Silent: no application begun"),
        Show.WAITING: _("Waiting over 30 days"),
    }


def spans(histogram: tuple[int, ...]) -> tuple[tuple[str, int], ...]:
    """The histogram of days to endorse in a few spans: words and count."""
    limits = (
        (_("up to 7 days"), 0, 7),
        (_("8 to 14 days"), 8, 14),
        (_("15 to 30 days"), 15, 30),
        (_("31 to 60 days"), 31, 60),
        (_("61 to 119 days"), 61, 119),
        (_("120 days and more"), 120, 120),
    )
    return tuple((words, sum(histogram[first : last + 1])) for words, first, last in limits)


def document_name(kind: DocumentKind) -> str:
    """A file of a dossier, as a title."""
    names: dict[DocumentKind, str] = {
        DocumentKind.PRINT: _("Application, before signing"),
        DocumentKind.SIGNED: _("Application, signed by the mayor"),
        DocumentKind.SCAN: _("Scan of the signed print"),
        DocumentKind.ATTACHMENT: _("Attachment"),
        DocumentKind.RECEIPT: _("Receipt"),
        DocumentKind.ENDORSED: _("Application with both signatures"),
        DocumentKind.SEALED: _("Application with both signatures, sealed for decades"),
        DocumentKind.DOSSIER: _("Whole dossier (ZIP)"),
        DocumentKind.LETTER: _("Endorsement letter"),
        DocumentKind.CERTIFICATE: _("Certificate of membership"),
        DocumentKind.STAMP: _("Official stamp"),
        DocumentKind.MANDATE: _("Mandate of who signed for the mayor"),
    }
    return names[kind]


def part_name(part: Part) -> str:
    """Whose signature it is."""
    names: dict[Part, str] = {
        Part.MAYOR: _("Part 1: the mayor"),
        Part.COMMISSION: _("Part 2: the National Commission"),
    }
    return names[part]


def method_name(method: Method) -> str:
    """How somebody signed."""
    names: dict[Method, str] = {
        Method.ELECTRONIC: _("On screen"),
        Method.PAPER: _("On paper, attested with a scan"),
    }
    return names[method]


def set_up_name(set_up: SetUp) -> str:
    """How far a commission's space is."""
    names: dict[SetUp, str] = {
        SetUp.NOBODY: _("Nobody invited yet"),
        SetUp.INVITED: _("First officer invited"),
        SetUp.PEOPLE: _("Being set up"),
        SetUp.OPEN: _("Open for cities"),
    }
    return names[set_up]


def closing_name(closing: Closing) -> str:
    """Whether a space has an end."""
    names: dict[Closing, str] = {
        Closing.CLOSING: _("Closing on a date"),
        Closing.CLOSED: _("Closed, read only"),
    }
    return names[closing]
