"""Files that somebody with bad intentions might send; all small, all made here."""

import io
import struct
import zlib

import pikepdf
from pikepdf import Array, Dictionary, Name, String


def saved(pdf: pikepdf.Pdf, **options: object) -> bytes:
    out = io.BytesIO()
    pdf.save(out, **options)
    return out.getvalue()


def blank(pages: int = 1) -> pikepdf.Pdf:
    pdf = pikepdf.new()
    for _ in range(pages):
        pdf.add_blank_page(page_size=(595, 842))
    return pdf


def with_open_action(action: Dictionary) -> bytes:
    pdf = blank()
    pdf.Root.OpenAction = action
    return saved(pdf)


def with_script() -> bytes:
    return with_open_action(
        Dictionary(Type=Name.Action, S=Name.JavaScript, JS=String("app.alert(1)"))
    )


def with_launch() -> bytes:
    return with_open_action(Dictionary(Type=Name.Action, S=Name.Launch, F=String("calc.exe")))


def with_linked_script() -> bytes:
    pdf = blank()
    action = Dictionary(Type=Name.Action, S=Name.URI, URI=String("https://city.example"))
    action.Next = Dictionary(S=Name.JavaScript, JS=String("x"))
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=action)
    pdf.pages[0].Annots = Array([link])
    return saved(pdf)


def with_attachment() -> bytes:
    pdf = blank()
    pdf.attachments["virus.exe"] = b"MZ"
    return saved(pdf)


def with_xfa() -> bytes:
    pdf = blank()
    pdf.Root.AcroForm = Dictionary(Fields=Array([]), XFA=String("<xdp/>"))
    return saved(pdf)


def with_password(user: str) -> bytes:
    return saved(blank(), encryption=pikepdf.Encryption(owner="owner", user=user))


def flate_bomb(layers: int = 3) -> bytes:
    """A page whose content unpacks to 8 GiB, in a few kilobytes."""
    content = _deflated_zeros(512)
    for _ in range(layers - 1):
        content = zlib.compress(content, 9)
    pdf = blank()
    stream = pikepdf.Stream(pdf, b"")
    stream.write(content, filter=Array([Name.FlateDecode] * layers), type_check=False)
    pdf.pages[0].Contents = pdf.make_indirect(stream)
    return saved(pdf, compress_streams=False, recompress_flate=False)


def _deflated_zeros(blocks: int) -> bytes:
    """Zeros in blocks of 16 MiB, without ever holding them: one block is packed and repeated."""
    size = 16 << 20
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(bytes(size)) + packer.flush(zlib.Z_FULL_FLUSH)
    end = zlib.compressobj(9, zlib.DEFLATED, -15).flush()
    checksum = ((size * blocks) % 65521) << 16 | 1
    return b"\x78\xda" + block * blocks + end + struct.pack(">I", checksum)


def pixel_flood(side: int = 50_000) -> bytes:
    """A PNG that claims 2.5 gigapixels."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        body = kind + content
        return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    data = zlib.compress(bytes(side // 8 + 1) * 200, 9)
    png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data)
    return png + chunk(b"IEND", b"")
