"""The child process of intake: opens the hostile file and paints its pages anew.

Never imports the application, and nothing from the file leaves it except pixels and code texts.
"""

import io
import json
import warnings
from collections.abc import Iterator
from typing import Any

from portal.core.confinement import grant_cpu, serve_confined
from portal.documents.codes_on_paper import find_codes
from portal.documents.turning import quarter_turns, turned

_OPEN_SECONDS, _PAGE_SECONDS = 4, 4
_READ_SIDE_PX, _SHOW_SIDE_PX, _PICTURE_SIDE_PX, _THUMB_SIDE_PX = 4000, 2000, 900, 420
_JPEG_QUALITY = 80
_PAPER_SIDE_PX, _AROUND_PX, _LEAST_PAPER = 160, 31, 0.6
_CLEAR, _FAINT = 40, 12
_ACTIVE_ACTIONS = frozenset(
    [
        "/JavaScript",
        "/Launch",
        "/SubmitForm",
        "/ImportData",
        "/GoToR",
        "/GoToE",
        "/Rendition",
        "/Movie",
        "/Sound",
        "/GoTo3DView",
        "/RichMediaExecute",
        "/Trans",
    ]
)
_OWN_ATTACHMENT = "application.json"
"""What every print of the portal carries, signed or not; a scan carries nothing."""
_ACTIVE_ANNOTATIONS = frozenset(
    ["/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/Screen", "/3D"]
)


class _RefusedError(Exception):
    def __init__(self, refusal: str, **parameters: int | str) -> None:
        super().__init__(refusal)
        self.refusal = refusal
        self.parameters = parameters


def examine(data: bytes, arguments: dict[str, Any]) -> bytes:
    """The answer for ``intake``: a JSON header with its length in front, then the images."""
    try:
        header, frames = _examine(data, arguments)
    except _RefusedError as refused:
        header, frames = {"refusal": refused.refusal, "parameters": refused.parameters}, []
    header["frames"] = [len(frame) for frame in frames]
    text = json.dumps(header).encode()
    return b"".join([len(text).to_bytes(4, "big"), text, *frames])


def _examine(data: bytes, arguments: dict[str, Any]) -> tuple[dict[str, Any], list[bytes]]:
    if arguments["purpose"] in ("signature_picture", "stamp_picture"):
        return {"pages": 1, "codes": []}, [_picture(_ink_ground(data, arguments))]
    frames: list[bytes] = []
    thumbnails: list[bytes] = []
    codes: list[tuple[int, str, bool, Any]] = []
    for number, image in enumerate(_pages(data, arguments), 1):
        found = find_codes(image)
        upright, placed = _upright(image, found)
        codes += [(number, code.text[:300], code.is_qr, code.corners) for code in placed]
        frames.append(_jpeg(upright))
        if arguments["purpose"] == "scan":
            upright.thumbnail((_THUMB_SIDE_PX, _THUMB_SIDE_PX))
            thumbnails.append(_jpeg(upright))
    return {"pages": len(frames), "codes": codes}, frames + thumbnails


def _upright(image: Any, found: Any) -> tuple[Any, list[Any]]:
    """The page as a reader holds it, no larger than it is shown, and where its codes are on it."""
    from dataclasses import replace

    turns = quarter_turns(found)
    size = image.size
    image = turned(image, turns)
    image.thumbnail((_SHOW_SIDE_PX, _SHOW_SIDE_PX))
    scale = max(image.size) / max(size)
    return image, [
        replace(code, corners=[_moved(x, y, size, turns, scale) for x, y in code.corners])
        for code in found
    ]


def _moved(x: float, y: float, size: Any, turns: int, scale: float) -> tuple[float, float]:
    """Where a point of a picture is after so many quarter turns to the left."""
    width, height = size
    for _ in range(turns):
        x, y, width, height = y, width - x, height, width
    return (round(x * scale, 2), round(y * scale, 2))


def _pages(data: bytes, arguments: dict[str, Any]) -> Iterator[Any]:
    if arguments["kind"] == "pdf":
        return _pdf_pages(data, arguments)
    return _picture_pages(data, arguments)


