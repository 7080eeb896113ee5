"""``flask doctor`` and the two health addresses: well when well, and a cure for each illness."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from flask import Flask
from flask.testing import FlaskClient

from portal.cli.doctor import Finding, examine


def findings(app: Flask) -> dict[str, Finding]:
    with app.app_context():
        return {finding.title: finding for finding in examine(app.config["SETTINGS"])}


@contextmanager
def changed(administrator: psycopg.Connection, change: str, undo: str) -> Iterator[None]:
    administrator.execute(change.encode())
    try:
        yield
    finally:
        administrator.execute(undo.encode())


def test_a_sound_portal_is_only_without_a_worker(app: Flask) -> None:
    ill = [title for title, finding in findings(app).items() if not finding.is_well]
    assert ill == ["Worker"]


def test_a_failing_doctor_ends_with_code_1(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["doctor"])
    assert result.exit_code == 1
    assert "✗ Worker: no worker gives a sign of life (none was ever started)" in result.output


def test_a_missing_policy_is_named_with_its_cure(
    app: Flask, administrator: psycopg.Connection
) -> None:
    restore = (
        "create policy own on reference_counter to portal_app"
        " using (commission_id = (select nullif(current_setting('app.commission', true), '')::int))"
        " with check (commission_id ="
        " (select nullif(current_setting('app.commission', true), '')::int))"
    )
    with changed(administrator, "drop policy own on reference_counter", restore):
        finding = findings(app)["Policies"]
    assert finding.sentence == "not as the code says on reference_counter"
    assert "run as the owner: create policy own on reference_counter" in finding.mend


def test_a_table_whose_policies_are_off_is_named(
    app: Flask, administrator: psycopg.Connection
) -> None:
    with changed(
        administrator,
        "alter table note no force row level security",
        "alter table note force row level security",
    ):
        finding = findings(app)["Policies"]
    assert finding.sentence == "not as the code says on note"
    assert "alter table note force row level security;" in finding.mend


def test_old_tables_are_not_ready(
    app: Flask, client: FlaskClient, administrator: psycopg.Connection
) -> None:
    assert client.get("/healthz/ready").json == {"status": "ready"}
    newest = administrator.execute("select version_num from alembic_version").fetchone()
    assert newest is not None
    with changed(
        administrator,
        "update alembic_version set version_num = '0001'",
        f"update alembic_version set version_num = '{newest[0]}'",
    ):
        answer = client.get("/healthz/ready")
        finding = findings(app)["Migrations"]
    assert (answer.status_code, answer.json) == (
        503,
        {"status": "not ready", "reason": "migrations"},
    )
    assert finding.mend == "alembic -c migrations/alembic.ini upgrade head"


def test_a_living_process_says_so(client: FlaskClient) -> None:
    answer = client.get("/healthz/live")
    assert (answer.status_code, answer.json) == (200, {"status": "alive"})
