"""The signed print as tests send it: pages of a real print, as a scanner saves them."""

import io
import uuid
from collections.abc import Sequence

import pypdfium2
from PIL import Image
from sqlalchemy import select

from portal.applications.paper_jobs import read_paper
from portal.applications.paper_models import PaperFile, PaperState
from portal.core.unit_of_work import OPERATOR, unit_of_work
from portal.tenancy.scope import Commission
from tests.factories import KENYA

DOTS_PER_INCH = 110


def pages_of(printed: bytes, numbers: Sequence[int] = ()) -> list[Image.Image]:
    """Pages of a print as pictures; all of them, or those with these numbers, in that order."""
    document = pypdfium2.PdfDocument(printed)
    wanted = numbers or range(1, len(document) + 1)
    found = [
        document[number - 1].render(scale=DOTS_PER_INCH / 72).to_pil().convert("RGB")
        for number in wanted
    ]
    document.close()
    return found


def scan(pages: Sequence[Image.Image]) -> bytes:
    """Pages as one PDF, as a scanner makes it."""
    out = io.BytesIO()
    pages[0].save(
        out, "PDF", save_all=True, append_images=pages[1:], resolution=DOTS_PER_INCH, quality=75
    )
    return out.getvalue()


def blank() -> Image.Image:
    """A page without any code."""
    return Image.new("RGB", (620, 877), "white")


def read_all(commission_id: int = KENYA) -> None:
    """What the worker does: read the files that wait."""
    with unit_of_work(Commission(commission_id), OPERATOR, read_only=True) as work:
        waiting: list[tuple[uuid.UUID, uuid.UUID]] = [
            (row.city_id, row.id)
            for row in work.session.execute(
                select(PaperFile.city_id, PaperFile.id)
                .where(PaperFile.state == PaperState.WAITING)
                .order_by(PaperFile.added_at, PaperFile.id)
            )
        ]
    for city_id, file_id in waiting:
        read_paper(commission_id=commission_id, city_id=str(city_id), file_id=str(file_id))
