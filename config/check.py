"""``make check``: runs every check to the end, one line each, and shows only what failed."""

import os
import subprocess
import sys
import time
from pathlib import Path

from config.settings import ROOT

PROGRAMS = Path(sys.executable).parent
MOST_LINES = 60
CHECKS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("formatting", ("ruff", "format", "--check", "--quiet", ".")),
    ("rules of the code", ("ruff", "check", "--quiet", ".")),
    ("types", ("mypy",)),
    ("tests are found", ("pytest", "--collect-only", "-qq", "-n", "0")),
    ("who imports whom", ("lint-imports", "--no-cache", "--no-logo")),
    ("templates", ("djlint", "portal", "--lint", "--quiet")),
    ("catalogues", ("python", "-m", "config.catalogues", "check")),
    ("migrations equal the models", ("python", "-m", "config.migrations", "check")),
)


def main() -> int:
    """Returns 1 if any check failed."""
    failed = []
    for title, (program, *arguments) in CHECKS:
        print(f"  {title} … ", end="", flush=True)
        began = time.monotonic()
        done = subprocess.run(
            [PROGRAMS / program, *arguments],
            cwd=ROOT,
            env=os.environ | {"NO_COLOR": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        seconds = time.monotonic() - began
        print(f"{'✗' if done.returncode else '✓'} {seconds:.1f} s", flush=True)
        if done.returncode:
            failed.append(title)
            lines = done.stdout.splitlines()
            print("".join(f"    {line}\n" for line in lines[:MOST_LINES]), flush=True)
            if len(lines) > MOST_LINES:
                rest = f"{len(lines) - MOST_LINES} lines more"
                print(f"    … {rest}: .venv/bin/{' '.join((program, *arguments))}", flush=True)
    if failed:
        print(f"✗ To mend: {', '.join(failed)}. Layout alone is mended by: make format")
        return 1
    print("✓ All checks pass")
    return 0


if __name__ == "__main__":
    sys.exit(main())
