"""Signature fields laid out before anybody signs, tagged for screen readers (PDF/UA).

A template reserves a place with a link to ``field:<name>``; here that link becomes an empty
signature field, in the reading order where it stands. Nothing is added after the first signature.
"""

import io
from collections.abc import Mapping

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from portal.documents.form_values import SignatureBox

_PLACE = "field:"
_PRINTED = 4
_PRINTED_AND_LOCKED = 132


def lay_out_fields(
    pdf: pikepdf.Pdf, labels: Mapping[str, str], *, timestamps: tuple[str, ...] = ()
) -> tuple[SignatureBox, ...]:
    """Turn the reserved places into signature fields and add hidden ones for time stamps.

    Raises KeyError if a place has no label.
    """
    empty = pdf.make_indirect(
        pikepdf.Stream(
            pdf,
            b"",
            Type=Name.XObject,
            Subtype=Name.Form,
            BBox=Array([0, 0, 1, 1]),
            Resources=Dictionary(),
        )
    )
    tree = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)
    fields, boxes = Array(), []
    for number, page in enumerate(pdf.pages, 1):
        for annotation in page.get("/Annots", []):
            name = _place_name(annotation)
            if name is None:
                continue
            _become_field(annotation, tree, page, name, labels[name], empty)
            fields.append(annotation)
            boxes.append(_box(name, number, annotation))
    for name in timestamps:
        fields.append(_hidden_field(pdf, tree, name, empty))
    pdf.Root.AcroForm = pdf.make_indirect(Dictionary(Fields=fields, SigFlags=1))
    return tuple(boxes)


def empty_box(pdf: bytes, name: str) -> SignatureBox | None:
    """Where the empty field ``name`` of a finished print lies; None if it was not laid out."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for number, page in enumerate(opened.pages, 1):
            for annotation in page.get("/Annots", []):
                if str(annotation.get("/T", "")) == name and "/V" not in annotation:
                    return _box(name, number, annotation)
    return None


def _place_name(annotation: pikepdf.Object) -> str | None:
    action = annotation.get("/A")
    address = str(action.get("/URI", "")) if action is not None else ""
    return address.removeprefix(_PLACE) if address.startswith(_PLACE) else None


def _become_field(
    annotation: pikepdf.Object,
    tree: pikepdf.NumberTree,
    page: pikepdf.Page,
    name: str,
    label: str,
    appearance: pikepdf.Object,
) -> None:
    for key in ("/A", "/Border", "/Contents", "/C"):
        if key in annotation:
            del annotation[key]
    annotation.Subtype = Name.Widget
    annotation.FT = Name.Sig
    annotation.T = String(name)
    annotation.TU = String(label)
    annotation.F = _PRINTED
    annotation.P = page.obj
    annotation.AP = Dictionary(N=appearance)
    element = tree[int(annotation.StructParent)]
    element.S = Name.Form
    element.Alt = String(label)
    element.K = Array([Dictionary(Type=Name.OBJR, Obj=annotation, Pg=page.obj)])


def _hidden_field(
    pdf: pikepdf.Pdf, tree: pikepdf.NumberTree, name: str, appearance: pikepdf.Object
) -> pikepdf.Object:
    """A field without size on the first page, for a document time stamp."""
    page, root = pdf.pages[0], pdf.Root.StructTreeRoot
    number = int(root.get("/ParentTreeNextKey", max(tree.keys(), default=-1) + 1))
    widget = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Sig,
            T=String(name),
            TU=String(name),
            Rect=Array([0, 0, 0, 0]),
            P=page.obj,
            F=_PRINTED_AND_LOCKED,
            StructParent=number,
            AP=Dictionary(N=appearance),
        )
    )
    parent = root.K[0] if isinstance(root.K, Array) else root.K
    element = pdf.make_indirect(
        Dictionary(
            Type=Name.StructElem,
            S=Name.Form,
            P=parent,
            Pg=page.obj,
            Alt=String(name),
            K=Array([Dictionary(Type=Name.OBJR, Obj=widget, Pg=page.obj)]),
        )
    )
    if not isinstance(parent.K, Array):
        parent.K = Array([parent.K])
    parent.K.append(element)
    tree[number] = element
    root.ParentTreeNextKey = number + 1
    if "/Annots" not in page:
        page.Annots = Array()
    page.Annots.append(widget)
    return widget


def _box(name: str, page: int, annotation: pikepdf.Object) -> SignatureBox:
    left, bottom, right, top = (round(float(edge), 2) for edge in annotation.Rect)
    return SignatureBox(name, page, left, bottom, round(right - left, 2), round(top - bottom, 2))