def _ink_ground(data: bytes, arguments: dict[str, Any]) -> Any:
    """What a signature or a stamp is taken from: upright, in RGB on white, without metadata.

    Of a stamp's scan the wished part of the first page, its paper made evenly white.
    """
    image = next(_pages(data, arguments))
    area = arguments.get("area")
    if area is not None:
        left, top, right, bottom = area
        width, height = image.size
        box = (left * width, top * height, right * width, bottom * height)
        image = image.crop(tuple(round(edge) for edge in box))
    return image if arguments["purpose"] == "signature_picture" else _on_even_paper(image)


def _on_even_paper(image: Any) -> Any:
    """The picture as if its paper were white all over: shadows and tints of a photograph go.

    The paper is the lightest of a wide surrounding, but never much darker than the whole's: in
    the middle of a seal of solid ink there is none.
    """
    from PIL import Image, ImageChops, ImageFilter, ImageMath

    image.thumbnail((_PICTURE_SIDE_PX, _PICTURE_SIDE_PX))
    channels = []
    for channel in image.split():
        small = channel.copy()
        small.thumbnail((_PAPER_SIDE_PX, _PAPER_SIDE_PX))
        lightest = small.getextrema()[1]
        least = Image.new("L", small.size, int(lightest * _LEAST_PAPER))
        around = small.filter(ImageFilter.MaxFilter(_AROUND_PX))
        paper = ImageChops.lighter(around, least).filter(ImageFilter.GaussianBlur(_AROUND_PX / 3))
        ground = paper.resize(image.size, Image.Resampling.BICUBIC)
        channels.append(
            ImageMath.lambda_eval(
                lambda given: given["convert"](
                    given["min"](given["ink"] * 258 / given["max"](given["ground"], 1), 255), "L"
                ),
                ink=channel,
                ground=ground,
            )
        )
    return Image.merge("RGB", channels)


def _picture_pages(data: bytes, arguments: dict[str, Any]) -> Iterator[Any]:
    """Upright pictures in RGB on white, without metadata (no place, no camera); of a TIFF all."""
    from PIL import Image, ImageOps

    limit = arguments["megapixels"]
    Image.MAX_IMAGE_PIXELS = limit * 1_000_000
    warnings.simplefilter("ignore")
    grant_cpu(_OPEN_SECONDS)
    try:
        image: Any = Image.open(io.BytesIO(data), formats=[_format(arguments["kind"])])
        count = getattr(image, "n_frames", 1) if arguments["kind"] == "tiff" else 1
        if count > arguments["pages"]:
            raise _RefusedError("too_many_pages", pages=count, limit=arguments["pages"])
        for number in range(count):
            grant_cpu(_PAGE_SECONDS)
            if number:
                image.seek(number)
            megapixels = image.width * image.height // 1_000_000
            if megapixels > limit:
                raise _RefusedError("too_many_pixels", megapixels=megapixels, limit=limit)
            image.draft("RGB", (_READ_SIDE_PX, _READ_SIDE_PX))
            page = ImageOps.exif_transpose(image)
            page = page.convert("L") if page.mode == "1" else page  # else lines are left out
            page.thumbnail((_READ_SIDE_PX, _READ_SIDE_PX))
            yield _on_white(page)
    except Image.DecompressionBombError as error:
        raise _RefusedError("too_many_pixels", megapixels=limit + 1, limit=limit) from error
    except _RefusedError:
        raise
    except Exception as error:
        raise _RefusedError("broken") from error


def _format(kind: str) -> str:
    """Pillow's name of a kind of picture; the reader for HEIC is made known first."""
    if kind != "heic":
        return kind.upper()
    import pillow_heif

    pillow_heif.register_heif_opener(
        decode_threads=1, thumbnails=False, depth_images=False, aux_images=False
    )
    return "HEIF"


def _on_white(image: Any) -> Any:
    from PIL import Image

    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        clear = image.convert("RGBA")
        paper = Image.new("RGB", clear.size, "white")
        paper.paste(clear, mask=clear.getchannel("A"))
        return paper
    return image.convert("RGB")


