"""What scanners and phones do to a page: drawn by us with Pillow, the same for the same seed."""

import io
import itertools
import math
import random
from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image, ImageChops, ImageDraw, ImageFilter

INKS = ((40, 70, 190), (205, 40, 50), (130, 50, 170))
"""Blue, red, violet."""
DESK = (92, 84, 76)
_GRID = 20


@dataclass(frozen=True)
class Camera:
    """How a page was taken. Lengths are shares of the page's width."""

    long_side_px: int
    quality: int = 75
    turn_degrees: float = 3
    """At most so much to either side."""
    perspective: float = 0
    curl: float = 0
    blur_px: float = 0
    darkest: float = 1
    """Brightness where the shadow is deepest."""
    noise: float = 0
    is_photo: bool = False


CAMERAS = {
    "scan 300 dpi": Camera(3508, 80),
    "scan 200 dpi": Camera(2339, 75),
    "scan 150 dpi, JPEG 50": Camera(1754, 50, noise=0.04),
    "scan 100 dpi, JPEG 60": Camera(1169, 60),
    "photograph 3000 px": Camera(3000, 80, 180, 0.05, 0.008, 1.4, 0.55, 0.03, is_photo=True),
    "photograph 2400 px": Camera(2400, 75, 25, 0.06, 0.010, 1.2, 0.5, 0.03, is_photo=True),
    "photograph 1600 px": Camera(1800, 65, 25, 0.06, 0.010, 0.9, 0.5, 0.03, is_photo=True),
    "by messenger 1600 px, JPEG 50": Camera(
        1600, 50, 15, 0.05, 0.010, 0.7, 0.5, 0.02, is_photo=True
    ),
}


def taken(page: Image.Image, camera: Camera, chance: random.Random) -> bytes:
    """The page as this camera takes it: JPEG."""
    picture = _laid_down(page, camera, chance)
    if camera.blur_px:
        picture = picture.filter(ImageFilter.GaussianBlur(camera.blur_px * chance.uniform(0.6, 1)))
    if camera.darkest < 1:
        picture = ImageChops.multiply(picture, _shadow(picture.size, camera.darkest, chance))
    if camera.noise:
        grain = Image.frombytes(
            "L", picture.size, chance.randbytes(picture.width * picture.height)
        ).convert("RGB")
        picture = Image.blend(picture, grain, camera.noise)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=camera.quality)
    return out.getvalue()


