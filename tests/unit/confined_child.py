"""A child for the tests of confinement: does what its arguments say."""

import os
import sys
import time
from typing import Any

from portal.core.confinement import serve_confined


def work(content: bytes, arguments: dict[str, Any]) -> bytes:
    match arguments["do"]:
        case "echo":
            return content.upper()
        case "environment":
            return ",".join(sorted(os.environ)).encode()
        case "loaded":
            return b"flask" if "flask" in sys.modules else b"bare"
        case "spin":
            while True:
                pass
        case "sleep":
            time.sleep(60)
        case "memory":
            return bytes(1 << 30)[:1]
    return b""


if __name__ == "__main__":
    serve_confined(work)
