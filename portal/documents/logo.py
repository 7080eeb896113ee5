"""A commission's logo, painted anew: whatever was sent, only pixels of our own are kept.

PNG, JPEG and SVG are read in a confined child. Nothing of the file itself is ever shown.
"""

import json
import re
from dataclasses import dataclass

from portal.core.confinement import ConfinedError, Confines, run_confined
from portal.core.errors import Invalid
from portal.core.i18n import lazy_gettext as _l
from portal.documents.intake import Limits, Purpose, kind_at_the_door
from portal.documents.refusals import Refusal, RefusedFile

_MIB = 1 << 20
LOGO_LIMITS = Limits(size_bytes=4 * _MIB, pages=1, megapixels=30)
_CONFINES = Confines(wall_seconds=30, cpu_seconds=15, memory_mib=1536, output_mib=8, threads=16)
_SVG_ROOT = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?svg[\s>]")
_UNSAFE_SVG = re.compile(
    rb"<!ENTITY|<script|<foreignObject|<\?xml-stylesheet"
    rb"|href\s*=\s*[\"'](?!#|data:image/(?:png|jpeg)[;,])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Logo:
    """A logo as it is shown and printed."""

    png: bytes
    width: int
    height: int


def paint_logo(data: bytes) -> Logo:
    """The picture as a PNG of at most 900 pixels a side. Raises Invalid saying what to do."""
    arguments: dict[str, object] = {
        "is_svg": _is_svg(data),
        "megapixels": LOGO_LIMITS.megapixels,
    }
    try:
        answer = run_confined(
            "portal.documents.logo_child", data, arguments=arguments, confines=_CONFINES
        )
        header, _, png = answer.partition(b"\n")
        facts = json.loads(header)
    except (ConfinedError, ValueError):
        raise RefusedFile(Refusal.BROKEN) from None
    if "refusal" in facts:
        raise RefusedFile(Refusal(facts["refusal"]), **facts["parameters"])
    return Logo(png, int(facts["width"]), int(facts["height"]))


def _is_svg(data: bytes) -> bool:
    """Whether it is an SVG; checks at the door what either kind may be. Raises Invalid."""
    if _SVG_ROOT.search(data[:4096]) is None:
        kind_at_the_door(data, Purpose.SIGNATURE_PICTURE, LOGO_LIMITS)
        return False
    if len(data) > LOGO_LIMITS.size_bytes:
        raise RefusedFile(
            Refusal.TOO_LARGE,
            size=-(-len(data) // _MIB),
            limit=LOGO_LIMITS.size_bytes // _MIB,
        )
    if _UNSAFE_SVG.search(data):
        raise Invalid(
            _l(
                "This SVG holds a program or refers to other files. Save it as “plain SVG”, or as"
                " PNG, and send it again."
            ),
            field="logo",
        )
    return True
