"""Runs as a program of its own: a picture of a page turned by quarters, and small as well."""

import io
from typing import Any

from portal.core.confinement import serve_confined

THUMBNAIL_SIDE_PX = 420
JPEG_QUALITY = 80


def turn(data: bytes, arguments: dict[str, Any]) -> bytes:
    """Length of the page, the page, its thumbnail; both JPEG."""
    from PIL import Image

    from portal.documents.turning import turned

    picture: Any = Image.open(io.BytesIO(data), formats=["JPEG"])
    picture = turned(picture.convert("RGB"), arguments["turns"])
    page = _jpeg(picture)
    picture.thumbnail((THUMBNAIL_SIDE_PX, THUMBNAIL_SIDE_PX))
    return len(page).to_bytes(4, "big") + page + _jpeg(picture)


def _jpeg(picture: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=JPEG_QUALITY, optimize=True)
    return out.getvalue()


if __name__ == "__main__":
    serve_confined(turn)