def stamped(page: Image.Image, at: tuple[int, int], radius: int, chance: random.Random) -> None:
    """Put a round stamp in coloured ink on the page, letting through what is beneath."""
    layer = Image.new("RGB", page.size, "white")
    draw, ink = ImageDraw.Draw(layer), chance.choice(INKS)
    for share, width in ((1.0, 0.09), (0.7, 0.045)):
        reach = int(radius * share)
        edges = (at[0] - reach, at[1] - reach, at[0] + reach, at[1] + reach)
        draw.ellipse(edges, outline=ink, width=max(2, int(radius * width)))
    draw.line((at[0] - radius // 2, at[1], at[0] + radius // 2, at[1] + 9), fill=ink, width=8)
    page.paste(ImageChops.multiply(page, layer))


def signed(
    page: Image.Image, box: tuple[float, float, float, float], chance: random.Random
) -> None:
    """Write a signature with a pen into a box of the page."""
    left, top, right, bottom = box
    points = [
        (
            left + (right - left) * (0.1 + 0.8 * step / 50),
            (top + bottom) / 2 + (bottom - top) * 0.24 * math.sin(step / 2.2) + chance.gauss(0, 4),
        )
        for step in range(51)
    ]
    ImageDraw.Draw(page).line(points, fill=(25, 30, 90), width=max(3, page.width // 500))


def _laid_down(page: Image.Image, camera: Camera, chance: random.Random) -> Image.Image:
    """Turned, seen aslant and curled, on a desk; scaled to the camera's long side."""
    turn = math.radians(chance.uniform(-camera.turn_degrees, camera.turn_degrees))
    shrunk = camera.long_side_px / page.height
    width, height = page.width * shrunk, page.height * shrunk
    cosine, sine = abs(math.cos(turn)), abs(math.sin(turn))
    margin = 1.08 if camera.is_photo else 1.0
    across, along = width * cosine + height * sine, width * sine + height * cosine
    fit = camera.long_side_px / max(across, along) / margin if camera.is_photo else 1.0
    size = (int(across * fit * margin), int(along * fit * margin))
    skew = [chance.uniform(-camera.perspective, camera.perspective) for _ in range(2)]
    wave, phase = camera.curl * page.width, chance.uniform(0, 2 * math.pi)

    def source(x: float, y: float) -> tuple[float, float]:
        right, down = (x - size[0] / 2) / fit / shrunk, (y - size[1] / 2) / fit / shrunk
        depth = 1 + skew[0] * right / page.width + skew[1] * down / page.height
        right, down = right / depth, down / depth
        across = right * math.cos(turn) + down * math.sin(turn) + page.width / 2
        along = -right * math.sin(turn) + down * math.cos(turn) + page.height / 2
        return across, along + wave * math.sin(2 * math.pi * across / page.width + phase)

    return _warped(page, size, source, DESK if camera.is_photo else (255, 255, 255))


def _warped(
    page: Image.Image,
    size: tuple[int, int],
    source: Callable[[float, float], tuple[float, float]],
    ground: tuple[int, int, int],
) -> Image.Image:
    """The picture whose points come from ``source``, piece by piece of a fine grid."""
    edge = 400
    framed = Image.new("RGB", (page.width + 2 * edge, page.height + 2 * edge), ground)
    framed.paste(page, (edge, edge))
    reduced = 1.0
    mesh = []
    columns = [size[0] * step // _GRID for step in range(_GRID + 1)]
    rows = [size[1] * step // _GRID for step in range(_GRID + 1)]
    corners = {(x, y): source(x, y) for x in columns for y in rows}
    length = math.dist(corners[columns[9], rows[9]], corners[columns[10], rows[9]])
    step = length / max(1, columns[10] - columns[9])
    if step > 1.3:  # a lens averages; sampling alone would leave out lines
        reduced = 1 / step
        framed = framed.resize(
            (int(framed.width * reduced), int(framed.height * reduced)), Image.Resampling.LANCZOS
        )
    for left, right in itertools.pairwise(columns):
        for top, bottom in itertools.pairwise(rows):
            quad: list[float] = []
            for corner in ((left, top), (left, bottom), (right, bottom), (right, top)):
                x, y = corners[corner]
                quad += [(x + edge) * reduced, (y + edge) * reduced]
            mesh.append(((left, top, right, bottom), tuple(quad)))
    return framed.transform(
        size, Image.Transform.MESH, mesh, Image.Resampling.BICUBIC, fillcolor=ground
    )


def _shadow(size: tuple[int, int], darkest: float, chance: random.Random) -> Image.Image:
    """Light from one side, and the edge of the photographer's own shadow."""
    ramp = Image.linear_gradient("L").rotate(chance.choice((0, 90, 180, 270)))
    light = ramp.resize(size, Image.Resampling.BILINEAR).point(
        lambda value: int(255 * (darkest + (1 - darkest) * value / 255))
    )
    cast = Image.new("L", (64, 64), 255)
    x = chance.randrange(10, 50)
    ImageDraw.Draw(cast).polygon([(0, 0), (x, 0), (x // 2, 64), (0, 64)], fill=200)
    cast = cast.resize(size, Image.Resampling.BICUBIC)
    shade = ImageChops.multiply(light, cast)
    return Image.merge("RGB", (shade, shade, shade.point(lambda value: value * 24 // 25)))
