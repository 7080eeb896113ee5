"""Where things lie on a printed page, and where they are then found on a picture of it.

Lengths in points, measured from the top left corner of the page as a reader sees it.
"""

from collections.abc import Mapping, Sequence

from portal.documents.codes_on_paper import DATAMATRIX_SIDE_MM, QR_SIDE_MM, Corners, Point

POINTS_PER_MM = 72 / 25.4
PAGE_WIDTH, PAGE_HEIGHT = 210 * POINTS_PER_MM, 297 * POINTS_PER_MM
_SIDE_MARGIN = 21 * POINTS_PER_MM
_QR_TOP, _DATAMATRIX_BOTTOM = 10 * POINTS_PER_MM, 9 * POINTS_PER_MM
QR_SIDE, DATAMATRIX_SIDE = QR_SIDE_MM * POINTS_PER_MM, DATAMATRIX_SIDE_MM * POINTS_PER_MM

Transform = tuple[float, float, float, float, float, float, float, float]
"""``a … h`` of ``x' = (ax + by + c) / (gx + hy + 1)``, ``y' = (dx + ey + f) / (gx + hy + 1)``."""


class NoTransformError(ValueError):
    """The points do not say how the page lies."""


def code_corners(*, is_rtl: bool) -> dict[bool, Corners]:
    """Corners of both codes on a page: True is the QR code, False the DataMatrix."""
    end = PAGE_WIDTH - _SIDE_MARGIN
    qr_left = _SIDE_MARGIN if is_rtl else end - QR_SIDE
    datamatrix_left = end - DATAMATRIX_SIDE if is_rtl else _SIDE_MARGIN
    datamatrix_top = PAGE_HEIGHT - _DATAMATRIX_BOTTOM - DATAMATRIX_SIDE
    return {
        True: _square(qr_left, _QR_TOP, QR_SIDE),
        False: _square(datamatrix_left, datamatrix_top, DATAMATRIX_SIDE),
    }


def page_transform(
    found: Mapping[bool, Corners], *, is_rtl: bool, box: tuple[float, float, float, float]
) -> Transform:
    """From a unit square, laid over ``box`` of the page, to a picture of that page.

    ``found`` are the corners of both codes on the picture. The transform goes from output to input,
    as Pillow wants it. Raises NoTransformError with one code only: it lies too far from the boxes.
    """
    if set(found) != {True, False}:
        raise NoTransformError("both codes are needed")
    left, top, right, bottom = box
    printed = code_corners(is_rtl=is_rtl)
    pairs = [
        (((x - left) / (right - left), (y - top) / (bottom - top)), seen)
        for is_qr, corners in found.items()
        for (x, y), seen in zip(printed[is_qr], corners, strict=True)
    ]
    return fitted(pairs)


def fitted(pairs: Sequence[tuple[Point, Point]]) -> Transform:
    """The transform that fits the pairs (from, to) best, by least squares.

    Raises NoTransformError if the points lie on a line or are too few.
    """
    rows: list[list[float]] = []
    for (x, y), (across, down) in pairs:
        rows.append([x, y, 1, 0, 0, 0, -across * x, -across * y, across])
        rows.append([0, 0, 0, x, y, 1, -down * x, -down * y, down])
    normal = [[sum(row[i] * row[j] for row in rows) for j in range(9)] for i in range(8)]
    a, b, c, d, e, f, g, h = _solved(normal)
    return (a, b, c, d, e, f, g, h)


def _solved(equations: list[list[float]]) -> list[float]:
    """Gauss's elimination with pivots; the last column is the right-hand side."""
    count = len(equations)
    for column in range(count):
        pivot = max(range(column, count), key=lambda row: abs(equations[row][column]))
        if abs(equations[pivot][column]) < 1e-9:
            raise NoTransformError("the points lie on a line")
        equations[column], equations[pivot] = equations[pivot], equations[column]
        head = equations[column]
        for row in range(count):
            if row != column:
                share = equations[row][column] / head[column]
                equations[row] = [
                    own - share * other for own, other in zip(equations[row], head, strict=True)
                ]
    return [equations[row][count] / equations[row][row] for row in range(count)]


def _square(left: float, top: float, side: float) -> Corners:
    return (
        (left, top),
        (left + side, top),
        (left + side, top + side),
        (left, top + side),
    )
