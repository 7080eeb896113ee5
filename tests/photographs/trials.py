"""Trials with photographs of a print: is each page recognised, and nothing taken for another?"""

import io
import random
import uuid
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache

import pypdfium2
from PIL import Image

from portal.applications.paper_sheets import (
    Finding,
    PrintedVersion,
    SheetLine,
    SheetSet,
    arranged,
    judged,
)
from portal.documents.application_print import render_print
from portal.documents.codes_on_paper import PageToken, find_codes, read_token
from portal.documents.ink import ink_seen
from portal.documents.page_geometry import PAGE_HEIGHT
from portal.documents.print_layout import PrintLayout
from tests.photographs.distortions import CAMERAS, Camera, signed, stamped, taken
from tests.unit.documents.sample_forms import PAGE_KEY, sample

DOTS_PER_INCH = 300
_SCALE = DOTS_PER_INCH / 72
_PIXELS_PER_MM = DOTS_PER_INCH / 25.4
NOW = datetime(2027, 3, 1, tzinfo=UTC)
OWN, OUTDATED, FOREIGN, STRANGER = (
    "2XAM-79F2-6Z55",
    "W8YM-G7WX-XTRN",
    "NZSZ-PAP9-3Z4T",
    "QM3D-44S5-BC9A",
)
"""Verification codes of this version, of one before it, of another application, of a stranger."""


@dataclass(frozen=True)
class Paper:
    """A print as it comes from the printer."""

    code: str
    is_rtl: bool
    layout: PrintLayout
    pages: tuple[Image.Image, ...]


@dataclass
class Tally:
    """What was seen in the trials."""

    pictures: int = 0
    recognised: int = 0
    wrong: int = 0
    boxes: int = 0
    boxes_right: int = 0
    boxes_wrong: int = 0


@cache
def paper(language: str, code: str = OWN) -> Paper:
    """The print of the sample form with a verification code, painted at 300 dots per inch."""
    printed = render_print(replace(sample(language), verification_code=code))
    box = next(box for box in printed.boxes if box.name == "sig-mayor")
    top = PAGE_HEIGHT - box.bottom - box.height
    layout = PrintLayout(
        printed.pages, box.page, (box.left, top, box.left + box.width, top + box.height)
    )
    document = pypdfium2.PdfDocument(printed.pdf)
    pages = tuple(page.render(scale=_SCALE).to_pil().convert("RGB") for page in document)
    document.close()
    return Paper(code, language == "ar", layout, pages)


def pages_with(camera: Camera, count: int, *, seed: int) -> Tally:
    """Photograph single pages; on every second one a coloured stamp lies over a code."""
    chance, tally = random.Random(seed), Tally()
    for number in range(count):
        own = paper(("en", "ar")[number % 2])
        index = chance.randrange(len(own.pages))
        page = own.pages[index].copy()
        inked = _sign(own, page, index + 1, chance)
        if number % 2:
            _stamp_over_a_code(own, page, chance)
        with Image.open(io.BytesIO(taken(page, camera, chance))) as picture:
            picture.load()
            _count(tally, own, index + 1, picture, inked)
    return tally


def set_of_sheets(seed: int) -> tuple[SheetSet, dict[str, object]]:
    """A set with swapped, missing, doubled, outdated and foreign pages; and what it should be."""
    chance = random.Random(seed)
    own = paper("en")
    count = own.layout.mayor_page
    lost, twice = chance.sample(range(1, count + 1), 2)
    others = [OUTDATED, FOREIGN, STRANGER]
    given = [(OWN, page) for page in range(1, count + 1) if page != lost] + [(OWN, twice)]
    given += [(code, chance.randint(1, count)) for code in others]
    chance.shuffle(given)
    sheets = []
    for number, (code, page) in enumerate(given):
        picture = paper("en", code).pages[page - 1].copy()
        camera = chance.choice(list(CAMERAS.values()))
        with Image.open(io.BytesIO(taken(picture, camera, chance))) as photograph:
            sheets.append(_sheet(number, tokens_on(photograph)))
    expected: dict[str, object] = {
        "missing": (lost,),
        "doubled": [twice],
        "aside": Counter([Finding.OUTDATED, Finding.FOREIGN, Finding.UNREAD]),
    }
    return arranged(sheets, pages=own.layout.pages, mayor_page=count), expected


