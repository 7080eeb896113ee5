"""Runs Alembic as the owner, and says in one sentence when it fails.

``python -m config.migrations check`` compares the models with the newest migration.
"""

import os
import subprocess
import sys
from pathlib import Path

from config.private_postgres import PostgresError
from config.roles import DatabaseUrls, connect
from config.settings import ROOT

CONFIGURATION = ROOT / "migrations" / "alembic.ini"


class MigrationError(RuntimeError):
    """A migration failed; the message says where the reason is."""


def newest_revision() -> str:
    """Number of the newest migration, from the file names (``NNNN_slug.py``)."""
    return max(path.stem.split("_")[0] for path in (CONFIGURATION.parent / "versions").glob("*.py"))


def migrate(urls: DatabaseUrls, *, log: Path | None = None) -> None:
    """Bring the database to the newest version. MigrationError with the reason's last line."""
    if _revision_of(urls) != newest_revision():
        _alembic(urls, "upgrade", "head", log=log)


def _revision_of(urls: DatabaseUrls) -> str | None:
    with connect(urls.owner) as owner:
        has_table = owner.execute("select to_regclass('alembic_version')").fetchone()
        if not has_table or has_table[0] is None:
            return None
        row = owner.execute("select version_num from alembic_version").fetchone()
        return str(row[0]) if row else None


def _alembic(urls: DatabaseUrls, *arguments: str, log: Path | None = None) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "alembic", "-c", str(CONFIGURATION), *arguments],
        cwd=ROOT,
        env=os.environ | urls.as_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    output = done.stdout + done.stderr
    if log is not None:
        log.write_text(output)
    if done.returncode:
        lines = [line for line in output.splitlines() if line.strip()]
        reason = lines[-1] if lines else "no reason was given"
        raise MigrationError(
            f"The migrations stopped: {reason}" + (f" (all of it is in {log})" if log else "")
        )


def check() -> str:
    """Empty if a migrated database equals the models, else what differs."""
    from config.scratch_database import ScratchDatabases

    with ScratchDatabases() as scratch:
        urls = scratch.clone("portal_migrations_check")
        try:
            _alembic(urls, "check")
        except MigrationError as error:
            return str(error)
        finally:
            scratch.drop("portal_migrations_check")
    return ""


def main() -> int:
    """Entry point of ``make check``."""
    try:
        difference = check()
    except (PostgresError, MigrationError) as error:
        difference = str(error)
    if difference:
        print(difference)
    return 1 if difference else 0


if __name__ == "__main__":
    sys.exit(main())
