"""Throw-away databases for tests and checks: one migrated template, cloned in milliseconds.

All processes of a test run share one cluster that forgets its data in a crash. The last process
that leaves stops it. Never holds anything worth keeping.
"""

import fcntl
import hashlib
from pathlib import Path
from types import TracebackType
from typing import IO

from psycopg import sql

from config.migrations import migrate
from config.private_postgres import Cluster
from config.roles import OWNER, DatabaseUrls, connect, prepare_private
from config.settings import ROOT

HOME = ROOT / "var" / "scratch-postgres"
_SHAPES_THE_TEMPLATE = ("migrations/**/*.py", "portal/tenancy/ownership.py")


class ScratchDatabases:
    """Use as a context manager; ``clone`` gives a migrated, empty database."""

    def __init__(self, home: Path = HOME) -> None:
        self._home = home
        self._users: IO[str] | None = None
        self._cluster: Cluster | None = None
        self._template = f"template_{template_version()}"

    def __enter__(self) -> "ScratchDatabases":
        self._home.mkdir(parents=True, exist_ok=True)
        self._users = (self._home / "users.lock").open("w")
        is_first = _try_alone(self._users)
        if not is_first:
            fcntl.flock(self._users, fcntl.LOCK_SH)
        self._cluster = Cluster(self._home, durable=False).ensure()
        if is_first:
            self._drop_leftovers()
        with (self._home / "template.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self._ensure_template()
        fcntl.flock(self._users, fcntl.LOCK_SH)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._users is not None:
            if self._cluster is not None and _try_alone(self._users):
                self._cluster.stop()
            self._users.close()

    def clone(self, name: str) -> DatabaseUrls:
        """A fresh copy of the template under this name; an older one is dropped."""
        self.drop(name)
        with connect(self.admin_url()) as admin:
            admin.execute(
                sql.SQL("create database {} template {} owner {} strategy file_copy").format(
                    sql.Identifier(name), sql.Identifier(self._template), sql.Identifier(OWNER)
                )
            )
        return prepare_private(self.admin_url(), name)

    def drop(self, name: str) -> None:
        """Drop the database, whoever is still connected."""
        with connect(self.admin_url()) as admin:
            admin.execute(
                sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name))
            )

    def admin_url(self, database: str = "postgres") -> str:
        """Address for the superuser: only to make, empty and drop databases."""
        assert self._cluster is not None, "use ScratchDatabases as a context manager"
        return self._cluster.url(database)

    def _ensure_template(self) -> None:
        with connect(self.admin_url()) as admin:
            found = admin.execute(
                "select 1 from pg_database where datname = %s and datistemplate", [self._template]
            ).fetchone()
            if found:
                return
            self.drop(self._template)
            migrate(prepare_private(self.admin_url(), self._template))
            admin.execute(
                sql.SQL("alter database {} is_template true").format(sql.Identifier(self._template))
            )

    def _drop_leftovers(self) -> None:
        """What a killed run or an older set of migrations left behind."""
        with connect(self.admin_url()) as admin:
            names = admin.execute(
                "select datname from pg_database"
                " where datname not in ('postgres', 'template0', 'template1', %s)",
                [self._template],
            ).fetchall()
            for (name,) in names:
                admin.execute(
                    sql.SQL("alter database {} is_template false").format(sql.Identifier(name))
                )
                self.drop(name)


def template_version() -> str:
    """Changes when a migration or what migrations call changes."""
    digest = hashlib.sha256()
    for pattern in _SHAPES_THE_TEMPLATE:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _try_alone(lock: IO[str]) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
