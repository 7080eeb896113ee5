"""The child process of logos: opens the hostile picture and paints it anew.

Never imports the application, and nothing from the file leaves it except pixels.
"""

import io
import json
import tempfile
import warnings
from pathlib import Path
from typing import Any

from portal.core.confinement import serve_confined

_SIDE_PX = 900
_SVG_DOTS_PER_INCH = 300
_SVG_PAGE = (
    '#set page(width: auto, height: auto, margin: 0pt, fill: none)\n#image("logo.svg", width: 75mm)'
)


def paint(data: bytes, arguments: dict[str, Any]) -> bytes:
    """A line of JSON with the size or the refusal, then the PNG."""
    from PIL import Image, UnidentifiedImageError

    limit = int(arguments["megapixels"])
    Image.MAX_IMAGE_PIXELS = limit * 1_000_000
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    try:
        opened = Image.open(
            io.BytesIO(_from_svg(data) if arguments["is_svg"] else data), formats=("PNG", "JPEG")
        )
        image = opened.convert("RGBA")
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        return _refusal("too_many_pixels", megapixels=f"> {limit}", limit=limit)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, RuntimeError):
        return _refusal("broken")
    box = image.getchannel("A").getbbox()
    if box is None:
        return _refusal("blank")
    image = image.crop(box)
    image.thumbnail((_SIDE_PX, _SIDE_PX), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    bare = Image.frombytes("RGBA", image.size, image.tobytes())  # without any metadata
    bare.save(out, "PNG", optimize=True)
    header = json.dumps({"width": bare.width, "height": bare.height}).encode()
    return header + b"\n" + out.getvalue()


def _from_svg(data: bytes) -> bytes:
    """The picture alone on a transparent page: typst reads no file but this one and no network."""
    import typst

    with tempfile.TemporaryDirectory(prefix="logo-") as folder:
        root = Path(folder)
        (root / "logo.svg").write_bytes(data)
        (root / "page.typ").write_text(_SVG_PAGE)
        pages = typst.compile(
            str(root / "page.typ"),
            root=folder,
            font_paths=typst.Fonts(include_system_fonts=False, include_embedded_fonts=False),
            format="png",
            ppi=_SVG_DOTS_PER_INCH,
        )
    return bytes(pages if isinstance(pages, bytes) else pages[0])


def _refusal(reason: str, **parameters: object) -> bytes:
    return json.dumps({"refusal": reason, "parameters": parameters}).encode() + b"\n"


if __name__ == "__main__":
    serve_confined(paint)
