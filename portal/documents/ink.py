"""Whether something was written or stamped into a box of a printed page: a hint, never a verdict.

The picture is looked at in a confined child, through the frame that the page's two codes give.
"""

import json
from collections.abc import Mapping

from portal.core.confinement import ConfinedError, Confines, run_confined
from portal.documents.codes_on_paper import Corners
from portal.documents.page_geometry import NoTransformError, page_transform

INK_SHARE = 0.012
"""From this share of dark points on we say that we see something."""
_CONFINES = Confines(
    wall_seconds=20, cpu_seconds=10, cpu_total_seconds=10, memory_mib=512, output_mib=1
)


def ink_seen(
    picture: bytes,
    codes: Mapping[bool, Corners],
    boxes: Mapping[str, tuple[float, float, float, float]],
    *,
    is_rtl: bool,
) -> dict[str, bool]:
    """For each box, by its name, whether there is ink in it; empty if that cannot be said.

    ``codes``: corners on the picture of the QR code (True) and the DataMatrix (False).
    """
    try:
        frames = {
            name: page_transform(codes, is_rtl=is_rtl, box=box) for name, box in boxes.items()
        }
        answer = run_confined(
            "portal.documents.ink_child", picture, arguments={"frames": frames}, confines=_CONFINES
        )
    except (NoTransformError, ConfinedError):
        return {}
    return {name: share >= INK_SHARE for name, share in json.loads(answer).items()}
