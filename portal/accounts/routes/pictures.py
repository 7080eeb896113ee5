"""The square code a phone reads, as an inline SVG without any style."""

import segno
from markupsafe import Markup


def qr_of(text: str) -> Markup:
    """An SVG to put into a page: dark squares on white, with the quiet zone codes need.

    The text becomes squares; none of it stands in the markup.
    """
    drawn: str = segno.make(text, error="m", micro=False).svg_inline(
        scale=1, border=4, dark="#17212e", light="#fff", omitsize=True, svgclass="qr"
    )
    return Markup(drawn)  # noqa: S704 - drawn by us from squares
