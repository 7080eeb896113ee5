"""The press: one child process that sets, signs and seals PDFs for this process.

Its libraries (typst, pyHanko, pikepdf) and fonts take memory that a web worker does not have.
Started at first use, started anew if it dies or has grown, ended with us. Only our own values go
in: what strangers send is parsed in ``confinement``. Nothing of a call is written anywhere.
"""

import atexit
import functools
import inspect
import os
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection, Pipe
from pathlib import Path
from typing import ParamSpec, TypeVar, cast

from portal.core import clock
from portal.core.press_child import Answer, Order, is_press

_ROOT = Path(__file__).resolve().parent.parent.parent
_BOOT = (
    "import runpy, sys, types; "
    "package = types.ModuleType('portal'); package.__path__ = [sys.argv[1] + '/portal']; "
    "sys.modules['portal'] = package; sys.path.insert(0, sys.argv[1]); "
    "from portal.core.press_child import serve; serve(int(sys.argv[2]))"
)
"""The child gets the modules it needs without building the application."""
_PASSED_ON = ("PATH", "SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE")
"""Of the environment; besides these, proxies: a time-stamp server may lie behind one."""
LONGEST_SECONDS = 120
LARGEST_MIB = 768
"""A press that has grown beyond this is ended after its answer; the next call starts another."""
_PATIENCE_SECONDS = 5

P = ParamSpec("P")
T = TypeVar("T")


class PressError(RuntimeError):
    """The press died twice over the same call, or took too long, or failed in an unknown way."""


def at_press(function: Callable[P, T]) -> Callable[P, T]:
    """Have a function of a module run in the press: plain values in, plain values out.

    It must do the same when called again, for a press that dies is followed by another. Errors it
    raises are raised here, with the place where they arose as a note.
    """
    place = (function.__module__, function.__qualname__)

    @functools.wraps(function)
    def order(*args: P.args, **kwargs: P.kwargs) -> T:
        if is_press():
            return function(*args, **kwargs)
        return cast(T, _press.do(Order(*place, args, kwargs, clock.pretended())))

    return order


def here(function: Callable[P, T]) -> Callable[P, T]:
    """The same function in this process, for looking into it: see ``config.bench_documents``."""
    return cast(Callable[P, T], inspect.unwrap(function))


def press_pid() -> int | None:
    """The process id of this process's press, if it runs: for measuring."""
    return _press.pid


class Press:
    """The line to one child process, started when it is needed. Calls take turns."""

    def __init__(
        self, *, longest_seconds: float = LONGEST_SECONDS, largest_mib: int = LARGEST_MIB
    ) -> None:
        self._longest_seconds = longest_seconds
        self._largest_mib = largest_mib
        self._turn = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._line: Connection | None = None

    @property
    def pid(self) -> int | None:
        """The child's process id, if it runs."""
        return self._process.pid if self._process else None

    def do(self, order: Order) -> object:
        """What came of a call. Raises what the call raised, or PressError."""
        message = pickle.dumps(order, pickle.HIGHEST_PROTOCOL)
        with self._turn:
            try:
                answer = self._ask(message)
            except (EOFError, OSError):
                answer = self._ask_another(message)
        if answer.error is not None:
            raise answer.error
        return answer.result

    def end(self) -> None:
        """Let the press end, and see that it does."""
        process, line, self._process, self._line = self._process, self._line, None, None
        if line is not None:
            line.close()
        if process is None:
            return
        try:
            process.wait(_PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def disown(self) -> None:
        """In a forked child: the press is the parent's, and only the parent keeps its line."""
        if self._line is not None:
            self._line.close()
        if self._process is not None:
            self._process.returncode = 0  # not ours to wait for

    def _ask_another(self, message: bytes) -> Answer:
        self._kill()
        try:
            return self._ask(message)
        except (EOFError, OSError):
            code = self._kill()
            raise PressError(f"the press died twice, at last with {code}") from None

    def _ask(self, message: bytes) -> Answer:
        line = self._started()
        try:
            line.send_bytes(message)
            if not line.poll(self._longest_seconds):
                self._kill()
                raise PressError(f"no answer from the press in {self._longest_seconds} seconds")
            answer: Answer = pickle.loads(line.recv_bytes())  # noqa: S301 - from our own child
        except (EOFError, OSError, PressError):
            raise
        except BaseException:  # an answer that nobody waits for must not be taken for the next
            self._kill()
            raise
        if answer.memory_mib > self._largest_mib:
            self.end()
        return answer

    def _started(self) -> Connection:
        if self._line is not None:
            return self._line
        ours, theirs = Pipe()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-B", "-c", _BOOT, str(_ROOT), str(theirs.fileno())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                cwd=_ROOT,
                env=_environment(),
                start_new_session=True,
            )
        self._line = ours
        return ours

    def _kill(self) -> int | None:
        """End it now; its exit code."""
        process = self._process
        if process is not None:
            process.send_signal(signal.SIGKILL)
        self.end()
        return process.returncode if process else None


def _environment() -> dict[str, str]:
    passed = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    proxies = {name: value for name, value in os.environ.items() if name.lower().endswith("_proxy")}
    return {"LANG": "C.UTF-8", **passed, **proxies}


_press = Press()


@atexit.register
def _end() -> None:
    _press.end()


def _begin_anew() -> None:
    global _press
    _press.disown()
    _press = Press()


os.register_at_fork(after_in_child=_begin_anew)