def _picture(image: Any) -> bytes:
    """Ink without its paper: light becomes transparent, and the margins go."""
    from PIL import Image, ImageChops

    image.thumbnail((_PICTURE_SIDE_PX, _PICTURE_SIDE_PX))
    red, green, blue = image.split()
    darkest = ImageChops.darker(red, ImageChops.darker(green, blue))
    ink = darkest.point(
        lambda value: 0 if value > 255 - _CLEAR else min(255, (255 - value) * 5 // 4)
    )
    box = ink.getbbox()
    if box is None or ink.histogram()[_FAINT * 5 :] == [0] * (256 - _FAINT * 5):
        raise _RefusedError("blank")
    image.putalpha(ink)
    out = io.BytesIO()
    Image.frombytes("RGBA", image.size, image.tobytes()).crop(box).save(out, "PNG", optimize=True)
    return out.getvalue()


def _jpeg(image: Any) -> bytes:
    from PIL import Image

    image.thumbnail((_SHOW_SIDE_PX, _SHOW_SIDE_PX), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=_JPEG_QUALITY, optimize=True)
    return out.getvalue()


def _pdf_pages(data: bytes, arguments: dict[str, Any]) -> Iterator[Any]:
    """Each page as a picture, after the structure was found harmless."""
    import pypdfium2

    _check_structure(data, arguments)
    try:
        document = pypdfium2.PdfDocument(data)
        pages = len(document)
    except pypdfium2.PdfiumError as error:
        raise _RefusedError("broken") from error
    if pages == 0:
        raise _RefusedError("broken")
    for number in range(pages):
        grant_cpu(_PAGE_SECONDS)
        try:
            page = document[number]
            width, height = page.get_size()
            scale = min(arguments["dots_per_inch"] / 72, _READ_SIDE_PX / max(width, height, 1))
            bitmap = page.render(scale=scale, may_draw_forms=False)
            image = bitmap.to_pil().convert("RGB")
        except (pypdfium2.PdfiumError, ValueError, MemoryError) as error:
            raise _RefusedError("broken") from error
        yield image
        page.close()


def _check_structure(data: bytes, arguments: dict[str, Any]) -> None:
    import pikepdf

    grant_cpu(_OPEN_SECONDS)
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            if pdf.is_encrypted:
                raise _RefusedError("encrypted")
            pages, limit = len(pdf.pages), arguments["pages"]
            if pages > limit:
                raise _RefusedError("too_many_pages", pages=pages, limit=limit)
            if arguments["purpose"] == "scan" and _OWN_ATTACHMENT in pdf.attachments:
                raise _RefusedError("own_file")
            if _is_active(pdf):
                raise _RefusedError("active")
    except pikepdf.PasswordError as error:
        raise _RefusedError("encrypted") from error
    except _RefusedError:
        raise
    except Exception as error:
        raise _RefusedError("broken") from error


def _is_active(pdf: Any) -> bool:
    """Programs, calls to the outside, files within the file."""
    import pikepdf

    names = pdf.Root.get("/Names")
    if isinstance(names, pikepdf.Dictionary) and (
        "/JavaScript" in names or "/EmbeddedFiles" in names or "/Renditions" in names
    ):
        return True
    form = pdf.Root.get("/AcroForm")
    if isinstance(form, pikepdf.Dictionary) and "/XFA" in form:
        return True
    if "/Collection" in pdf.Root or "/AF" in pdf.Root:
        return True
    return any(_is_active_part(part) for thing in pdf.objects for part in _with_parts(thing))


def _with_parts(thing: Any) -> Iterator[Any]:
    """An object and the dictionaries written directly inside it."""
    import pikepdf

    pending = [thing]
    while pending:
        part = pending.pop()
        if isinstance(part, pikepdf.Array):
            children = list(part.as_list())
        elif isinstance(part, pikepdf.Dictionary | pikepdf.Stream):
            yield part
            children = list(part.values()) if isinstance(part, pikepdf.Dictionary) else []
        else:
            continue
        pending += [
            child
            for child in children
            if isinstance(child, pikepdf.Object) and not child.is_indirect
        ]


def _is_active_part(part: Any) -> bool:
    if "/JS" in part or "/EF" in part or "/AA" in part:
        return True
    if str(part.get("/S", "")) in _ACTIVE_ACTIONS and part.get("/Type", "/Action") == "/Action":
        return True
    return str(part.get("/Subtype", "")) in _ACTIVE_ANNOTATIONS and "/Rect" in part


if __name__ == "__main__":
    serve_confined(examine)
