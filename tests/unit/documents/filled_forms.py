"""What people do with a form away from the portal: fill it in, print it, scan it, lock it."""

import ctypes
import io
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
from pikepdf import Name


def fields_of(pdf: pikepdf.Pdf) -> dict[str, Any]:
    """The fields of a form by name."""
    return {str(field.T): field for field in pdf.Root.AcroForm.Fields}


def fill(data: bytes, values: dict[str, str]) -> bytes:
    """Write into the fields as a careful program does: value and state of each button."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        fields = fields_of(pdf)
        for name, value in values.items():
            field = fields[name]
            if field.FT in (Name.Tx,):
                field.V = pikepdf.String(value)
                continue
            field.V = Name(f"/{value}")
            for button in field.get("/Kids", [field]):
                on = next((state for state in button.AP.N if state != "/Off"), "/Off")
                button.AS = Name(on) if on == f"/{value}" else Name.Off
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def type_into(data: bytes, texts: dict[str, str]) -> bytes:
    """Click into text fields and type, as somebody does in Chrome's viewer."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        places = {
            str(widget.T): (number, [float(edge) for edge in widget.Rect])
            for number, page in enumerate(pdf.pages)
            for widget in page.get("/Annots", [])
            if "/T" in widget
        }
    document = pypdfium2.PdfDocument(data)
    document.init_forms()
    form = document.formenv
    for name, text in texts.items():
        number, (left, bottom, right, top) = places[name]
        page = document[number]
        across, up = (left + right) / 2, (bottom + top) / 2
        pdfium.FORM_OnLButtonDown(form, page, 0, across, up)
        pdfium.FORM_OnLButtonUp(form, page, 0, across, up)
        signs = (text + "\0").encode("utf-16-le")
        buffer = ctypes.create_string_buffer(signs, len(signs))
        pdfium.FORM_SelectAllText(form, page)
        pdfium.FORM_ReplaceSelection(form, page, ctypes.cast(buffer, pdfium.FPDF_WIDESTRING))
        pdfium.FORM_ForceToKillFocus(form)
    out = io.BytesIO()
    document.save(out)
    document.close()
    return out.getvalue()


def printed_to_pdf(data: bytes) -> bytes:
    """The pages without fields, as printing to a new PDF leaves them."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        del pdf.Root.AcroForm
        for page in pdf.pages:
            if "/Annots" in page:
                del page.Annots
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def scanned(data: bytes, kind: str = "PDF") -> bytes:
    """The first page as a picture, in a PDF or as JPEG."""
    document = pypdfium2.PdfDocument(data)
    picture = document[0].render(scale=1).to_pil().convert("RGB")
    document.close()
    out = io.BytesIO()
    picture.save(out, kind)
    return out.getvalue()


def locked(data: bytes, password: str = "geheim") -> bytes:
    """The file with a password, as a city might save it."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        out = io.BytesIO()
        pdf.save(out, encryption=pikepdf.Encryption(user=password, owner=password))
    return out.getvalue()
