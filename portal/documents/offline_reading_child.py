"""Runs as a program of its own: reads the fields of a filled form. Reads nothing but its input.

Never imports the application; only names and values leave it, as JSON.
"""

import io
import json
from collections.abc import Iterator
from typing import Any

from portal.core.confinement import serve_confined

_MOST_FIELDS, _DEEPEST, _LONGEST = 3000, 6, 40_000
_LOOKED_AT = 5
"""Pages that are looked at for text, if there is no field."""


def read(data: bytes, _arguments: dict[str, Any]) -> bytes:
    """``{"refusal": …}`` or ``{"values": {name: text}, "pages": n}``."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            if pdf.is_encrypted:
                return _refusal("encrypted")
            pages = len(pdf.pages)
            values = dict(_values(pdf))
    except pikepdf.PasswordError:
        return _refusal("encrypted")
    except Exception:  # whatever a hostile file does, it is not readable
        return _refusal("broken")
    if not values:
        return _refusal("flattened" if _has_text(data) else "pictures")
    return json.dumps({"values": values, "pages": pages}).encode()


def _refusal(reason: str) -> bytes:
    return json.dumps({"refusal": reason}).encode()


def _values(pdf: Any) -> Iterator[tuple[str, str]]:
    form = pdf.Root.get("/AcroForm")
    fields = form.get("/Fields", []) if form is not None else []
    pending = [(field, "", 0) for field in fields]
    for _ in range(_MOST_FIELDS):
        if not pending:
            return
        field, above, depth = pending.pop()
        part = str(field.get("/T", ""))
        name = f"{above}.{part}" if above and part else above or part
        children = [kid for kid in field.get("/Kids", []) if "/T" in kid]
        if children and depth < _DEEPEST:
            pending += [(kid, name, depth + 1) for kid in children]
        elif name:
            yield name, _value(field)


def _value(field: Any) -> str:
    import pikepdf

    value = field.get("/V")
    if isinstance(value, pikepdf.Stream):
        return bytes(value.read_bytes())[:_LONGEST].decode("utf-8", "replace")
    if isinstance(value, pikepdf.Name):
        return _state(value)
    if value is not None:
        return str(value)[:_LONGEST]
    pressed = [_state(kid.get("/AS", "")) for kid in field.get("/Kids", [])]
    return next((state for state in pressed if state), "")


def _state(name: Any) -> str:
    text = str(name).removeprefix("/")
    return "" if text == "Off" else text[:200]


def _has_text(data: bytes) -> bool:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
        pages = min(len(document), _LOOKED_AT)
        return any(document[number].get_textpage().count_chars() > 20 for number in range(pages))
    except pypdfium2.PdfiumError:
        return False


if __name__ == "__main__":
    serve_confined(read)
