"""Running a parser of hostile files in a child process that cannot hurt the portal.

The child gets the file and nothing else: no environment, no secrets, limits on CPU, memory, output
and wall time. Whatever happens to it, the caller gets bytes or Confined, never a hang.
"""

import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent.parent
_MIB = 1 << 20
_BOOT = (
    "import runpy, sys, types; "
    "package = types.ModuleType('portal'); package.__path__ = [sys.argv[1] + '/portal']; "
    "sys.modules['portal'] = package; sys.path.insert(0, sys.argv[1]); "
    "runpy.run_module(sys.argv[2], run_name='__main__')"
)
"""The child gets the module it needs without building the application: 2 seconds less."""


@dataclass(frozen=True, slots=True)
class Confines:
    """What one child may use."""

    cpu_seconds: int = 10
    """Until the child grants itself more, page by page."""
    cpu_total_seconds: int = 0
    """What it may grant itself in all; 0 means no more than ``cpu_seconds``."""
    wall_seconds: int = 20
    memory_mib: int = 1024
    output_mib: int = 64
    threads: int = 0
    """How many it may start; the kernel counts them for all processes of the user together."""


class ConfinedError(RuntimeError):
    """The child died, was stopped at a limit, or wrote no answer. ``reason`` says which."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def run_confined(
    module: str, content: bytes, *, arguments: dict[str, object], confines: Confines
) -> bytes:
    """Run a module of ours as a program on the content and return what it wrote.

    The module calls ``serve_confined``. ``arguments`` must be JSON.
    Raises ConfinedError with reason ``time`` or ``crash``.
    """
    header = json.dumps({"arguments": arguments, "confines": asdict(confines)}).encode() + b"\n"
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as answer:
        given.write(header)
        given.write(content)
        given.seek(0)
        process = subprocess.Popen(
            [sys.executable, "-I", "-B", "-c", _BOOT, str(_ROOT), module],
            stdin=given,
            stdout=answer,
            stderr=subprocess.DEVNULL,
            cwd=_ROOT,
            env={"PATH": os.defpath, "LANG": "C.UTF-8"},
            start_new_session=True,
        )
        try:
            code = process.wait(timeout=confines.wall_seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            raise ConfinedError("time") from None
        if code != 0:
            raise ConfinedError("time" if code == -signal.SIGXCPU else "crash")
        answer.seek(0)
        return answer.read(confines.output_mib * _MIB)


def serve_confined(work: Callable[[bytes, dict[str, object]], bytes]) -> None:
    """The child's whole life: take limits upon itself, read, work, write, end."""
    header = json.loads(sys.stdin.buffer.readline())
    confines = Confines(**header["confines"])
    total = max(confines.cpu_seconds, confines.cpu_total_seconds)
    resource.setrlimit(resource.RLIMIT_CPU, (confines.cpu_seconds, total + 1))
    _limit(resource.RLIMIT_AS, confines.memory_mib * _MIB)
    _limit(resource.RLIMIT_FSIZE, confines.output_mib * _MIB)
    _limit(resource.RLIMIT_NPROC, _tasks_of_user() + confines.threads if confines.threads else 0)
    _limit(resource.RLIMIT_CORE, 0)
    answer = work(sys.stdin.buffer.read(), header["arguments"])
    sys.stdout.buffer.write(answer)
    sys.stdout.buffer.flush()
    os._exit(0)


def grant_cpu(seconds: int) -> None:
    """In the child: allow the next step so many seconds from now, within the total."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    used = usage.ru_utime + usage.ru_stime
    total = resource.getrlimit(resource.RLIMIT_CPU)[1] - 1
    resource.setrlimit(resource.RLIMIT_CPU, (min(total, int(used) + 1 + seconds), total + 1))


def _tasks_of_user() -> int:
    """Threads that run now under this process's user."""
    count = 0
    for process in Path("/proc").iterdir():
        try:
            if process.name.isdigit() and process.stat().st_uid == os.getuid():
                count += sum(1 for _ in (process / "task").iterdir())
        except OSError:  # it has ended meanwhile
            continue
    return count


def _limit(kind: int, value: int) -> None:
    resource.setrlimit(kind, (value, value))
