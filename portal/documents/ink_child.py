"""Runs as a program of its own: how much ink is in some boxes of a picture of a page."""

import io
import json
from typing import Any

from portal.core.confinement import serve_confined

_WIDTH_PX, _HEIGHT_PX = 200, 120
_EDGE = 0.07
"""Of each side, left out: there the box's own frame is drawn."""
_PAPER_PX = 15
_DARKER = 0.8


def measure(data: bytes, arguments: dict[str, Any]) -> bytes:
    """JSON: the share of dark points in each of ``arguments["frames"]``, by name."""
    from PIL import Image

    picture: Any = Image.open(io.BytesIO(data), formats=["JPEG"])
    picture = picture.convert("RGB")
    shares = {name: _ink(picture, frame) for name, frame in arguments["frames"].items()}
    return json.dumps(shares).encode()


def _ink(picture: Any, frame: list[float]) -> float:
    from PIL import Image, ImageChops, ImageFilter

    looked_at = picture.transform(
        (_WIDTH_PX, _HEIGHT_PX),
        Image.Transform.PERSPECTIVE,
        _of_pixels(frame),
        Image.Resampling.BICUBIC,
        fillcolor="white",
    )
    red, green, blue = looked_at.split()
    darkest = ImageChops.darker(red, ImageChops.darker(green, blue))
    paper = darkest.filter(ImageFilter.MaxFilter(_PAPER_PX)).filter(ImageFilter.GaussianBlur(8))
    points = zip(darkest.tobytes(), paper.tobytes(), strict=True)
    dark = sum(point < ground * _DARKER - 6 for point, ground in points)
    return round(float(dark / (_WIDTH_PX * _HEIGHT_PX)), 4)


def _of_pixels(frame: list[float]) -> tuple[float, ...]:
    """The transform of the unit square as one of the pixels of its inner part."""
    a, b, c, d, e, f, g, h = frame
    across, along = (1 - 2 * _EDGE) / _WIDTH_PX, (1 - 2 * _EDGE) / _HEIGHT_PX
    rows = [(a, b, c), (d, e, f), (g, h, 1.0)]
    moved = [
        (first * across, second * along, first * _EDGE + second * _EDGE + third)
        for first, second, third in rows
    ]
    scale = moved[2][2]
    flat = [value / scale for row in moved for value in row]
    return tuple(flat[:8])


if __name__ == "__main__":
    serve_confined(measure)
