"""Which way up a page is, by its codes; pictures turned by quarters.

Imported by confined children too: no import of the application.
"""

import math
from collections.abc import Iterable

from PIL import Image

from portal.documents.codes_on_paper import PaperCode

_WAYS = (None, Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_270)


def quarter_turns(codes: Iterable[PaperCode]) -> int:
    """By how many quarters to turn the picture to the left so that it stands upright."""
    for code in sorted(codes, key=lambda code: not code.is_qr):
        (left, top), (right, beside) = code.corners[0], code.corners[1]
        return round(math.atan2(beside - top, right - left) / (math.pi / 2)) % 4
    return 0


def turned(picture: Image.Image, turns: int) -> Image.Image:
    """The picture turned to the left by quarters; itself for none."""
    way = _WAYS[turns % 4]
    return picture if way is None else picture.transpose(way)
