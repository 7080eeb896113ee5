"""A small process tree: starts children, restarts those that may be restarted, ends all in order.

Children live in sessions of their own, so that Ctrl-C reaches only this process, which then decides
the order. If this process is killed, the kernel tells the children to end.
"""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import IO

GRACE_SECONDS = 12.0
LONGEST_PAUSE_SECONDS = 30.0
STEADY_AFTER_SECONDS = 30.0
_PR_SET_PDEATHSIG = 1


class Stop(Exception):
    """Somebody asked this process to end: Ctrl-C, SIGTERM or a closed terminal."""


class ChildDiedError(RuntimeError):
    """A child that must not end has ended; the message names it and its log."""


@dataclass
class Child:
    """One process of the tree. ``is_restarted``: a new one takes its place when it ends."""

    name: str
    command: list[str]
    environment: Mapping[str, str]
    folder: Path
    log: Path
    pid_file: Path
    is_restarted: bool = False
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)
    _started_at: float = 0.0
    _pause_seconds: float = 1.0
    _restart_at: float | None = None

    def start(self) -> None:
        """Start it, write its process id, append what it says to its log."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self.command,
                cwd=self.folder,
                env=dict(self.environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=_end_with_parent,
            )
        self._started_at = time.monotonic()
        self._restart_at = None
        self.pid_file.write_text(f"{self._process.pid}\n")

    def tend(self, say: Callable[[str], None]) -> None:
        """Look after it: restart it with a growing pause, or raise ChildDiedError."""
        if self._restart_at is not None:
            if time.monotonic() >= self._restart_at:
                self.start()
                say(f"The {self.name} runs again.")
            return
        if self._process is None or self._process.poll() is None:
            return
        _signal_group(self._process.pid, signal.SIGKILL)  # what it may have left behind
        ending = _describe_end(self._process.returncode)
        if not self.is_restarted:
            raise ChildDiedError(f"The {self.name} {ending}; its log is {self.log}")
        if time.monotonic() - self._started_at > STEADY_AFTER_SECONDS:
            self._pause_seconds = 1.0
        say(
            f"The {self.name} {ending}; it is started again in {self._pause_seconds:.0f} s."
            f" Its log is {self.log}"
        )
        self._restart_at = time.monotonic() + self._pause_seconds
        self._pause_seconds = min(self._pause_seconds * 2, LONGEST_PAUSE_SECONDS)

    def stop(self) -> None:
        """Ask it to end, wait, then end it and all it started."""
        if self._process is None:
            return
        if self._process.poll() is None:
            self._process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(GRACE_SECONDS)
        _signal_group(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._process = None
        self.pid_file.unlink(missing_ok=True)


def stop_on_signals() -> None:
    """From now on SIGINT, SIGTERM and SIGHUP raise Stop, once; later ones are ignored."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _raise_stop)


def watch(children: list[Child], say: Callable[[str], None]) -> None:
    """Tend the children until Stop or ChildDiedError is raised."""
    while True:
        for child in children:
            child.tend(say)
        time.sleep(0.3)


def write_atomically(path: Path, text: str, *, mode: int = 0o644) -> None:
    """Replace a file as a whole, so that nobody reads half of it."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    file: IO[str]
    with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "w") as file:
        file.write(text)
    beside.replace(path)


def _raise_stop(_number: int, _frame: FrameType | None) -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    raise Stop


def _end_with_parent() -> None:
    """Runs in the child before it becomes the program. Linux only; elsewhere a no-op."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _signal_group(pid: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, number)


def _describe_end(code: int) -> str:
    if code < 0:
        return f"was killed ({signal.Signals(-code).name})"
    return f"ended with code {code}"
