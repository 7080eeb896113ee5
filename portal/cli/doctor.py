"""``flask doctor``: looks at everything the portal stands on, and says how to mend what is wrong.

Changes nothing but one small test file in the storage. Every finding is one line for an operator.
"""

import smtplib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from obstore.exceptions import BaseError
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import SQLAlchemyError

from config.migrations import newest_revision
from config.settings import Settings
from portal.commissions.gazetteer import is_gazetteer_there
from portal.commissions.models import Commission
from portal.core.db import Base, db
from portal.core.unit_of_work import OPERATOR, unit_of_work
from portal.documents.fonts import FONT_DIR, families, font_set
from portal.documents.shelf import storage
from portal.documents.storage import DamagedFileError, MissingFileError
from portal.signing.keyring import count_closed_keys
from portal.tenancy.enforcement import UnsafeDatabaseRole, refuse_unsafe_roles
from portal.tenancy.ownership import Owned, policies_of
from portal.tenancy.scope import NETWORK_ID, Network, Nobody, Worker

HEARTBEAT_SECONDS = 60
SMTP_SECONDS = 5
_PROBE = b"flask doctor was here: this file may stay, it is always the same\n"
_PRINT_LANGUAGES = ("en", "fr", "ar", "ru", "zh", "es")
UPGRADE = "alembic -c migrations/alembic.ini upgrade head"


class Ill(Exception):
    """Something is wrong; ``mend`` says what to do about it."""

    def __init__(self, wrong: str, mend: str) -> None:
        super().__init__(wrong)
        self.mend = mend


@dataclass(frozen=True)
class Finding:
    """What one look found."""

    title: str
    is_well: bool
    sentence: str
    mend: str = ""


@click.command("doctor")
@with_appcontext
def doctor() -> None:
    """Check database, policies, keys, fonts, storage, mail and worker; say how to mend them."""
    findings = examine(current_app.config["SETTINGS"])
    for finding in findings:
        print(f"{'✓' if finding.is_well else '✗'} {finding.title}: {finding.sentence}")
        if finding.mend:
            print(f"    {finding.mend}")
    if not all(finding.is_well for finding in findings):
        raise SystemExit(1)


def examine(settings: Settings) -> list[Finding]:
    """All findings, in the order in which the parts stand on one another."""
    looks: tuple[tuple[str, Callable[[Settings], str]], ...] = (
        ("Database role", _look_at_app_role),
        ("Coordination role", _look_at_coordination_role),
        ("Migrations", _look_at_migrations),
        ("Policies", _look_at_policies),
        ("Keys", _look_at_keys),
        ("Fonts", _look_at_fonts),
        ("Places", _look_at_places),
        ("Storage", _look_at_storage),
        ("Mail", _look_at_mail),
        ("Worker", _look_at_worker),
    )
    return [_finding(title, look, settings) for title, look in looks]


def _finding(title: str, look: Callable[[Settings], str], settings: Settings) -> Finding:
    try:
        return Finding(title, is_well=True, sentence=look(settings))
    except Ill as ill:
        return Finding(title, is_well=False, sentence=str(ill), mend=ill.mend)
    except SQLAlchemyError as error:
        reason = str(error.__cause__ or error).strip().splitlines()[0]
        mend = "Start the database, correct DATABASE_URL, or bring the tables up to date: "
        return Finding(title, is_well=False, sentence=reason, mend=mend + UPGRADE)


def _look_at_app_role(_settings: Settings) -> str:
    with db.engine.connect() as connection:
        try:
            refuse_unsafe_roles(connection)
        except UnsafeDatabaseRole as error:
            raise Ill(
                str(error), "Set DATABASE_URL to the role portal_app; see docs/operating.md"
            ) from error
    return _role_without_memberships(db.engine) + " owns nothing and cannot bypass policies"


def _look_at_coordination_role(_settings: Settings) -> str:
    engine = db.engines["coordination"]
    with engine.connect() as connection:
        row = connection.execute(
            text(
                "select r.rolsuper or r.rolbypassrls as bypasses,"
                " (select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace"
                "  where n.nspname = 'public' and c.relkind in ('r', 'p')"
                "  and has_table_privilege(c.oid, 'insert, update, delete, truncate')) as writable"
                " from pg_roles r where rolname = current_user"
            )
        ).one()
    if row.bypasses or row.writable:
        raise Ill(
            f"the role bypasses policies or may write {row.writable} tables",
            "Set COORDINATION_DATABASE_URL to the role portal_coordination, which only reads",
        )
    return _role_without_memberships(engine) + " only reads"


def _role_without_memberships(engine: Engine) -> str:
    with engine.connect() as connection:
        name, memberships = connection.execute(
            text(
                "select rolname, (select count(*) from pg_auth_members where member = r.oid)"
                " from pg_roles r where rolname = current_user"
            )
        ).one()
    if memberships:
        raise Ill(
            f"{name} is a member of {memberships} other roles",
            f"Take them away: revoke <role> from {name}",
        )
    return str(name)


def _look_at_migrations(_settings: Settings) -> str:
    with db.engine.connect() as connection:
        found = connection.execute(text("select version_num from alembic_version")).scalar()
    newest = newest_revision()
    if found != newest:
        raise Ill(f"the tables are at {found or 'nothing'}, the code needs {newest}", UPGRADE)
    return f"the tables are at {newest}, the newest"


