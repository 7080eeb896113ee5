"""The floor: what a page of 25 rows costs with Flask, Jinja and one indexed statement, and no more.

No session, no sign-in, no policies, no translations. Served like the portal, measured beside it.
"""

from typing import Any

import psycopg
from flask import Flask
from psycopg import sql
from psycopg_pool import ConnectionPool
from sqlalchemy import make_url

from config.settings import load_settings

SPACES, ROWS_PER_SPACE, ROWS_SHOWN = 20, 5_000, 25
SHOWN_SPACE, SHOWN_STATE = 3, "submitted"

_TABLE = """
    create table floor_row (
        id bigint generated always as identity primary key,
        space integer not null,
        title text not null,
        city text not null,
        state text not null,
        submitted_at timestamptz not null
    )
"""
_FILL = """
    insert into floor_row (space, title, city, state, submitted_at)
    select n %% %(spaces)s, 'Application ' || n, 'City ' || n,
        (array['draft', 'submitted', 'approved', 'endorsed'])[1 + n / %(spaces)s %% 4],
        timestamptz '2027-01-01 00:00+00' + n * interval '1 minute'
    from generate_series(1, %(rows)s) as n
"""
_INDEX = "create index on floor_row (space, state, submitted_at desc)"
_PAGE = """
    select id, title, city, state, submitted_at from floor_row
    where space = %s and state = %s order by submitted_at desc limit %s
"""
_TEMPLATE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Inbox</title><link rel="stylesheet" href="/s.css"></head>
<body>
<nav><a href="/">Home</a> <a href="/list">Inbox</a></nav>
<h1>Inbox</h1>
<table>
<thead><tr><th>#</th><th>Title</th><th>City</th><th>State</th><th>Submitted</th></tr></thead>
<tbody>
{% for row in rows %}<tr>
<td>{{ row[0] }}</td>
<td><a href="/s/{{ row[0] }}">{{ row[1] }}</a></td>
<td>{{ row[2] }}</td>
<td><span class="b b-{{ row[3] }}">{{ row[3] }}</span></td>
<td>{{ row[4].strftime("%Y-%m-%d %H:%M") }}</td>
</tr>
{% endfor %}</tbody>
</table>
</body>
</html>
"""


def fill(owner: "psycopg.Connection[Any]", *, reader: str) -> None:
    """Make the table, its index and its rows; ``reader`` is the role the page reads with."""
    owner.execute(_TABLE)
    owner.execute(_FILL, {"spaces": SPACES, "rows": SPACES * ROWS_PER_SPACE})
    owner.execute(_INDEX)
    owner.execute(sql.SQL("grant select on floor_row to {}").format(sql.Identifier(reader)))
    owner.execute("vacuum analyze floor_row")


def create_floor() -> Flask:
    """The page at ``/list``; connections are opened at the first request."""
    app = Flask("floor", static_folder=None)
    template = app.jinja_env.from_string(_TEMPLATE)
    address = make_url(load_settings().database_url).set(drivername="postgresql")
    pool = ConnectionPool(
        address.render_as_string(hide_password=False),
        min_size=1,
        max_size=4,
        open=False,
        kwargs={"autocommit": True},
    )

    @app.get("/list")
    def inbox() -> str:
        pool.open()
        with pool.connection() as connection:
            rows = connection.execute(_PAGE, (SHOWN_SPACE, SHOWN_STATE, ROWS_SHOWN)).fetchall()
        return template.render(rows=rows)

    @app.get("/healthz/ready")
    def ready() -> str:
        return "ready"

    return app
