"""The process tree of ``make run`` with real processes: restarts, deaths, clean ends."""

import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from config.supervisor import Child, ChildDiedError, write_atomically

LIVES_ON = "import time; print('alive', flush=True); time.sleep(60)"
HAS_A_CHILD = (
    "import subprocess, sys, time;"
    "p = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']);"
    "print(p.pid, flush=True); time.sleep(60)"
)


def child(folder: Path, program: str, *, is_restarted: bool = False) -> Child:
    return Child(
        name="worker",
        command=[sys.executable, "-c", program],
        environment=os.environ,
        folder=folder,
        log=folder / "worker.log",
        pid_file=folder / "worker.pid",
        is_restarted=is_restarted,
    )


def wait_for(condition: Callable[[], bool], *, seconds: float = 20) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it did not happen in time"
        threading.Event().wait(0.02)


def pid_in(folder: Path) -> int:
    return int((folder / "worker.pid").read_text())


def is_running(pid: int) -> bool:
    return psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE


def test_a_killed_worker_is_replaced_and_the_new_pid_is_written(tmp_path: Path) -> None:
    worker = child(tmp_path, LIVES_ON, is_restarted=True)
    said: list[str] = []
    worker.start()
    first = pid_in(tmp_path)
    os.kill(first, signal.SIGKILL)

    def is_replaced() -> bool:
        worker.tend(said.append)
        return pid_in(tmp_path) != first

    wait_for(is_replaced)
    assert is_running(pid_in(tmp_path))
    assert said == [
        f"The worker was killed (SIGKILL); it is started again in 1 s. Its log is {worker.log}",
        "The worker runs again.",
    ]
    worker.stop()


def test_the_death_of_a_child_that_must_live_is_told_with_its_log(tmp_path: Path) -> None:
    server = child(tmp_path, "raise SystemExit(3)")
    server.start()

    def tend_until_dead() -> None:
        wait_for(lambda: server.tend(print) is not None)

    with pytest.raises(ChildDiedError, match=r"ended with code 3; its log is .*worker\.log"):
        tend_until_dead()
    server.stop()


def test_stopping_ends_what_the_child_started(tmp_path: Path) -> None:
    server = child(tmp_path, HAS_A_CHILD)
    server.start()
    log = tmp_path / "worker.log"
    wait_for(lambda: log.read_text().strip().isdigit())
    grandchild = int(log.read_text())
    assert is_running(grandchild)
    server.stop()
    wait_for(lambda: not is_running(grandchild))
    assert not (tmp_path / "worker.pid").exists()


def test_a_file_is_replaced_whole_and_kept_private(tmp_path: Path) -> None:
    path = tmp_path / "portal.env"
    path.write_text("OLD=1\n")
    write_atomically(path, "NEW=1\n", mode=0o600)
    assert path.read_text() == "NEW=1\n"
    assert path.stat().st_mode & 0o777 == 0o600
