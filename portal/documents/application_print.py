"""The official print of a submission: Part 1 for the mayor, Part 2 for the commission.

Codes, signature fields and places for stamps are laid out here, before anybody signs; afterwards
a file only grows by signatures. The machine-readable answers travel inside as application.json.
"""

import hashlib
import io
import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from portal.core.press import at_press
from portal.documents.codes_on_paper import datamatrix_rows, drawing, page_address, qr_rows
from portal.documents.form_values import (
    ApplicationPrint,
    AttachmentsAnswer,
    DeclarationAnswer,
    LongAnswer,
    Original,
    PaperAttestation,
    RatingAnswer,
    Section,
    SignatureBox,
    SignedPage,
    StatisticAnswer,
    TextAnswer,
)
from portal.documents.page_geometry import (
    DATAMATRIX_SIDE,
    PAGE_HEIGHT,
    QR_SIDE,
    code_corners,
)
from portal.documents.typesetting import typeset

if TYPE_CHECKING:
    import pikepdf

MAYOR_FIELD = "sig-mayor"
COMMISSION_FIELD = "sig-commission"
ATTESTATION_FIELD = "attestation-delegate"
COMMISSION_ATTESTATION_FIELD = "attestation-commission"
"""Over Part 2: takes the scan of that very page if the commission signs on paper."""
TIMESTAMP_FIELDS = ("ts-1", "ts-2")
ANSWERS_FILE = "application.json"

_SAFE_NAME = re.compile(r"[^A-Za-z0-9._-]+")
_ENDINGS = {
    "application/pdf": "pdf",
    "image/heic": "heic",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/tiff": "tif",
}


@dataclass(frozen=True, slots=True)
class Print:
    """A finished print, its signature fields, and the characters that could not be printed."""

    pdf: bytes
    sha256: str
    pages: int
    boxes: tuple[SignatureBox, ...]
    replaced: frozenset[str]


@at_press
def render_print(form: ApplicationPrint) -> Print:
    """Print a submission with empty fields for both signatures. Same input, same bytes."""
    values = {**_values(form), "paper": None}
    result = typeset(
        "application.typ",
        values,
        language=form.language,
        direction=form.direction,
        at=form.made_at,
        attached_text={"answers": form.answers_json.decode()},
    )
    return _finished(form, result.pdf, result.replaced)


@at_press
def render_paper_dossier(
    form: ApplicationPrint,
    pages: Sequence[SignedPage],
    *,
    originals: Sequence[Original],
    attestation: PaperAttestation,
) -> Print:
    """Print the submission again with the mayor's signed paper as evidence.

    ``pages`` are the re-rendered sheets in order, appended after Part 2; the files as they were
    received are embedded untouched. The delegate attests them in ``attestation-delegate``.
    Raises ValueError without a page or an original.
    """
    pictures = {
        f"scan-{number}.{_picture_type(page.picture)}": page.picture
        for number, page in enumerate(pages, 1)
    }
    if not pictures or not originals:
        raise ValueError("a signed paper has at least one page and one file")
    names = _attachment_names(originals)
    files = {f"original-{number}.bin": each.data for number, each in enumerate(originals, 1)}
    paper = {
        "pages": [
            {"picture": picture, "by_hand": page.is_by_hand}
            for picture, page in zip(pictures, pages, strict=True)
        ],
        "originals": [
            {
                "file": file,
                "name": name,
                "media_type": each.media_type,
                "sha256": hashlib.sha256(each.data).hexdigest(),
            }
            for file, name, each in zip(files, names, originals, strict=True)
        ],
        "delegate": asdict(attestation.delegate),
        "statement": asdict(attestation.statement),
        "signer": asdict(attestation.signer),
        "acting_for": asdict(attestation.acting_for) if attestation.acting_for else None,
    }
    result = typeset(
        "application.typ",
        {**_values(form), "paper": paper},
        language=form.language,
        direction=form.direction,
        at=form.made_at,
        attached_text={"answers": form.answers_json.decode()},
        files={**pictures, **files},
    )
    return _finished(form, result.pdf, result.replaced)


@at_press
def box_of(pdf: bytes, name: str) -> SignatureBox | None:
    """Where the empty field ``name`` of a finished print lies; None if it was not laid out."""
    from portal.documents.signature_boxes import empty_box

    return empty_box(pdf, name)


