"""From an upload to values a service takes: examined in a child process before anything else."""

import base64
import binascii
from collections.abc import Iterable

from portal.applications.part_two_on_paper import Scan, ScannedCode
from portal.applications.services.attaching import LARGEST_FILE_MIB, ExaminedFile
from portal.applications.services.gathering import SentFile
from portal.core.errors import Invalid
from portal.core.i18n import lazy_gettext as _l
from portal.documents.intake import (
    MEDIA_TYPES,
    Area,
    Inspection,
    Limits,
    Purpose,
    inspect,
    kind_at_the_door,
)

_DRAWN = "data:image/png;base64,"


def examined_attachment(data: bytes, file_name: str) -> ExaminedFile:
    """A document beside the answers. Raises Invalid with what to do instead."""
    limits = Limits(size_bytes=LARGEST_FILE_MIB << 20)
    found = _inspected(data, Purpose.ATTACHMENT, "file", limits)
    return ExaminedFile(
        data=data,
        file_name=file_name or "document",
        media_type=found.media_type,
        pages=found.pages,
        shown_pages=found.page_images,
        codes=tuple(code.text for code in found.codes),
    )


def examined_mandate(data: bytes, file_name: str) -> ExaminedFile:
    """The document by which somebody signs for the mayor. Raises Invalid with what to do."""
    limits = Limits(size_bytes=LARGEST_FILE_MIB << 20)
    found = _inspected(data, Purpose.ATTACHMENT, "mandate", limits)
    return ExaminedFile(
        data=data,
        file_name=file_name or "mandate",
        media_type=found.media_type,
        pages=found.pages,
        shown_pages=found.page_images,
    )


def examined_scan(data: bytes, file_name: str) -> Scan:
    """Part 2 signed by hand. Raises Invalid with what to do instead."""
    found = _inspected(data, Purpose.SCAN, "scan", Limits())
    return Scan(
        data=data,
        file_name=file_name or "scan",
        media_type=found.media_type,
        pages=found.page_images,
        codes=tuple(ScannedCode(code.page, code.text) for code in found.codes),
    )


def sent_papers(uploads: Iterable[tuple[str, bytes]]) -> list[SentFile]:
    """Files of the signed print, by name; only looked at from outside, a job reads them.

    Raises Invalid with what to do instead.
    """
    found = []
    for name, data in uploads:
        try:
            kind = kind_at_the_door(data, Purpose.SCAN)
        except Invalid as refusal:
            refusal.field = "papers"
            raise
        found.append(SentFile(data, name or "scan", MEDIA_TYPES[kind]))
    return found


def examined_paper_form(data: bytes, file_name: str) -> ExaminedFile:
    """A form filled in by hand. Raises Invalid with what to do instead."""
    found = _inspected(data, Purpose.SCAN, "file", Limits())
    return ExaminedFile(
        data=data,
        file_name=file_name or "form",
        media_type=found.media_type,
        pages=found.pages,
        shown_pages=found.page_images,
    )


def cleaned_stamp(data: bytes, area: Area | None = None) -> bytes | None:
    """A stamp on transparent ground, cut from ``area`` of a scan; None without one."""
    if not data:
        return None
    return _inspected(data, Purpose.STAMP_PICTURE, "stamp", Limits(), area=area).picture


def cleaned_drawing(address: str) -> bytes | None:
    """A signature drawn on screen (a data address), painted anew; None without one."""
    if not address:
        return None
    if not address.startswith(_DRAWN):
        raise Invalid(_l("The drawn signature was not understood. Draw it again."), field="drawn")
    try:
        data = base64.b64decode(address.removeprefix(_DRAWN), validate=True)
    except (binascii.Error, ValueError) as error:
        raise Invalid(
            _l("The drawn signature was not understood. Draw it again."), field="drawn"
        ) from error
    return _inspected(data, Purpose.SIGNATURE_PICTURE, "drawn", Limits()).picture


def _inspected(
    data: bytes, purpose: Purpose, field: str, limits: Limits, *, area: Area | None = None
) -> Inspection:
    try:
        return inspect(data, purpose, limits, area=area)
    except Invalid as refusal:
        refusal.field = field
        raise
