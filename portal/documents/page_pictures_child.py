"""Runs as a program of its own: paints one page of a PDF. Reads nothing but its input."""

import io
from typing import Any

from portal.core.confinement import serve_confined

JPEG_QUALITY = 82


def paint(data: bytes, arguments: dict[str, Any]) -> bytes:
    """The page ``arguments["page"]``, counted from 1, ``arguments["width"]`` wide, as JPEG."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    document.init_forms()
    page = document[arguments["page"] - 1]
    bitmap = page.render(scale=arguments["width"] / max(page.get_width(), 1), may_draw_forms=True)
    out = io.BytesIO()
    bitmap.to_pil().convert("RGB").save(out, "JPEG", quality=JPEG_QUALITY, optimize=True)
    return out.getvalue()


if __name__ == "__main__":
    serve_confined(paint)
