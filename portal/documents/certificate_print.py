"""The certificate of membership: one page for the wall, with a place for the network's seal."""

import io
from dataclasses import asdict, dataclass
from datetime import datetime

from portal.core.press import at_press
from portal.documents.codes_on_paper import qr_svg
from portal.documents.form_values import Label
from portal.documents.typesetting import PLAIN_ARCHIVE, typeset

SEAL_FIELD = "sig-network"
SEAL_TIMESTAMP_FIELD = "ts-1"
SEAL_WIDTH, SEAL_HEIGHT = 300.0, 100.0
"""Size in points of the field of the seal; the template reserves as much."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate; every text is translated, the day is in words."""

    language: str
    direction: str
    official_language: str
    title: Label
    network: Label
    statement: Label
    """``is a member of the network``, below the name."""
    city: str
    """Exact name in its own script."""
    city_latin: str
    """In Latin letters; shown where it is another text."""
    country: Label
    admitted: Label
    """``Admitted on …``"""
    endorsed: Label
    """``Endorsed by …``"""
    seal_label: str
    """What the field is, for a screen reader."""
    verify_hint: Label
    verification_address: str
    code: str
    reference: str
    made_at: datetime


@at_press
def render_certificate(certificate: Certificate) -> bytes:
    """The certificate as PDF/A and PDF/UA with an empty field for the seal."""
    import pikepdf

    from portal.documents.signature_boxes import lay_out_fields

    values = asdict(certificate)
    del values["made_at"]
    values["official"] = certificate.official_language
    values["qr"] = qr_svg(certificate.verification_address)
    values["seal_field"] = SEAL_FIELD
    values["seal_width"], values["seal_height"] = SEAL_WIDTH, SEAL_HEIGHT
    result = typeset(
        "certificate.typ",
        values,
        language=certificate.language,
        direction=certificate.direction,
        at=certificate.made_at,
        standards=PLAIN_ARCHIVE,
    )
    with pikepdf.open(io.BytesIO(result.pdf)) as pdf:
        lay_out_fields(
            pdf, {SEAL_FIELD: certificate.seal_label}, timestamps=(SEAL_TIMESTAMP_FIELD,)
        )
        out = io.BytesIO()
        pdf.save(
            out,
            deterministic_id=True,
            linearize=False,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )
    return out.getvalue()
