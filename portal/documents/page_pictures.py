"""Pages of the portal's own PDFs as pictures: what a signatory sees are the bytes to be signed.

Painted in a confined child; foreign files are painted once, when they are taken in (``intake``).
"""

import io
from functools import lru_cache

from portal.core.confinement import ConfinedError, Confines, run_confined
from portal.core.errors import NotFound
from portal.core.press import at_press
from portal.documents.shelf import read

PAGE_WIDTH_PX, SMALL_WIDTH_PX = 1100, 640
MEDIA_TYPE = "image/webp"
_CONFINES = Confines(
    wall_seconds=20, cpu_seconds=15, cpu_total_seconds=15, memory_mib=1024, output_mib=16
)


@lru_cache(maxsize=1024)
def page_count(sha256: str) -> int:
    """Number of pages of a kept PDF. Raises NotFound."""
    return _pages_of(read(sha256))


@lru_cache(maxsize=128)
def page_picture(sha256: str, page: int, *, width: int = PAGE_WIDTH_PX) -> bytes:
    """A page as ``MEDIA_TYPE``, signatures and stamps as they stand on it. Pages count from 1.

    ``width`` in points of the picture: the whole, or ``SMALL_WIDTH_PX`` for a phone.

    Raises NotFound if there is no such file or page, or it cannot be painted.
    """
    if not 1 <= page <= page_count(sha256):
        raise NotFound()
    try:
        return run_confined(
            "portal.documents.page_pictures_child",
            read(sha256),
            arguments={"page": page, "width": width},
            confines=_CONFINES,
        )
    except ConfinedError:
        raise NotFound() from None


@at_press
def _pages_of(pdf: bytes) -> int:
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return len(opened.pages)