def _values(form: ApplicationPrint) -> dict[str, object]:
    return {
        "official": form.official_language,
        "is_bilingual": form.language != form.official_language,
        "texts": asdict(form.texts),
        "network": asdict(form.network_name),
        "title": asdict(form.title),
        "call_title": asdict(form.call_title),
        "commission": asdict(form.commission_name),
        "letterhead": form.letterhead,
        "city": asdict(form.city_name),
        "reference": form.reference,
        "submission_number": str(form.submission_number),
        "digest": form.answers_digest,
        "verification": {
            "code": form.verification_code,
            "address": f"{form.base_url}/s/{form.verification_code}",
        },
        "made_on": form.made_on,
        "sections": [
            {"title": asdict(section.title), "blocks": _blocks(section)}
            for section in form.sections
        ],
        "mayor": asdict(form.mayor),
        "signatory": asdict(form.signatory),
        "watermark": form.watermark,
    }


def _blocks(section: Section) -> list[Mapping[str, object]]:
    """Neighbouring short answers share a table, and so do neighbouring statistics."""
    blocks: list[Mapping[str, object]] = []
    for kind, group in itertools.groupby(section.answers, key=type):
        answers = list(group)
        if kind in (TextAnswer, StatisticAnswer):
            name = "facts" if kind is TextAnswer else "statistics"
            blocks.append({"kind": name, "rows": [asdict(answer) for answer in answers]})
            continue
        blocks += [_block(answer) for answer in answers]
    return blocks


def _block(answer: object) -> Mapping[str, object]:
    match answer:
        case LongAnswer():
            return {"kind": "long", "label": asdict(answer.label), "value": answer.value}
        case RatingAnswer():
            rows = [{"label": asdict(label), "rating": rating} for label, rating in answer.rows]
            return {
                "kind": "ratings",
                "label": asdict(answer.label),
                "rows": rows,
                "highest": answer.highest,
            }
        case DeclarationAnswer():
            return {"kind": "declaration", **asdict(answer)}
        case AttachmentsAnswer():
            return {"kind": "attachments", **asdict(answer)}
    raise TypeError(f"no such answer: {answer!r}")


def _finished(form: ApplicationPrint, typeset_pdf: bytes, replaced: frozenset[str]) -> Print:
    """Add codes and signature fields; the last change before the first signature."""
    import pikepdf

    from portal.documents.signature_boxes import lay_out_fields

    with pikepdf.open(io.BytesIO(typeset_pdf)) as pdf:
        labels = {
            MAYOR_FIELD: form.texts.mayor_signature.text,
            COMMISSION_FIELD: form.texts.commission_signature.text,
            ATTESTATION_FIELD: form.texts.delegate_signature.text,
            COMMISSION_ATTESTATION_FIELD: form.texts.commission_attestation.text,
        }
        boxes = lay_out_fields(pdf, labels, timestamps=TIMESTAMP_FIELDS)
        _draw_codes(form, pdf)
        out = io.BytesIO()
        pdf.save(
            out,
            deterministic_id=True,
            linearize=False,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )
        pages = len(pdf.pages)
    content = out.getvalue()
    return Print(content, hashlib.sha256(content).hexdigest(), pages, boxes, replaced)


def _draw_codes(form: ApplicationPrint, pdf: "pikepdf.Pdf") -> None:
    corners = code_corners(is_rtl=form.direction == "rtl")
    (qr_left, _top), *_others, (_left, qr_end) = corners[True]
    (dm_left, _top), *_others, (_left, dm_end) = corners[False]
    for number, page in enumerate(pdf.pages, 1):
        address = page_address(form.base_url, form.verification_code, number, key=form.page_key)
        operators = [
            drawing(qr_rows(address), left=qr_left, bottom=PAGE_HEIGHT - qr_end, side=QR_SIDE),
            drawing(
                datamatrix_rows(address),
                left=dm_left,
                bottom=PAGE_HEIGHT - dm_end,
                side=DATAMATRIX_SIDE,
            ),
        ]
        page.contents_add(pdf.make_stream(b"q\n"), prepend=True)
        page.contents_add(pdf.make_stream(_artifact(operators)))


def _artifact(operators: Iterable[bytes]) -> bytes:
    """Page furniture: a screen reader passes over it."""
    return b"\n".join([b"\nQ", b"/Artifact BMC", b"q 0 g", *operators, b"Q", b"EMC\n"])


def _picture_type(picture: bytes) -> str:
    if picture.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if picture.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    raise ValueError("pages of a scan are JPEG or PNG")


def evidence_name(media_type: str, name: str) -> str:
    """A harmless file name with the ending its content deserves."""
    return _attachment_names([Original(name, media_type, b"")])[0]


def _attachment_names(originals: Sequence[Original]) -> list[str]:
    """Harmless file names, each once, with the ending that the content deserves."""
    names: list[str] = []
    for number, each in enumerate(originals, 1):
        stem = _SAFE_NAME.sub("-", each.name.rsplit(".", 1)[0]).strip("-.")[:60] or "signed-paper"
        name = f"{stem}.{_ENDINGS[each.media_type]}"
        names.append(f"{stem}-{number}.{_ENDINGS[each.media_type]}" if name in names else name)
    return names
