"""Which later changes a signed document may have: further signatures and time stamps, no more."""

from collections.abc import Iterator

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import HistoricalResolver, RawPdfPath
from pyhanko.sign.diff_analysis import (
    DEFAULT_DIFF_POLICY,
    ModificationLevel,
    StandardDiffPolicy,
)
from pyhanko.sign.diff_analysis.rules_api import (
    ReferenceUpdate,
    RelativeContext,
    WhitelistRule,
)


class TaggedSignatureFields(WhitelistRule):
    """Clear one more path to a signature field: from the structure tree that tags it (PDF/UA).

    The ordinary rules for form fields still have to justify the change itself.
    """

    def apply(self, old: HistoricalResolver, new: HistoricalResolver) -> Iterator[ReferenceUpdate]:
        """Yield the field references below ``/Form`` elements of the old structure tree."""
        if "/StructTreeRoot" not in old.root:
            return
        root = old.root["/StructTreeRoot"]
        if not isinstance(root, generic.DictionaryObject) or "/K" not in root:
            return
        pending, seen = [root.raw_get("/K")], set()
        while pending:
            node, reference = pending.pop(), None
            if isinstance(node, generic.IndirectObject):
                reference = node.reference
                if reference in seen:
                    continue
                seen.add(reference)
                node = old(reference)
            if isinstance(node, generic.ArrayObject):
                pending.extend(node.raw_get(index) for index in range(len(node)))
            elif isinstance(node, generic.DictionaryObject) and "/K" in node:
                if node.get("/S") == "/Form" and reference is not None:
                    yield from _fields_of(node, reference)
                else:
                    pending.append(node.raw_get("/K"))


def _fields_of(
    element: generic.DictionaryObject, reference: generic.Reference
) -> Iterator[ReferenceUpdate]:
    kids = element["/K"]
    if not isinstance(kids, generic.ArrayObject):
        return
    for index, kid in enumerate(kids):
        is_link = isinstance(kid, generic.DictionaryObject) and kid.get("/Type") == "/OBJR"
        if is_link and kid["/Obj"].get("/FT") == "/Sig":
            yield ReferenceUpdate(
                kid.raw_get("/Obj").reference,
                context_checked=RelativeContext(reference, RawPdfPath("/K", index, "/Obj")),
            )


CHANGE_POLICY = StandardDiffPolicy(
    global_rules=[
        *DEFAULT_DIFF_POLICY.global_rules,
        TaggedSignatureFields().as_qualified(ModificationLevel.LTA_UPDATES),
    ],
    form_rule=DEFAULT_DIFF_POLICY.form_rule,
)
