"""``make run`` after set-up: database, tables, demo data, web server and worker, until Ctrl-C.

The only place besides settings.py that reads the environment: what a person gave to ``make run``
(PORT, HOST, DATABASE_URL) becomes settings for everything below. Never used in production.
"""

import fcntl
import json
import os
import shutil
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from contextlib import ExitStack
from pathlib import Path
from typing import IO

from config import first_run
from config.migrations import MigrationError, migrate
from config.private_postgres import Cluster, PostgresError
from config.roles import DatabaseUrls, prepare_foreign, prepare_private
from config.settings import ROOT, SettingsError, load_settings, read_env_file
from config.steps import StepError, Steps, account_table, run_logged
from config.supervisor import (
    Child,
    ChildDiedError,
    Stop,
    stop_on_signals,
    watch,
    write_atomically,
)
from config.web_server import THREADS, WITHOUT_DOCSTRINGS, web_command

VAR = ROOT / "var"
RUN, LOGS = VAR / "run", VAR / "log"
ENV_FILE, LOCK_FILE = RUN / "portal.env", RUN / "run.lock"
PROGRAMS = Path(sys.executable).parent
KEPT_BY_RESET = {"stamps", "scratch-postgres", "fonts", "places.sqlite3"}
"""What ``make setup`` and the tests made: no data of anybody."""
READY_WITHIN_SECONDS = 60.0


class RefusedError(RuntimeError):
    """Starting makes no sense; the message says what to do."""


def main(arguments: list[str]) -> int:
    """``run`` (default) or ``reset``. Returns the exit code; each failure is one sentence."""
    try:
        return reset() if arguments == ["reset"] else run()
    except Stop:
        print("\nStopped. Start again with: make run", flush=True)
        return 0
    except (
        RefusedError,
        StepError,
        ChildDiedError,
        PostgresError,
        MigrationError,
        SettingsError,
    ) as problem:
        print(f"\n✗ {problem}", file=sys.stderr, flush=True)
        return 1


def run() -> int:
    """Start everything and stay until told to stop."""
    for folder in (RUN, LOGS):
        folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as at_the_end:
        lock = at_the_end.enter_context(LOCK_FILE.open("a+"))
        _be_the_only_one(lock)
        stop_on_signals()
        port, host = _port(), os.environ.get("HOST") or "127.0.0.1"
        _require_free(host, port)
        address = f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}"  # noqa: S104
        steps = Steps(5)

        urls = _start_database(steps, at_the_end)
        environment = _write_settings(urls, address=address, port=port)
        with steps.step("Bringing the tables up to date"):
            filling = first_run.filling_of(urls)
            if filling is first_run.Filling.INTERRUPTED:
                first_run.empty(urls)
            if filling is not first_run.Filling.READY:
                first_run.begin_filling(urls)
            migrate(urls, log=LOGS / "migrations.log")
        _fill(steps, filling, environment, urls)

        children = _children(environment, host=host, port=port)
        with steps.step("Starting the web server and the worker"):
            for child in children:
                at_the_end.callback(child.stop)
                child.start()
            _wait_until_ready(f"{address}/healthz/ready", children)
        _welcome(address)
        watch(children, lambda sentence: print(f"· {sentence}", flush=True))
    return 0


def reset() -> int:
    """Stop what runs in this folder and delete its data; the environment stays."""
    RUN.mkdir(parents=True, exist_ok=True)
    with LOCK_FILE.open("a+") as lock:
        _stop_the_other(lock)
        known = read_env_file(ENV_FILE)
        cluster_home = VAR / "postgres"
        if cluster_home.exists():
            Cluster(cluster_home).remove()
        owner = known.get("OWNER_DATABASE_URL", "")
        if owner and (RUN / "roles.json").exists() and known.get("DATABASE_KIND") == "foreign":
            first_run.empty(
                DatabaseUrls(
                    app=known["DATABASE_URL"],
                    coordination=known["COORDINATION_DATABASE_URL"],
                    owner=owner,
                )
            )
        for path in VAR.iterdir():
            if path.name not in KEPT_BY_RESET and path != RUN:
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        for path in RUN.iterdir():
            if path.name not in {"roles.json", LOCK_FILE.name}:
                path.unlink()
    print("All data of this folder are deleted. Start over with: make run")
    return 0


def _start_database(steps: Steps, at_the_end: ExitStack) -> DatabaseUrls:
    foreign = os.environ.get("DATABASE_URL")
    if foreign:
        with steps.step("Preparing the database of DATABASE_URL"):
            return prepare_foreign(foreign, RUN / "roles.json")
    with steps.step("Starting PostgreSQL"):
        cluster = Cluster(VAR / "postgres")
        at_the_end.callback(cluster.stop)  # first in, last out: after the children
        cluster.ensure()
        return prepare_private(cluster.url())


