"""What was read from a file of signed paper becomes sheets, each with the version it belongs to.

Works in the scope of one city: sheets of its other applications are led there, what belongs to
anybody else cannot be told from what is unreadable.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from portal.applications.models import Application
from portal.applications.paper_models import PaperFile, PaperState, Sheet
from portal.applications.paper_sheets import Finding, Judgement, PrintedVersion, judged
from portal.applications.queries.sheets import genuine_tokens, printed_versions
from portal.core.codes import new_id
from portal.core.i18n import direction
from portal.core.unit_of_work import Work
from portal.documents.ink import ink_seen
from portal.documents.intake import FoundCode, Inspection
from portal.documents.print_layout import layout_of
from portal.documents.refusals import RefusedFile
from portal.documents.shelf import storage


@dataclass(frozen=True)
class _Page:
    """A page of the file before it is a sheet."""

    position: int
    picture: bytes
    thumbnail: bytes
    codes: tuple[FoundCode, ...]
    judgement: Judgement


def record_refusal(work: Work, file_id: uuid.UUID, refused: RefusedFile) -> None:
    """Say of a file why it was not accepted; the delegate reads it beside its name."""
    file = _waiting(work, file_id)
    if file is not None:
        file.state = PaperState.REFUSED
        file.refusal = {"refusal": str(refused.refusal), "parameters": dict(refused.parameters)}


def record_reading(work: Work, file_id: uuid.UUID, found: Inspection) -> None:
    """Turn the pages of a file into sheets; those of the city's other open versions go there.

    Does nothing if the file was read or removed meanwhile.
    """
    file = _waiting(work, file_id)
    if file is None:
        return
    file.state = PaperState.READ
    pages = _pages(work, file, found)
    elsewhere: dict[uuid.UUID, list[_Page]] = {}
    here: list[_Page] = []
    for page in pages:
        version = page.judgement.version
        if page.judgement.finding is Finding.FOREIGN and version is not None and version.is_open:
            elsewhere.setdefault(version.submission_id, []).append(page)
        else:
            here.append(page)
    _add_sheets(work, file, here)
    led = []
    for moved in elsewhere.values():
        version = moved[0].judgement.version
        assert version is not None
        _lead(work, file, version, moved)
        led.append(
            {"reference": version.reference, "pages": [page.judgement.page for page in moved]}
        )
    file.led = led
    work.session.flush()


def _pages(work: Work, file: PaperFile, found: Inspection) -> list[_Page]:
    codes: dict[int, list[FoundCode]] = {}
    for code in found.codes:
        codes.setdefault(code.page, []).append(code)
    tokens = {
        position: genuine_tokens(code.text for code in codes.get(position, ()))
        for position in range(1, found.pages + 1)
    }
    known = printed_versions(work, set().union(*tokens.values()))
    return [
        _Page(
            position,
            found.page_images[position - 1],
            found.thumbnails[position - 1],
            tuple(codes.get(position, ())),
            judged(
                tokens[position],
                known,
                submission_id=file.submission_id,
                application_id=file.application_id,
            ),
        )
        for position in range(1, found.pages + 1)
    ]


def _lead(work: Work, file: PaperFile, version: PrintedVersion, pages: list[_Page]) -> None:
    """Put sheets with the application of the same city that their codes name."""
    origin = work.session.scalar(
        select(Application.reference).where(Application.id == file.application_id)
    )
    twin = PaperFile(
        id=new_id(),
        commission_id=file.commission_id,
        city_id=file.city_id,
        application_id=version.application_id,
        submission_id=version.submission_id,
        file_name=file.file_name,
        media_type=file.media_type,
        size_bytes=file.size_bytes,
        sha256=file.sha256,
        state=PaperState.READ,
        refusal={},
        led=[],
        led_from=origin or "",
        added_at=file.added_at,
        added_by=file.added_by,
    )
    work.session.add(twin)
    work.session.flush()
    own = [_as_own(page) for page in pages]
    _add_sheets(work, twin, own)


def _as_own(page: _Page) -> _Page:
    judgement = Judgement(Finding.OWN, page.judgement.version, page.judgement.page)
    return _Page(page.position, page.picture, page.thumbnail, page.codes, judgement)


def _add_sheets(work: Work, file: PaperFile, pages: Iterable[_Page]) -> None:
    for page in pages:
        judgement, files = page.judgement, storage()
        is_own = judgement.finding is Finding.OWN
        picture = files.put(page.picture)
        work.session.add(
            Sheet(
                id=new_id(),
                commission_id=file.commission_id,
                city_id=file.city_id,
                application_id=file.application_id,
                submission_id=file.submission_id,
                file_id=file.id,
                position=page.position,
                finding=judgement.finding,
                page=judgement.page if is_own else None,
                is_by_hand=False,
                about={} if is_own else _about(judgement),
                painted_sha256=picture,
                shown_sha256=picture,
                thumbnail_sha256=files.put(page.thumbnail),
                turns=0,
                ink=_ink(page) if is_own else {},
                preferred_at=_in_order(file.added_at, page.position),
            )
        )


def _in_order(added_at: datetime, position: int) -> datetime:
    """Of two sheets of one page in one file the later one counts."""
    return added_at + timedelta(microseconds=position)


def _about(judgement: Judgement) -> dict[str, object]:
    version = judgement.version
    if version is None:
        return {}
    return {"reference": version.reference, "number": version.number, "page": judgement.page}


def _ink(page: _Page) -> dict[str, bool]:
    """What is seen in the frames for signature and stamp, on the page that has them."""
    version = page.judgement.version
    assert version is not None
    layout = layout_of(version.print_sha256)
    if page.judgement.page != layout.mayor_page:
        return {}
    is_rtl = direction(version.language) == "rtl"
    return ink_seen(
        page.picture,
        {code.is_qr: code.corners for code in page.codes},
        layout.places(is_rtl=is_rtl),
        is_rtl=is_rtl,
    )


def _waiting(work: Work, file_id: uuid.UUID) -> PaperFile | None:
    """The file, locked, if it is still to be read."""
    file = work.session.scalars(
        select(PaperFile).where(PaperFile.id == file_id).with_for_update()
    ).first()
    return file if file is not None and file.state is PaperState.WAITING else None
