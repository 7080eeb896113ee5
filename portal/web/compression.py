"""Pages are sent compressed to browsers that ask for it: a fifth as long, which a slow line feels.

Assets are compressed when they are built, and files are compressed already: both stay as they are.
Why the lightest level, and why no secret leaks by a page's length:
docs/decisions/0022-bytes-of-a-page.md.
"""

import zlib

from flask import Flask, request
from flask.wrappers import Response

SHORTEST = 1_000
"""Below this many bytes a page fits into the first packet either way."""
_LEVEL = 1
_GZIP = 31
"""What zlib calls a gzip frame with the largest window."""


def start_compression(app: Flask) -> None:
    """Compress each page the application answers with."""
    app.after_request(_compress)


def _compress(response: Response) -> Response:
    if response.mimetype != "text/html" or response.is_streamed:
        return response
    response.vary.add("Accept-Encoding")
    if not request.accept_encodings["gzip"] or "Content-Encoding" in response.headers:
        return response
    page = response.get_data()
    if len(page) >= SHORTEST:
        compressor = zlib.compressobj(_LEVEL, wbits=_GZIP)
        response.set_data(compressor.compress(page) + compressor.flush())
        response.headers["Content-Encoding"] = "gzip"
    return response