def _write_settings(urls: DatabaseUrls, *, address: str, port: int) -> dict[str, str]:
    """Keep the settings for later commands (``flask …``); returns the children's environment."""
    settings = {
        "ENVIRONMENT": "development",
        "DEMO_DATA": "true",
        "BASE_URL": os.environ.get("BASE_URL") or address,
        "PORT": str(port),
        "VAR_DIR": str(VAR),
        "FLASK_APP": "wsgi:app",
        **urls.as_environment(),
    }
    kind = "foreign" if os.environ.get("DATABASE_URL") else "private"
    lines = [f"{name}={value}\n" for name, value in (settings | {"DATABASE_KIND": kind}).items()]
    write_atomically(ENV_FILE, "".join(lines), mode=0o600)
    os.environ.update(settings)
    load_settings()  # names a wrong setting before anything else starts
    return dict(os.environ) | {"PYTHONUNBUFFERED": "1"}


def _fill(
    steps: Steps, filling: first_run.Filling, environment: dict[str, str], urls: DatabaseUrls
) -> None:
    if filling is first_run.Filling.READY:
        with steps.step("Keeping the National Commissions"):
            pass
        with steps.step("Keeping the data of the last time"):
            pass
        return
    with steps.step("Loading the National Commissions"):
        _flask(environment, "commissions", "load", what="Loading the commissions")
    with steps.step("Making demo data with signed documents, this first time only"):
        _flask(environment, "demo", "load", what="Making the demo data")
        first_run.end_filling(urls)


def _flask(environment: dict[str, str], *arguments: str, what: str) -> None:
    run_logged(
        [str(PROGRAMS / "flask"), *arguments],
        what=what,
        environment=environment,
        folder=ROOT,
        log=LOGS / f"{'-'.join(arguments)}.log",
    )


def _children(environment: dict[str, str], *, host: str, port: int) -> list[Child]:
    """Web server and worker; they end in the reverse order."""
    web = web_command(
        "wsgi:app",
        host=host,
        port=port,
        workers=min(2, os.cpu_count() or 1),
        threads=THREADS,
        options=("--respawn-failed-workers", "--workers-kill-timeout", "8"),
    )
    return [
        Child(
            name="worker",
            command=[str(PROGRAMS / "flask"), "worker"],
            environment=environment,
            folder=ROOT,
            log=LOGS / "worker.log",
            pid_file=RUN / "worker.pid",
            is_restarted=True,
        ),
        Child(
            name="web server",
            command=web,
            environment=environment | WITHOUT_DOCSTRINGS,
            folder=ROOT,
            log=LOGS / "web.log",
            pid_file=RUN / "web.pid",
        ),
    ]


def _wait_until_ready(url: str, children: list[Child]) -> None:
    until = time.monotonic() + READY_WITHIN_SECONDS
    reason = "no answer"
    while time.monotonic() < until:
        for child in children:
            child.tend(lambda sentence: print(f"\n· {sentence}", flush=True))
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 - our own address
                if answer.status == 200:
                    return
        except urllib.error.HTTPError as error:
            reason = f"answer {error.code}"
        except OSError as error:
            reason = str(error)
        time.sleep(0.2)
    raise StepError(f"The web server is not ready ({reason}); its log is {LOGS / 'web.log'}")


def _welcome(address: str) -> None:
    demo_file = VAR / "demo.json"
    if demo_file.exists():
        demo = json.loads(demo_file.read_text())
        if demo.get("url") != address:
            write_atomically(
                demo_file, json.dumps(demo | {"url": address}, indent=2, ensure_ascii=False) + "\n"
            )
    print(f"\n  Learning Cities Portal   {address}\n")
    table = account_table(demo_file)
    if table:
        print(f"{table}\n")
    print(f"  Logs are in {LOGS}. End with Ctrl-C.", flush=True)


def _port() -> int:
    text = os.environ.get("PORT") or "8000"
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        raise RefusedError(f"PORT is {text!r}; give a number from 1 to 65535: make run PORT=8080")
    return int(text)


def _require_free(host: str, port: int) -> None:
    try:
        socket.create_server((host, port)).close()
    except PermissionError as error:
        raise RefusedError(
            f"Port {port} may only be opened by root; choose another: make run PORT=8080"
        ) from error
    except OSError as error:
        raise RefusedError(
            f"Port {port} of {host} is in use by another program;"
            f" choose another: make run PORT={_free_port(host, port)}"
        ) from error


def _free_port(host: str, taken: int) -> int:
    for port in range(taken + 1, min(taken + 50, 65536)):
        try:
            socket.create_server((host, port)).close()
        except OSError:
            continue
        return port
    return 8080


def _be_the_only_one(lock: IO[str]) -> None:
    """Hold the lock and write our process id into it."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        lock.seek(0)
        address = read_env_file(ENV_FILE).get("BASE_URL", "")
        raise RefusedError(
            f"This folder's portal runs already (process {lock.read().strip()}, {address});"
            " end it with Ctrl-C where it runs, or start over with: make reset run"
        ) from error
    lock.seek(0)
    lock.truncate()
    lock.write(f"{os.getpid()}\n")
    lock.flush()


def _stop_the_other(lock: IO[str]) -> None:
    """Take the lock; a portal that holds it is asked to end first."""
    for attempt in range(300):
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if attempt == 0:
                lock.seek(0)
                os.kill(int(lock.read().strip()), signal.SIGTERM)
            time.sleep(0.1)
        else:
            return
    raise RefusedError("The running portal does not end; end it with Ctrl-C where it runs")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
