"""From an upload to values a service takes: examined in a child process before anything else."""

import base64
import binascii
from collections.abc import Iterable, Sequence

from portal.applications.handwritten_files import (
    MOST_FILES,
    FormFile,
    ReceivedForm,
    received_form,
)
from portal.applications.part_two_on_paper import Scan, ScannedCode
from portal.applications.services.attaching import LARGEST_FILE_MIB, ExaminedFile
from portal.applications.services.gathering import SentFile
from portal.core.errors import Invalid
from portal.core.i18n import lazy_gettext as _l
from portal.documents.form_pages import page_in
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
    return _examined(found, data, file_name or "document")


def examined_mandate(data: bytes, file_name: str) -> ExaminedFile:
    """The document by which somebody signs for the mayor. Raises Invalid with what to do."""
    limits = Limits(size_bytes=LARGEST_FILE_MIB << 20)
    found = _inspected(data, Purpose.ATTACHMENT, "mandate", limits)
    return _examined(found, data, file_name or "mandate")


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


def examined_paper_form(uploads: Sequence[tuple[str, bytes]]) -> ReceivedForm:
    """The files of a form filled in by hand, by name. Raises Invalid with what to do instead."""
    if not uploads:
        raise Invalid(_l("Choose the scan, or the photographs of all pages."), field="files")
    if len(uploads) > MOST_FILES:
        raise Invalid(
            _l(
                "These are more than %(limit)s files. Put several pages into one PDF.",
                limit=MOST_FILES,
            ),
            field="files",
        )
    return received_form([_form_file(name, data) for name, data in uploads])


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


def _form_file(name: str, data: bytes) -> FormFile:
    try:
        found = _inspected(data, Purpose.SCAN, "files", Limits())
    except Invalid as refusal:
        refusal.message = _l("%(file)s: %(problem)s", file=name, problem=refusal.message)
        raise
    numbers = {code.page: page_in(code.text) for code in found.codes if page_in(code.text)}
    return FormFile(
        _examined(found, data, name or "form"),
        tuple(numbers.get(page) for page in range(1, found.pages + 1)),
    )


def _examined(found: Inspection, data: bytes, file_name: str) -> ExaminedFile:
    return ExaminedFile(
        data=data,
        file_name=file_name,
        media_type=found.media_type,
        pages=found.pages,
        shown_pages=found.page_images,
        codes=tuple(code.text for code in found.codes),
    )


def _inspected(
    data: bytes, purpose: Purpose, field: str, limits: Limits, *, area: Area | None = None
) -> Inspection:
    try:
        return inspect(data, purpose, limits, area=area)
    except Invalid as refusal:
        refusal.field = field
        raise
