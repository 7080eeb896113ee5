"""A line over time as numbers for an SVG: the template only writes them down.

Time runs with the direction of reading, so a right-to-left page gets a mirrored chart.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 560, 200
_START, _END, _TOP, _BOTTOM = 34, 44, 14, 30
_STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000)
_LABELS_AT_MOST = 7
_LINES_AT_MOST = 5


@dataclass(frozen=True)
class Reading:
    """A value at a time, and the words for the time: in the table, and shorter on the axis."""

    label: str
    short_label: str
    value: float


@dataclass(frozen=True)
class Tick:
    """A line across the chart, or a word on the time axis."""

    position: float
    value: float = 0
    label: str = ""
    is_spare: bool = False
    """Left out on phones."""


@dataclass(frozen=True)
class LineChart:
    """Everything the macro ``charts.line`` draws."""

    readings: tuple[Reading, ...]
    points: str
    area: str
    lines: tuple[Tick, ...]
    times: tuple[Tick, ...]
    x_start: float
    x_end: float
    last_x: float
    last_y: float
    target: Tick | None
    is_mirrored: bool
    view_box: str = f"0 0 {WIDTH} {HEIGHT}"
    base: float = HEIGHT - 6


def line_chart(
    readings: Sequence[Reading], *, direction: str = "ltr", target: float | None = None
) -> LineChart:
    """The chart of at least one reading, oldest first, from zero upwards."""
    if not readings:
        raise ValueError("a line needs at least one reading")
    is_mirrored = direction == "rtl"
    step, top = _scale(max([*(reading.value for reading in readings), target or 0]))

    def across(x: float) -> float:
        return round(WIDTH - x if is_mirrored else x, 1)

    def x_of(index: int) -> float:
        span = WIDTH - _START - _END
        return across(_START + span * index / max(len(readings) - 1, 1))

    def y_of(value: float) -> float:
        return round(_TOP + (HEIGHT - _TOP - _BOTTOM) * (1 - value / top), 1)

    places = [(x_of(index), y_of(reading.value)) for index, reading in enumerate(readings)]
    points = " ".join(f"{x},{y}" for x, y in places)
    last_x, last_y = places[-1]
    every = math.ceil(len(readings) / _LABELS_AT_MOST)
    return LineChart(
        readings=tuple(readings),
        points=points,
        area=f"{places[0][0]},{y_of(0)} {points} {last_x},{y_of(0)}",
        lines=tuple(Tick(y_of(value), value) for value in range(0, top + 1, step)),
        times=tuple(
            Tick(x_of(index), label=readings[index].short_label, is_spare=index % (2 * every) != 0)
            for index in range(0, len(readings), every)
        ),
        x_start=across(_START),
        x_end=across(WIDTH - _END),
        last_x=last_x,
        last_y=last_y,
        target=Tick(y_of(target), target) if target is not None else None,
        is_mirrored=is_mirrored,
    )


def _scale(largest: float) -> tuple[int, int]:
    """A round step between lines, and the value of the topmost one."""
    step = next((step for step in _STEPS if largest <= step * (_LINES_AT_MOST - 1)), _STEPS[-1])
    step = max(step, step * math.ceil(largest / (_STEPS[-1] * (_LINES_AT_MOST - 1))))
    return step, step * max(1, math.ceil(largest / step))
