"""The receipt: what a city can prove it sent, and what happens next."""

from dataclasses import asdict, dataclass
from datetime import datetime

from portal.core.press import at_press
from portal.documents.codes_on_paper import qr_svg
from portal.documents.form_values import Label
from portal.documents.typesetting import PLAIN_ARCHIVE, typeset


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """One fact: a label and its value, in words."""

    label: Label
    value: str
    is_code: bool = False
    """Digests and addresses are set in small Latin letters, left to right."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """The receipt of one submission; every text is translated, the time carries its zone."""

    language: str
    direction: str
    official_language: str
    title: Label
    commission_name: Label
    letterhead: tuple[str, ...]
    network_name: Label
    statement: Label
    """``We received the application of …``"""
    lines: tuple[ReceiptLine, ...]
    """Reference, received at, sent by, digest, …"""
    next_heading: Label
    next_steps: tuple[Label, ...]
    verify_hint: Label
    verification_address: str
    received_at: datetime
    watermark: str | None = None


@at_press
def render_receipt(receipt: Receipt) -> bytes:
    """The receipt as PDF/A and PDF/UA. Same input, same bytes."""
    values = asdict(receipt)
    del values["received_at"]
    values["official"] = receipt.official_language
    values["qr"] = qr_svg(receipt.verification_address)
    result = typeset(
        "receipt.typ",
        values,
        language=receipt.language,
        direction=receipt.direction,
        at=receipt.received_at,
        standards=PLAIN_ARCHIVE,
    )
    return result.pdf
