"""Where ``make bench`` measures: a cluster of its own, databases, granian as in production.

Only CPU that the processes themselves were charged with counts, never the clock on the wall.
"""

import base64
import contextlib
import http.client
import os
import secrets
import shutil
import socket
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil
from psycopg import sql

from config.bench_figures import StatementCount, statements_in
from config.migrations import migrate
from config.private_postgres import Cluster
from config.roles import OWNER, DatabaseUrls, connect, prepare_private
from config.settings import ROOT
from config.steps import StepError, run_logged
from config.supervisor import Child, ChildDiedError
from config.web_server import WITHOUT_DOCSTRINGS, web_command

PROGRAMS = Path(sys.executable).parent
HOST_NAME = "portal.bench.example"
THREADS = 4
READY_WITHIN_SECONDS = 60.0
_LOG_PAUSE_SECONDS = 0.25
_PRESS = "portal.core.press_child"
"""Stands in the command of the process that sets and signs PDFs for a worker."""
"""Until backends have taken a new setting over, or the last line has reached the log."""


@dataclass(frozen=True)
class Spent:
    """CPU seconds charged so far."""

    web: float
    database: float

    def since(self, before: "Spent") -> "Spent":
        """What was spent after ``before``."""
        return Spent(self.web - before.web, self.database - before.database)


class Stage:
    """Owns the cluster and the folder; ``close`` deletes all but the logs."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.logs = home / "log"
        self.logs.mkdir(parents=True, exist_ok=True)
        self._cluster = Cluster(home / "postgres")
        self._secrets = {
            "SECRET_KEY": secrets.token_urlsafe(48),
            "KEY_ENCRYPTION_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
        }

    def open(self) -> None:
        """Start the cluster, durable and logging as in production."""
        self._cluster.ensure()
        self._alter("log_line_prefix", "%m [%p] ")
        self._alter("log_min_duration_statement", "-1")

    def close(self) -> None:
        """Stop the cluster, delete its data and the files of the run; the logs stay."""
        self._cluster.remove()
        for path in self.home.iterdir():
            if path != self.logs:
                shutil.rmtree(path) if path.is_dir() else path.unlink()

    def new_database(self, name: str) -> DatabaseUrls:
        """A database with its roles and nothing in it; one of this name is dropped."""
        with connect(self._cluster.url()) as admin:
            admin.execute(
                sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name))
            )
        return prepare_private(self._cluster.url(), name)

    def copy_database(self, source: str, name: str) -> DatabaseUrls:
        """The same database once more under another name."""
        with connect(self._cluster.url()) as admin:
            admin.execute(
                sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name))
            )
            admin.execute(
                sql.SQL("create database {} template {} owner {} strategy file_copy").format(
                    sql.Identifier(name), sql.Identifier(source), sql.Identifier(OWNER)
                )
            )
        return prepare_private(self._cluster.url(), name)

    def migrate(self, urls: DatabaseUrls) -> None:
        """Bring it to the newest version."""
        migrate(urls, log=self.logs / "migrations.log")

    def settle(self, database: str) -> None:
        """Let the database do its housekeeping now and not while something is measured."""
        with connect(self._cluster.url(database)) as admin:
            admin.execute("vacuum analyze")
            admin.execute("checkpoint")

    def environment(self, urls: DatabaseUrls, *, port: int = 8000) -> dict[str, str]:
        """Settings as in production, with secrets of this run."""
        kept = {
            name: value
            for name, value in os.environ.items()
            if name in {"PATH", "HOME", "LANG", "TMPDIR", "VIRTUAL_ENV"}
        }
        return {
            **kept,
            **self._secrets,
            **urls.as_environment(),
            "ENVIRONMENT": "production",
            "BASE_URL": f"https://{HOST_NAME}",
            "PORT": str(port),
            "POOL_SIZE": str(THREADS),
            "SMTP_HOST": "mail.bench.example",
            "VAR_DIR": str(self.home),
            "FLASK_APP": "wsgi:app",
            "PYTHONUNBUFFERED": "1",
        }

    def run(self, urls: DatabaseUrls, *command: str, what: str, log: str, **settings: str) -> None:
        """Run ``flask …`` or ``python …`` on a database; StepError with its last line."""
        run_logged(
            [str(PROGRAMS / command[0]), *command[1:]],
            what=what,
            environment=self.environment(urls) | settings,
            folder=ROOT,
            log=self.logs / f"{log}.log",
        )

    @contextlib.contextmanager
    def serving(self, urls: DatabaseUrls, target: Sequence[str], name: str) -> Iterator["Served"]:
        """A web server on a database: granian, one worker process, four blocking threads."""
        port = _free_port()
        child = Child(
            name="web server",
            command=web_command(*target, host="127.0.0.1", port=port, workers=1, threads=THREADS),
            environment=self.environment(urls, port=port) | WITHOUT_DOCSTRINGS,
            folder=ROOT,
            log=self.logs / f"{name}.log",
            pid_file=self.home / f"{name}.pid",
        )
        child.start()
        try:
            _wait_until_ready(port, child)
            yield Served(self._cluster, port, int(child.pid_file.read_text()))
        finally:
            child.stop()

    def _alter(self, name: str, value: str) -> None:
        _alter(self._cluster, name, value)


class Served:
    """A running web server and the cluster behind it."""

    def __init__(self, cluster: Cluster, port: int, pid: int) -> None:
        self._cluster = cluster
        self._web = psutil.Process(pid)
        pid_file = cluster.data / "postmaster.pid"
        self._postmaster = psutil.Process(int(pid_file.read_text().split()[0]))
        self.port = port

    def spent(self) -> Spent:
        """CPU seconds of the web server's processes and of all processes of the cluster."""
        return Spent(_cpu_seconds(self._web), _cpu_seconds(self._postmaster))

    def worker_rss_mb(self) -> float:
        """Resident memory of the largest process of the web server but its press: its worker."""
        family = [self._web, *self._web.children(recursive=True)]
        workers = [each for each in family if not any(_PRESS in word for word in each.cmdline())]
        return max(float(worker.memory_info().rss) for worker in workers) / 1024**2

    @contextlib.contextmanager
    def counting(self, counts: list[StatementCount]) -> Iterator[None]:
        """Count the statements the server logs meanwhile; for one request at a time."""
        _alter(self._cluster, "log_statement", "all")
        before = self._cluster.log.stat().st_size
        try:
            yield
            time.sleep(_LOG_PAUSE_SECONDS)
            with self._cluster.log.open("rb") as log:
                log.seek(before)
                counts.append(statements_in(log.read().decode(errors="replace")))
        finally:
            _alter(self._cluster, "log_statement", "none")


