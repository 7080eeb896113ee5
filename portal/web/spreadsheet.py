"""The list as a CSV file that a spreadsheet opens without carrying anything out.

Source: RFC 4180, 2.6 and 2.7; ASVS 5.0, 1.2.10 (formula injection).
"""

import csv
import io
from collections.abc import Iterable, Sequence

BYTE_ORDER_MARK = "\ufeff"
_ACTIVE = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")
"""First signs a spreadsheet may take for a formula, full-width ones too."""


def csv_file(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """The rows as UTF-8 with a byte-order mark, each cell in quotes, lines ended by CR LF."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([harmless(cell) for cell in header])
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return (BYTE_ORDER_MARK + out.getvalue()).encode()


def harmless(value: object) -> str:
    """The text of a cell; an apostrophe before what could be a formula. Numbers stay numbers."""
    text = "" if value is None else str(value)
    if isinstance(value, int | float):
        return text
    return f"'{text}" if text.startswith(_ACTIVE) else text