def seen_of(found: SheetSet) -> dict[str, object]:
    """A set in the words of what it should be."""
    return {
        "missing": found.missing,
        "doubled": [slot.number for slot in found.slots if len(slot.sheets) == 2],
        "aside": Counter(sheet.finding for sheet in found.aside),
    }


def tokens_on(picture: Image.Image) -> frozenset[PageToken]:
    """Genuine tokens on a picture."""
    found = (read_token(code.text) for code in find_codes(picture))
    return frozenset(token for token in found if token and token.is_genuine(PAGE_KEY))


def _count(
    tally: Tally, own: Paper, page: int, picture: Image.Image, inked: dict[str, bool]
) -> None:
    codes = [code for code in find_codes(picture) if read_token(code.text)]
    pages = {(token.code, token.page) for code in codes if (token := read_token(code.text))}
    tally.pictures += 1
    if pages == {(own.code, page)}:
        tally.recognised += 1
    elif pages:
        tally.wrong += 1
    if not inked:
        return
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=80)
    found = ink_seen(
        out.getvalue(),
        {code.is_qr: code.corners for code in codes},
        own.layout.places(is_rtl=own.is_rtl),
        is_rtl=own.is_rtl,
    )
    tally.boxes += len(inked)
    tally.boxes_right += sum(found.get(name) is value for name, value in inked.items())
    tally.boxes_wrong += sum(found.get(name, value) is not value for name, value in inked.items())


def _sign(own: Paper, page: Image.Image, number: int, chance: random.Random) -> dict[str, bool]:
    """Sign and stamp the mayor's page, or leave it; what is there then. Other pages: nothing."""
    if number != own.layout.mayor_page:
        return {}
    inked = {name: chance.random() < 0.5 for name in ("signature", "stamp")}
    places = {
        name: tuple(edge * _SCALE for edge in box)
        for name, box in own.layout.places(is_rtl=own.is_rtl).items()
    }
    if inked["signature"]:
        signed(page, places["signature"], chance)
    if inked["stamp"]:
        left, top, right, bottom = places["stamp"]
        middle = (int((left + right) / 2), int((top + bottom) / 2))
        stamped(page, middle, int((bottom - top) * 0.42), chance)
    return inked


def _stamp_over_a_code(own: Paper, page: Image.Image, chance: random.Random) -> None:
    """A stamp that missed its frame: over a corner of the QR code or of the DataMatrix."""
    qr, datamatrix = (32.5, 21.5), (29.0, 280.0)
    across, down = chance.choice([qr, datamatrix])
    is_at_the_left = own.is_rtl is (down == qr[1])
    across = across if is_at_the_left else 210 - across
    across, down = across + chance.uniform(-11, 11), down + chance.uniform(-11, 8)
    at = (int(across * _PIXELS_PER_MM), int(down * _PIXELS_PER_MM))
    stamped(page, at, int(chance.uniform(9, 19) * _PIXELS_PER_MM), chance)


def versions() -> Iterator[PrintedVersion]:
    """This version, one before it, and another application's."""
    for number, code in enumerate((OWN, OUTDATED, FOREIGN)):
        yield PrintedVersion(
            code=code,
            application_id=uuid.UUID(int=1 if code != FOREIGN else 2),
            city_id=uuid.UUID(int=9),
            submission_id=uuid.UUID(int=10 + number),
            reference=f"KE-2027-{number:03}",
            number=1,
            print_sha256="",
            language="en",
            is_open=code == OWN,
        )


def _sheet(number: int, tokens: frozenset[PageToken]) -> SheetLine:
    known = {version.code: version for version in versions()}
    judgement = judged(
        tokens, known, submission_id=known[OWN].submission_id, application_id=uuid.UUID(int=1)
    )
    return SheetLine(
        id=uuid.UUID(int=number),
        file_id=uuid.UUID(int=number),
        file_name=f"IMG_{number}.jpg",
        position=1,
        finding=judgement.finding,
        page=judgement.page if judgement.finding is Finding.OWN else None,
        is_by_hand=False,
        about={},
        shown_sha256="",
        ink={},
        preferred_at=NOW + timedelta(seconds=number),
    )


def sums(tallies: Sequence[Tally]) -> Tally:
    """Several tallies as one."""
    return Tally(
        *(
            sum(getattr(tally, name) for tally in tallies)
            for name in (
                "pictures",
                "recognised",
                "wrong",
                "boxes",
                "boxes_right",
                "boxes_wrong",
            )
        )
    )
