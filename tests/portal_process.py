"""A real portal for browser tests: granian and the worker on a database of their own."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from config.roles import DatabaseUrls
from config.settings import ROOT
from config.web_server import WITHOUT_DOCSTRINGS, web_command

START_SECONDS = 60.0
BIN = Path(sys.executable).parent


@dataclass(frozen=True)
class RunningPortal:
    """A portal that answers at ``url``; ``mail_dir`` holds what its worker delivered."""

    url: str
    var_dir: Path

    @property
    def mail_dir(self) -> Path:
        return self.var_dir / "mail"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment_of(urls: DatabaseUrls, var_dir: Path, port: int) -> dict[str, str]:
    return {
        **os.environ,
        **urls.as_environment(),
        "ENVIRONMENT": "test",
        "BASE_URL": f"http://127.0.0.1:{port}",
        "PORT": str(port),
        "VAR_DIR": str(var_dir),
        "POOL_SIZE": "4",
    }


@contextlib.contextmanager
def running_portal(urls: DatabaseUrls, var_dir: Path, port: int) -> Iterator[RunningPortal]:
    """Start web server and worker; end both. The database is migrated and filled already."""
    environment = environment_of(urls, var_dir, port)
    worker = [BIN / "flask", "--app", "wsgi", "worker"]
    processes = [
        _start(_web(port), environment | WITHOUT_DOCSTRINGS, var_dir / "web.log"),
        _start(worker, environment, var_dir / "worker.log"),
    ]
    try:
        _wait_until_ready(f"http://127.0.0.1:{port}/healthz/ready", processes[0], var_dir)
        yield RunningPortal(url=f"http://127.0.0.1:{port}", var_dir=var_dir)
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(10)


class MortalServer:
    """A web server alone, to be killed without warning and started again at its old address."""

    def __init__(self, urls: DatabaseUrls, var_dir: Path, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.environment = environment_of(urls, var_dir, port) | WITHOUT_DOCSTRINGS
        self._command = _web(port)
        self._var_dir = var_dir
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it answers."""
        self._process = _start(
            self._command, self.environment, self._var_dir / "web.log", has_own_group=True
        )
        _wait_until_ready(f"{self.url}/healthz/ready", self._process, self._var_dir)

    def kill(self) -> None:
        """End all its processes in the middle of whatever they do."""
        if self._process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(10)


def _web(port: int) -> list[str]:
    return web_command("wsgi:app", host="127.0.0.1", port=port, workers=1, threads=4)


def _start(
    command: Sequence[object],
    environment: dict[str, str],
    log: Path,
    *,
    has_own_group: bool = False,
) -> subprocess.Popen[bytes]:
    with log.open("ab") as output:
        return subprocess.Popen(
            [str(word) for word in command],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=has_own_group,
        )


def _wait_until_ready(address: str, web: subprocess.Popen[bytes], var_dir: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if web.poll() is not None:
            break
        try:
            with urllib.request.urlopen(address, timeout=2) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise RuntimeError("the portal did not start:\n" + (var_dir / "web.log").read_text()[-3000:])
