"""How the web server is started: by ``make run``, by ``make bench``, and in production."""

import sys
from pathlib import Path

THREADS = 8
"""Of one worker process. The pool of the portal keeps a second connection for each of them."""
WITHOUT_DOCSTRINGS = {"PYTHONOPTIMIZE": "2"}
"""For the environment of the web server: each of its processes is 5 MB smaller.

Assertions are left out with them; here they only tell the type checker what is known. The children
that read foreign files and sign start with their own flags and keep theirs.
"""


def web_command(
    *target: str, host: str, port: int, workers: int, threads: int, options: tuple[str, ...] = ()
) -> list[str]:
    """granian on a WSGI application; ``threads`` are those of one worker process."""
    return [
        *(str(Path(sys.executable).parent / "granian"), "--interface", "wsgi"),
        *("--host", host, "--port", str(port), "--workers", str(workers)),
        *("--blocking-threads", str(threads), "--http", "1", "--no-ws"),
        *(*options, *target),
    ]
