"""The files of a form filled in by hand: which page is which, and their order.

Pure. Printed pages carry a code with their number; others follow the page that was sent before.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from portal.applications.services.attaching import ExaminedFile

MOST_FILES = 20


@dataclass(frozen=True)
class FormFile:
    """One file as it was received, and the printed number of each of its pages."""

    file: ExaminedFile
    numbers: tuple[int | None, ...] = ()
    """None where no code was read."""


@dataclass(frozen=True)
class ReceivedForm:
    """A form filled in by hand: its files and its pages in order."""

    files: tuple[ExaminedFile, ...]
    shown_pages: tuple[bytes, ...]
    missing: tuple[int, ...] = ()
    """Numbers of pages before the last one read that nobody sent."""
    doubled: tuple[int, ...] = ()
    """Numbers of pages that came more than once."""


def received_form(sent: Sequence[FormFile]) -> ReceivedForm:
    """Files in any order, by the numbers on their pages; without numbers as they were sent."""
    pages: list[tuple[int, int, bytes]] = []
    before = 0
    for one in sent:
        numbers = one.numbers or (None,) * len(one.file.shown_pages)
        for shown, number in zip(one.file.shown_pages, numbers, strict=True):
            before = number or before
            pages.append((before, len(pages), shown))
    counted = Counter(number for one in sent for number in one.numbers if number)
    places = {id(one): min(filter(None, one.numbers), default=0) for one in sent}
    return ReceivedForm(
        files=tuple(one.file for one in sorted(sent, key=lambda one: places[id(one)])),
        shown_pages=tuple(shown for _number, _place, shown in sorted(pages, key=lambda p: p[:2])),
        missing=tuple(page for page in range(1, max(counted, default=0)) if page not in counted),
        doubled=tuple(sorted(page for page, times in counted.items() if times > 1)),
    )
