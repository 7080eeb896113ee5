"""What a person sees while the portal starts: numbered steps, progress, a table of accounts."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

ACCOUNTS_SHOWN_PER_ROLE = 2
COLUMNS = ("role", "email", "password", "commission", "city", "language")


class StepError(RuntimeError):
    """A step failed; the message is one sentence that says what to do."""


class Steps:
    """Numbered lines: ``2/6 Bringing the tables up to date … 0.9 s``."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._number = 0

    @contextmanager
    def step(self, title: str) -> Iterator[None]:
        """Announce a step, and when it is done how long it took."""
        self._number += 1
        began = time.monotonic()
        print(f"{self._number}/{self._total} {title} … ", end="", flush=True)
        try:
            yield
        except BaseException:
            print("stopped", flush=True)
            raise
        print(f"{time.monotonic() - began:.1f} s", flush=True)


def run_logged(
    command: Sequence[str], *, what: str, environment: Mapping[str, str], folder: Path, log: Path
) -> None:
    """Run a command into its log; a progress bar it draws is shown on a terminal.

    Raises StepError with the last line of its output.
    """
    is_terminal = sys.stdout.isatty()
    last = ""
    with log.open("wb") as file:
        process = subprocess.Popen(
            list(command),
            cwd=folder,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        assert process.stdout is not None
        has_bar = False
        try:
            while chunk := os.read(process.stdout.fileno(), 65536):
                file.write(chunk)
                file.flush()
                pieces = [
                    piece.strip()
                    for piece in chunk.decode(errors="replace").replace("\r", "\n").splitlines()
                ]
                last = next((piece for piece in reversed(pieces) if piece), last)
                if is_terminal and "%|" in last:
                    print(f"\r\x1b[2K      {last[:100]}", end="", flush=True)
                    has_bar = True
            process.wait()
        except BaseException:
            process.terminate()
            process.wait(10)
            raise
    if has_bar:
        print("\r\x1b[2K      done in ", end="", flush=True)
    if process.returncode:
        raise StepError(f"{what} failed: {last or 'no reason was given'} (all of it is in {log})")


def account_table(demo_file: Path) -> str:
    """The demo accounts by role, at most two of each role. Empty if there are none."""
    if not demo_file.exists():
        return ""
    accounts = json.loads(demo_file.read_text()).get("accounts", [])
    rows = [[str(account.get(column) or "") for column in COLUMNS] for account in accounts]
    shown: list[list[str]] = []
    for row in sorted(rows, key=lambda row: _role_order(rows, row[0])):
        if sum(other[0] == row[0] for other in shown) < ACCOUNTS_SHOWN_PER_ROLE:
            shown.append(row)
    if not shown:
        return ""
    widths = [
        max(len(row[number]) for row in [list(COLUMNS), *shown]) for number in range(len(COLUMNS))
    ]
    lines = [_line([name.capitalize() for name in COLUMNS], widths)]
    lines += [_line(["─" * width for width in widths], widths)]
    lines += [_line(row, widths) for row in shown]
    if len(rows) > len(shown):
        lines.append(f"  … {len(rows)} accounts in all, with their second factors, in {demo_file}")
    return "\n".join(lines)


def _role_order(rows: list[list[str]], role: str) -> int:
    return [row[0] for row in rows].index(role)


def _line(cells: list[str], widths: list[int]) -> str:
    padded = (cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
    return "  " + "  ".join(padded).rstrip()
