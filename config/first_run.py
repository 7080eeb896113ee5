"""Knows whether a database is new, filled or half filled, by a comment on the database itself.

A first start that was interrupted starts over; a database that we did not fill is never emptied.
"""

import enum

from psycopg import sql

from config.roles import DatabaseUrls, connect

_FILLING = "learning-cities-portal: being filled with demo data"
_FILLED = "learning-cities-portal: ready"


class Filling(enum.Enum):
    """How far the database's first filling has come."""

    NEW = "new"
    INTERRUPTED = "interrupted"
    READY = "ready"


def filling_of(urls: DatabaseUrls) -> Filling:
    """Whether the database is new, was left half filled, or holds data to be kept."""
    with connect(urls.owner) as owner:
        row = owner.execute(
            "select coalesce(shobj_description(oid, 'pg_database'), ''),"
            " to_regclass('alembic_version') is not null"
            " from pg_database where datname = current_database()"
        ).fetchone()
    assert row is not None
    comment, has_tables = row
    if comment == _FILLING:
        return Filling.INTERRUPTED
    if comment == _FILLED or has_tables:
        return Filling.READY
    return Filling.NEW


def begin_filling(urls: DatabaseUrls) -> None:
    """Note that from now on the content is only demo data in the making."""
    _comment(urls, _FILLING)


def end_filling(urls: DatabaseUrls) -> None:
    """Note that the database is whole; from now on its data are kept."""
    _comment(urls, _FILLED)


def empty(urls: DatabaseUrls) -> None:
    """Drop everything the owner owns in this database. Cannot be undone."""
    with connect(urls.owner) as owner:
        owner.execute("drop owned by current_user cascade")
    _comment(urls, None)


def _comment(urls: DatabaseUrls, text: str | None) -> None:
    with connect(urls.owner) as owner:
        owner.execute(
            sql.SQL("comment on database {} is {}").format(
                sql.Identifier(owner.info.dbname), sql.Literal(text)
            )
        )
