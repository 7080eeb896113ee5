"""A painted page and its thumbnail, turned by quarters: in a confined child, like all pictures."""

from portal.core.confinement import ConfinedError, Confines, run_confined
from portal.core.errors import NotFound

_CONFINES = Confines(
    wall_seconds=20, cpu_seconds=10, cpu_total_seconds=10, memory_mib=512, output_mib=8
)
_LENGTH = 4


def turned_page(picture: bytes, turns: int) -> tuple[bytes, bytes]:
    """Page and thumbnail, JPEG, turned to the left by so many quarters.

    Raises NotFound if the picture cannot be read.
    """
    try:
        answer = run_confined(
            "portal.documents.turned_pages_child",
            picture,
            arguments={"turns": turns},
            confines=_CONFINES,
        )
    except ConfinedError:
        raise NotFound() from None
    size = int.from_bytes(answer[:_LENGTH], "big")
    return answer[_LENGTH : _LENGTH + size], answer[_LENGTH + size :]
