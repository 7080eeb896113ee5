"""The code on each page of the form to fill in by hand: photographs find their order by it.

It says a page's number and nothing else: not whose form it is, and it proves nothing.
"""

import re
from functools import cache

from portal.documents.codes_on_paper import qr_svg

MOST_PAGES = 40
_TEXT = re.compile(r"LC/FORM/(\d{2})")


@cache
def page_code(page: int) -> str:
    """The code of a page as SVG."""
    return qr_svg(f"LC/FORM/{page:02}")


def page_in(text: str) -> int | None:
    """The page a code names; None if it is another code."""
    found = _TEXT.fullmatch(text)
    return int(found[1]) if found else None