def _look_at_policies(_settings: Settings) -> str:
    ownership = {
        str(mapper.local_table): mapper.class_.ownership
        for mapper in Base.registry.mappers
        if issubclass(mapper.class_, Owned)
    }
    with db.engine.connect() as connection:
        rows = connection.execute(
            text(
                "select c.relname, c.relrowsecurity and c.relforcerowsecurity,"
                " array(select polname::text from pg_policy where polrelid = c.oid)"
                " from pg_class c join pg_namespace n on n.oid = c.relnamespace"
                " where n.nspname = 'public' and c.relkind in ('r', 'p')"
            )
        ).all()
    found = {name: set(policies) if is_forced else None for name, is_forced, policies in rows}
    cures = {table: _cure(table, kind, found.get(table)) for table, kind in ownership.items()}
    wrong = {table: cure for table, cure in sorted(cures.items()) if cure}
    if wrong:
        raise Ill(
            f"not as the code says on {', '.join(wrong)}",
            "Stop the portal, then run as the owner: " + " ".join(wrong.values()),
        )
    return f"in force on all {len(ownership)} tables that belong to a commission"


def _cure(table: str, ownership: str, present: set[str] | None) -> str:
    """The SQL that brings a table's policies back; empty if they are there."""
    if present is None:  # a second look compares the policies themselves
        verbs = ("enable", "force")
        return " ".join(f"alter table {table} {verb} row level security;" for verb in verbs)
    statements = policies_of(table, ownership)
    dropped = [f"drop policy {name} on {table};" for name in sorted(present - set(statements))]
    made = [f"{statements[name]};" for name in sorted(set(statements) - present)]
    return " ".join(dropped + made)


def _look_at_keys(_settings: Settings) -> str:
    with unit_of_work(Nobody(), OPERATOR, read_only=True) as work:
        commissions = work.session.scalars(select(Commission.commission_id)).all()
    with unit_of_work(Network(), OPERATOR, read_only=True) as work:
        closed = count_closed_keys(work, NETWORK_ID)
    for commission_id in commissions:
        if commission_id != NETWORK_ID:
            with unit_of_work(Worker(commission_id), OPERATOR, read_only=True) as work:
                closed += count_closed_keys(work, commission_id)
    if closed:
        raise Ill(
            f"{closed} signing keys cannot be opened",
            "Set KEY_ENCRYPTION_KEY to the value with which they were wrapped",
        )
    return f"those of all {len(commissions)} commissions and of the network open"


def _look_at_fonts(_settings: Settings) -> str:
    present = set(font_set().families())
    wanted = {family for language in _PRINT_LANGUAGES for family in families(language)}
    missing = sorted(wanted - present)
    if missing:
        raise Ill(f"{FONT_DIR} lacks {', '.join(missing)}", "Copy them there: make assets")
    return f"{len(present)} families"


def _look_at_places(settings: Settings) -> str:
    if not is_gazetteer_there():
        raise Ill(f"{settings.places_file} is missing", "Build it: flask places build")
    return f"names of places are proposed from {settings.places_file}"


def _look_at_storage(settings: Settings) -> str:
    place = settings.storage_url or str(settings.var_dir / "files")
    try:
        kept = storage()
        is_same = kept.open(kept.put(_PROBE)) == _PROBE
    except (OSError, BaseError, MissingFileError, DamagedFileError) as error:
        raise Ill(f"{place}: {error}", "Correct STORAGE_URL or the rights on the folder") from error
    if not is_same:
        raise Ill(f"{place} does not give back what it got", "Correct STORAGE_URL")
    return f"{place} keeps what it gets"


def _look_at_mail(settings: Settings) -> str:
    if settings.smtp_host is None:
        folder = settings.var_dir / "mail"
        if not _is_writable(folder):
            raise Ill(f"{folder} cannot be written", "Correct the rights on the folder")
        return f"kept in {folder}, nothing leaves this machine"
    server = f"{settings.smtp_host}:{settings.smtp_port}"
    try:
        with smtplib.SMTP(settings.smtp_host, settings.smtp_port, timeout=SMTP_SECONDS) as smtp:
            if settings.smtp_starttls:
                smtp.starttls()
            if settings.smtp_username and settings.smtp_password:
                smtp.login(settings.smtp_username, settings.smtp_password)
            smtp.noop()
    except (OSError, smtplib.SMTPException) as error:
        raise Ill(
            f"{server} does not take mail: {error}",
            "Correct SMTP_HOST, SMTP_PORT, SMTP_STARTTLS, SMTP_USERNAME or SMTP_PASSWORD",
        ) from error
    return f"{server} answers"


def _is_writable(folder: Path) -> bool:
    probe = folder / ".doctor"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.touch()
        probe.unlink()
    except OSError:
        return False
    return True


def _look_at_worker(_settings: Settings) -> str:
    with db.engine.connect() as connection:
        count, age_seconds, failed = connection.execute(
            text(
                "select count(*), extract(epoch from now() - max(last_heartbeat)),"
                " (select count(*) from procrastinate_jobs where status = 'failed')"
                " from procrastinate_workers"
            )
        ).one()
    if not count or age_seconds > HEARTBEAT_SECONDS:
        since = f"none for {age_seconds:.0f} s" if count else "none was ever started"
        raise Ill(f"no worker gives a sign of life ({since})", "Start one: flask worker")
    if failed:
        raise Ill(
            f"alive, but {failed} jobs have failed for good",
            "Read its log, mend the cause, then send them again from the screen of mails",
        )
    return f"alive, last sign {age_seconds:.0f} s ago"