def _alter(cluster: Cluster, name: str, value: str) -> None:
    with connect(cluster.url()) as admin:
        admin.execute(
            sql.SQL("alter system set {} = {}").format(sql.Identifier(name), sql.Literal(value))
        )
        admin.execute("select pg_reload_conf()")
    time.sleep(_LOG_PAUSE_SECONDS)


def _cpu_seconds(parent: psutil.Process) -> float:
    """User and system time of a process and its descendants, those that ended included."""
    total = 0.0
    for process in (parent, *parent.children(recursive=True)):
        with contextlib.suppress(psutil.NoSuchProcess):
            times = process.cpu_times()
            total += times.user + times.system + times.children_user + times.children_system
    return total


def _wait_until_ready(port: int, child: Child) -> None:
    until = time.monotonic() + READY_WITHIN_SECONDS
    reason = "no answer"
    while time.monotonic() < until:
        try:
            child.tend(lambda _sentence: None)
            status, _headers, body = ask(port, "GET", "/healthz/ready")
        except (OSError, http.client.HTTPException) as error:
            reason = str(error)
        except ChildDiedError as error:
            raise StepError(str(error)) from error
        else:
            if status == 200:
                return
            reason = f"answer {status}: {body[:80].decode(errors='replace')}"
        time.sleep(0.1)
    raise StepError(f"The web server is not ready ({reason}); its log is {child.log}")


def ask(
    port: int, method: str, path: str, headers: Mapping[str, str] | None = None
) -> tuple[int, Mapping[str, str], bytes]:
    """One request on a connection of its own: status, headers, body."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request(method, path, headers={"Host": HOST_NAME, **(headers or {})})
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()
    finally:
        connection.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
