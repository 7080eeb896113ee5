"""Fields of a form to fill in: the places a template reserved become fields, tagged for readers.

A template links to ``field:<name>`` for a text, to ``field:<name>=<option>`` for a box or a button
of a choice. Names hold no dots: those separate levels in a PDF. Imported in the press alone.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from portal.documents.offline_form import FieldFacts

_PLACE = "field:"
_PRINTED, _HIDDEN = 4, 2
_READ_ONLY, _MULTILINE, _RADIO = 1, 1 << 12, 1 << 15
_TEXT_STYLE = "/Helv 10 Tf 0 g"
_TICK = "q 1.3 w 1 J 1 j 0.04 0.24 0.4 RG {0} {1} m {2} {3} l {4} {5} l S Q"
_CURVE = 0.5523
"""How far the handles of four curves stand that look like a circle."""


@dataclass(frozen=True)
class PlacedField:
    """A text field on its page; lengths in points."""

    widget: pikepdf.Object
    width: float
    height: float
    value: str
    is_area: bool


def place_fields(
    pdf: pikepdf.Pdf, facts: Mapping[str, FieldFacts], *, hidden: Mapping[str, str]
) -> list[PlacedField]:
    """Turn the reserved places into fields with their values; returns those that hold a text.

    Raises KeyError if a place has no facts.
    """
    tree = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)
    fields = Array()
    groups: dict[str, pikepdf.Object] = {}
    texts = []
    for page in pdf.pages:
        for widget, name, option in _places(page):
            known = facts[name]
            _become_widget(widget, tree, page, known.label)
            if not option:
                texts.append(_text_field(pdf, widget, name, known))
                fields.append(widget)
            elif option == "yes":
                _box(pdf, widget, name, known)
                fields.append(widget)
            else:
                if name not in groups:
                    groups[name] = _group(pdf, name, known)
                    fields.append(groups[name])
                _button(pdf, widget, groups[name], option, known)
    for name, value in hidden.items():
        fields.append(_hidden_field(pdf, name, value))
    helvetica = pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type1,
            BaseFont=Name.Helvetica,
            Encoding=Name.WinAnsiEncoding,
        )
    )
    pdf.Root.AcroForm = pdf.make_indirect(
        Dictionary(
            Fields=fields,
            NeedAppearances=False,
            DR=Dictionary(Font=Dictionary(Helv=helvetica)),
            DA=String(_TEXT_STYLE),
        )
    )
    return texts


def show_values(pdf: pikepdf.Pdf, fields: list[PlacedField], shown: pikepdf.Pdf) -> None:
    """Give each field the page of ``shown`` that stands in the same place as its appearance."""
    for field, page in zip(fields, shown.pages, strict=True):
        form = pdf.copy_foreign(page.as_form_xobject())
        field.widget.AP = Dictionary(N=form)


def _places(page: pikepdf.Page) -> Iterator[tuple[pikepdf.Object, str, str]]:
    for annotation in page.get("/Annots", []):
        action = annotation.get("/A")
        address = str(action.get("/URI", "")) if action is not None else ""
        if address.startswith(_PLACE):
            name, _, option = address.removeprefix(_PLACE).partition("=")
            yield annotation, name, option


def _become_widget(
    widget: pikepdf.Object, tree: pikepdf.NumberTree, page: pikepdf.Page, label: str
) -> None:
    for key in ("/A", "/Border", "/Contents", "/C"):
        if key in widget:
            del widget[key]
    widget.Subtype = Name.Widget
    widget.TU = String(label)
    widget.F = _PRINTED
    widget.P = page.obj
    element = tree[int(widget.StructParent)]
    element.S = Name.Form
    element.Alt = String(label)
    element.K = Array([Dictionary(Type=Name.OBJR, Obj=widget, Pg=page.obj)])


def _text_field(
    pdf: pikepdf.Pdf, widget: pikepdf.Object, name: str, facts: FieldFacts
) -> PlacedField:
    width, height = _size(widget)
    widget.FT = Name.Tx
    widget.T = String(name)
    widget.V = String(facts.value)
    widget.DA = String(_TEXT_STYLE)
    if facts.is_area:
        widget.Ff = _MULTILINE
    if facts.max_length:
        widget.MaxLen = facts.max_length
    widget.AP = Dictionary(N=_drawing(pdf, "", width, height))
    return PlacedField(widget, width, height, facts.value, facts.is_area)


def _box(pdf: pikepdf.Pdf, widget: pikepdf.Object, name: str, facts: FieldFacts) -> None:
    state = Name.yes if facts.value == "yes" else Name.Off
    width, height = _size(widget)
    points = (0.2, 0.52, 0.42, 0.28, 0.8, 0.76)
    corners = [round(part * (width, height)[index % 2], 2) for index, part in enumerate(points)]
    widget.FT = Name.Btn
    widget.T = String(name)
    widget.V = state
    widget.AS = state
    widget.AP = Dictionary(
        N=Dictionary(
            yes=_drawing(pdf, _TICK.format(*corners), width, height),
            Off=_drawing(pdf, "", width, height),
        )
    )


def _group(pdf: pikepdf.Pdf, name: str, facts: FieldFacts) -> pikepdf.Object:
    """The choice whose buttons exclude each other; pressing a button again takes it back."""
    value = Name(f"/{facts.value}") if facts.value else Name.Off
    return pdf.make_indirect(
        Dictionary(
            FT=Name.Btn,
            Ff=_RADIO,
            T=String(name),
            TU=String(facts.label),
            V=value,
            Kids=Array(),
        )
    )


def _button(
    pdf: pikepdf.Pdf, widget: pikepdf.Object, group: pikepdf.Object, option: str, facts: FieldFacts
) -> None:
    width, height = _size(widget)
    on = Name(f"/{option}")
    widget.Parent = group
    widget.AS = on if facts.value == option else Name.Off
    widget.AP = Dictionary(N=Dictionary(Off=_drawing(pdf, "", width, height)))
    widget.AP.N[on] = _drawing(pdf, _dot(width, height), width, height)
    group.Kids.append(widget)


def _dot(width: float, height: float) -> str:
    across, up, radius = width / 2, height / 2, min(width, height) * 0.27
    reach = radius * _CURVE
    curves = [
        (radius, reach, reach, radius, 0, radius),
        (-reach, radius, -radius, reach, -radius, 0),
        (-radius, -reach, -reach, -radius, 0, -radius),
        (reach, -radius, radius, -reach, radius, 0),
    ]
    steps = [
        " ".join(f"{part + (across, up)[index % 2]:.2f}" for index, part in enumerate(curve)) + " c"
        for curve in curves
    ]
    return f"q 0.04 0.24 0.4 rg {across + radius:.2f} {up:.2f} m {' '.join(steps)} f Q"


def _drawing(pdf: pikepdf.Pdf, operators: str, width: float, height: float) -> pikepdf.Object:
    return pdf.make_indirect(
        pikepdf.Stream(
            pdf,
            operators.encode(),
            Type=Name.XObject,
            Subtype=Name.Form,
            BBox=Array([0, 0, width, height]),
            Resources=Dictionary(),
        )
    )


def _hidden_field(pdf: pikepdf.Pdf, name: str, value: str) -> pikepdf.Object:
    page = pdf.pages[0]
    widget = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Tx,
            T=String(name),
            V=String(value),
            Ff=_READ_ONLY,
            F=_HIDDEN,
            Rect=Array([0, 0, 0, 0]),
            P=page.obj,
        )
    )
    if "/Annots" not in page:
        page.Annots = Array()
    page.Annots.append(widget)
    return widget


def _size(widget: Any) -> tuple[float, float]:
    left, bottom, right, top = (float(edge) for edge in widget.Rect)
    return round(right - left, 2), round(top - bottom, 2)
