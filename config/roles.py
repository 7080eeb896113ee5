"""The three database roles and the portal's database, on any PostgreSQL server.

The owner migrates; the portal reads and writes under policies; coordination only reads. Tables,
grants and policies come from migrations, never from here.
"""

import json
import secrets
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import URL, make_url

from config.private_postgres import MINIMUM_VERSION, PostgresError

OWNER, APP, COORDINATION = "portal_owner", "portal_app", "portal_coordination"
ROLES = (OWNER, APP, COORDINATION)
DATABASE = "portal"
_MAINTENANCE_DATABASES = {"", "postgres", "template1"}


@dataclass(frozen=True)
class DatabaseUrls:
    """Addresses of one database for the three roles."""

    app: str
    coordination: str
    owner: str

    def as_environment(self) -> dict[str, str]:
        """The settings' names and values."""
        return {
            "DATABASE_URL": self.app,
            "COORDINATION_DATABASE_URL": self.coordination,
            "OWNER_DATABASE_URL": self.owner,
        }


def prepare_private(admin_url: str, database: str = DATABASE) -> DatabaseUrls:
    """Make roles and database on a private cluster, where the socket's folder is the lock."""
    return _prepare(make_url(admin_url), database, passwords={})


def prepare_foreign(admin_url: str, passwords_file: Path) -> DatabaseUrls:
    """Make roles with random passwords and the database on a server of somebody else's.

    ``admin_url`` names a role that may create roles and databases; its path is the database to use
    (``portal`` if it is a maintenance database). Passwords are kept in ``passwords_file``, mode
    0600. Raises PostgresError with one sentence.
    """
    url = make_url(_with_driver(admin_url))
    database = DATABASE if (url.database or "") in _MAINTENANCE_DATABASES else str(url.database)
    passwords = _passwords(passwords_file)
    return _prepare(url, database, passwords=passwords)


def connect(url: str | URL, *, database: str | None = None) -> psycopg.Connection:
    """A plain connection in autocommit mode; PostgresError with a sentence if there is none."""
    address = make_url(url).set(drivername="postgresql")
    if database is not None:
        address = address.set(database=database)
    try:
        return psycopg.connect(
            address.render_as_string(hide_password=False), autocommit=True, connect_timeout=10
        )
    except psycopg.OperationalError as error:
        reason = str(error).strip().splitlines()[0]
        shown = address.render_as_string(hide_password=True)
        raise PostgresError(
            f"The database {shown} cannot be reached ({reason}); start it or correct DATABASE_URL"
        ) from error


def _prepare(url: URL, database: str, *, passwords: dict[str, str]) -> DatabaseUrls:
    maintenance = "postgres" if (url.database or "") != "template1" else "template1"
    with connect(url, database=maintenance) as admin:
        _require_version(admin)
        try:
            for role in ROLES:
                _ensure_role(admin, role, passwords.get(role))
            _ensure_database(admin, database)
        except psycopg.errors.InsufficientPrivilege as error:
            raise PostgresError(
                f"The role {url.username or admin.info.user} may not make roles and databases"
                f" ({error.diag.message_primary}); give DATABASE_URL a role with"
                " CREATEROLE and CREATEDB, or a superuser"
            ) from error
    address = url.set(drivername="postgresql+psycopg", database=database)
    owner, app, coordination = (
        address.set(username=role, password=passwords.get(role)).render_as_string(
            hide_password=False
        )
        for role in ROLES
    )
    return DatabaseUrls(app=app, coordination=coordination, owner=owner)


def _require_version(admin: psycopg.Connection) -> None:
    if admin.info.server_version < MINIMUM_VERSION * 10_000:
        raise PostgresError(
            f"The database server is PostgreSQL {admin.info.server_version // 10_000};"
            f" the portal needs {MINIMUM_VERSION} or newer"
        )


def _ensure_role(admin: psycopg.Connection, role: str, password: str | None) -> None:
    found = admin.execute(
        "select rolsuper or rolbypassrls,"
        " exists(select 1 from pg_auth_members where member = r.oid)"
        " from pg_roles r where rolname = %s",
        [role],
    ).fetchone()
    if found is None:
        admin.execute(sql.SQL("create role {} login").format(sql.Identifier(role)))
    elif found[0] or found[1]:
        raise PostgresError(
            f"The role {role} exists and is a superuser, bypasses row-level security or is a"
            f" member of another role; remove it (drop role {role}) and start again"
        )
    if password is not None:
        admin.execute(
            sql.SQL("alter role {} login password {}").format(sql.Identifier(role), password)
        )
    if role == COORDINATION:
        admin.execute(
            sql.SQL("alter role {} set default_transaction_read_only = on").format(
                sql.Identifier(role)
            )
        )


def _ensure_database(admin: psycopg.Connection, database: str) -> None:
    name, owner = sql.Identifier(database), sql.Identifier(OWNER)
    is_superuser = admin.execute("select rolsuper from pg_roles where rolname = current_user")
    if not (is_superuser.fetchone() or (False,))[0]:
        admin.execute(sql.SQL("grant {} to current_user").format(owner))
    found = admin.execute(
        "select pg_get_userbyid(datdba) from pg_database where datname = %s", [database]
    ).fetchone()
    if found is None:
        admin.execute(sql.SQL("create database {} owner {}").format(name, owner))
    elif found[0] != OWNER:
        admin.execute(sql.SQL("alter database {} owner to {}").format(name, owner))
    admin.execute(sql.SQL("revoke all on database {} from public").format(name))
    admin.execute(
        sql.SQL("grant connect on database {} to {}, {}").format(
            name, sql.Identifier(APP), sql.Identifier(COORDINATION)
        )
    )


def _passwords(file: Path) -> dict[str, str]:
    if file.exists():
        kept: dict[str, str] = json.loads(file.read_text())
        if set(ROLES) <= set(kept):
            return kept
    made = {role: secrets.token_urlsafe(24) for role in ROLES}
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch(mode=0o600)
    file.chmod(0o600)
    file.write_text(json.dumps(made, indent=2) + "\n")
    return made


def _with_driver(url: str) -> str:
    for short in ("postgres://", "postgresql://"):
        if url.startswith(short):
            return "postgresql+psycopg://" + url.removeprefix(short)
    if not url.startswith("postgresql+psycopg://"):
        raise PostgresError(
            "DATABASE_URL must be a PostgreSQL address such as postgresql://me@localhost/portal"
        )
    return url
