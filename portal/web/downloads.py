"""Files as answers: never sniffed, never active, no copy in shared caches."""

import io
from collections.abc import Iterable, Sequence

from flask import Response, send_file
from werkzeug.http import dump_options_header

from portal.web.spreadsheet import csv_file


def file_response(data: bytes, name: str, media_type: str, *, is_inline: bool) -> Response:
    """Bytes for a browser: no sniffing, no script, no copy in shared caches."""
    response = send_file(
        io.BytesIO(data), mimetype=media_type, as_attachment=not is_inline, download_name=name
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    # A sandbox would keep Chromium's viewer from showing our own PDFs; they hold nothing active.
    policy = "default-src 'none'" if is_inline else "default-src 'none'; sandbox"
    response.headers["Content-Security-Policy"] = policy
    return response


def stream_response(
    pieces: Iterable[bytes], name: str, media_type: str, *, size_bytes: int
) -> Response:
    """A file too large to be held in memory, piece by piece, to be kept under an ASCII name."""
    response = Response(pieces, mimetype=media_type)
    response.headers["Content-Disposition"] = dump_options_header("attachment", {"filename": name})
    response.headers["Content-Length"] = str(size_bytes)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def pdf_response(data: bytes, name: str) -> Response:
    """A PDF the portal made, shown in the browser."""
    return file_response(data, name, "application/pdf", is_inline=True)


def csv_response(name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """A list for a spreadsheet, to be kept under a name."""
    return file_response(csv_file(header, rows), name, "text/csv", is_inline=False)
