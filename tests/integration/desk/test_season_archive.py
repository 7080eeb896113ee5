"""The archive of a call: what is in it for whom, what is not, how it is made, told and taken."""

import hashlib
import io
import json
import uuid
import zipfile
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.accounts.roles import Role
from portal.applications.services.messaging import send_message
from portal.applications.services.noting import write_note
from portal.applications.workflow import State
from portal.core.unit_of_work import OPERATOR, unit_of_work
from portal.desk.season_archive import make_archive
from portal.desk.season_models import SeasonArchive
from portal.tenancy.scope import Commission
from tests.factories import (
    KENYA,
    TUNISIA,
    Filed,
    finish_checklist,
    make_call,
    make_city,
    make_commission,
    make_draft,
    make_person,
    make_row,
    make_submitted,
    sign_in,
    utc_now,
)
from tests.integration.desk.conftest import Desk
from tests.integration.safety import way
from tests.waiting_jobs import tell_all

PAGE = "/c/ke/desk/seasons/2027"


def _ask(browser: FlaskClient, made_for: str, **values: str) -> Any:
    return browser.post(f"{PAGE}/archives", data={"made_for": made_for, **values})


def _archives() -> list[SeasonArchive]:
    with unit_of_work(Commission(KENYA), OPERATOR, read_only=True) as work:
        return list(work.session.scalars(select(SeasonArchive).order_by(SeasonArchive.version)))


def _make(browser: FlaskClient, made_for: str, **values: str) -> zipfile.ZipFile:
    """Ask for it, let the worker make it, and take it."""
    assert _ask(browser, made_for, **values).status_code == 303
    archive = _archives()[-1]
    make_archive(KENYA, str(archive.id))
    taken = browser.get(f"/c/ke/desk/season-archives/{archive.id}")
    assert taken.status_code == 200
    return zipfile.ZipFile(io.BytesIO(taken.data))


@pytest.fixture
def forwarded(desk: Desk, administrator: psycopg.Connection) -> Filed:
    """An application that went all the way, with a note, a message and its letter."""
    staff = way.Staff(officer=desk.officer, signatory=desk.signatory)
    filed, _delegate = make_submitted(desk.call, "Nakuru")
    with unit_of_work(Commission(KENYA), desk.officer.actor) as work:
        write_note(work, filed.id, text="Between us: Ospreyvale.")
        send_message(work, filed.id, "A word to the city: Tamarack.")
    finish_checklist(filed)
    way.approve_it(filed, staff)
    way.endorse_it(filed, staff)
    way.forward_it(filed, staff)
    tell_all(administrator)
    return filed


def _texts(archive: zipfile.ZipFile) -> str:
    names = [name for name in archive.namelist() if name.endswith((".json", ".csv", ".txt"))]
    return "\n".join(archive.read(name).decode() for name in names)


def test_the_ministry_gets_what_was_sent_and_signed_and_nothing_internal(
    officer: FlaskClient, desk: Desk, forwarded: Filed
) -> None:
    make_draft(desk.call, "Larkspur")
    archive = _make(officer, "ministry")
    assert archive.testzip() is None
    manifest = json.loads(archive.read("manifest.json"))
    assert (manifest["call"], manifest["made_for"], manifest["version"]) == ("2027", "ministry", 1)
    assert manifest["asked_by"] == "Joseph Mwangi"
    listed = {file["name"]: file for file in manifest["files"]}
    assert set(listed) == set(archive.namelist()) - {"manifest.json"}
    for name, file in listed.items():
        content = archive.read(name)
        assert hashlib.sha256(content).hexdigest() == file["sha256"], name
        assert len(content) == file["size_bytes"], name
    kinds = {file["kind"] for file in listed.values()}
    assert {"print", "signed", "endorsed", "sealed", "dossier", "receipt", "letter"} <= kinds
    assert {"data/applications.csv", "data/applications.json", "data/history.csv"} <= set(listed)
    assert {"statistics/statistics.csv", "statistics/statistics.json"} <= set(listed)
    text = _texts(archive)
    assert "Nakuru" in text
    assert "application_endorsed" in text
    for internal in ("Ospreyvale", "Tamarack", "Larkspur", "note_written", "checklist"):
        assert internal not in text


def test_the_successor_gets_notes_messages_verdicts_and_the_whole_history(
    officer: FlaskClient, forwarded: Filed
) -> None:
    archive = _make(officer, "successor")
    facts = json.loads(archive.read(f"applications/{forwarded.reference}/application.json"))
    assert [note["text"] for note in facts["notes"]] == ["Between us: Ospreyvale."]
    assert [each["text"] for each in facts["messages"]] == ["A word to the city: Tamarack."]
    assert "checklist" in facts
    positions = [entry["position"] for entry in facts["history"]]
    assert positions == list(range(1, len(positions) + 1))
    assert "This archive is for the commission’s own people only." in _texts(archive)


def test_drafts_are_there_only_when_asked_for_and_marked(officer: FlaskClient, desk: Desk) -> None:
    filed, _delegate = make_draft(desk.call, "Larkspur")
    without = _make(officer, "successor")
    assert not [name for name in without.namelist() if filed.reference in name]
    archive = _make(officer, "successor", has_drafts="1")
    facts = json.loads(archive.read(f"drafts/{filed.reference}/application.json"))
    assert facts["is_draft"] is True
    assert "motivation" in facts["draft"]["sections"]
    assert '"True"' in archive.read("data/applications.csv").decode()
    assert [each.has_drafts for each in _archives()] == [False, True]


def test_drafts_are_never_for_the_ministry(officer: FlaskClient) -> None:
    answer = _ask(officer, "ministry", has_drafts="1")
    assert answer.status_code == 422
    assert "Drafts belong to the cities." in answer.get_data(as_text=True)
    assert _archives() == []


def test_nothing_of_another_commission_or_call_is_in_it(officer: FlaskClient, desk: Desk) -> None:
    make_commission(TUNISIA, "tn", country="TN")
    make_row(desk.call, "Sfaxine", State.SUBMITTED, commission_id=TUNISIA)
    make_row(make_call("2026"), "Elsewhere", State.SUBMITTED)
    make_submitted(desk.call, "Nakuru")
    archive = _make(officer, "successor")
    names = [name.split("/")[1] for name in archive.namelist() if name.startswith("applications/")]
    assert set(names) == {"KE-2027-001"}
    assert "Sfaxine" not in _texts(archive)
    assert "Elsewhere" not in _texts(archive)


def test_the_readme_is_in_the_commissions_language(app: Flask) -> None:
    make_commission(languages=["ar", "fr"], names={"ar": "لجنة كينيا", "en": "Kenya"})
    make_call()
    browser = app.test_client()
    sign_in(browser, make_person(Role.OFFICER, "Joseph Mwangi"))
    archive = _make(browser, "ministry")
    readme = archive.read("README.txt").decode()
    assert readme.startswith("\ufeffلجنة كينيا\r\n")


def test_who_asked_is_told_by_mail_when_it_is_ready(
    officer: FlaskClient, desk: Desk, administrator: psycopg.Connection
) -> None:
    _make(officer, "ministry")
    mails = administrator.execute(
        "select to_address, subject, text from outbox_mail where kind = 'archive_ready.named'"
    ).fetchall()
    assert [mail[0] for mail in mails] == [desk.officer.email]
    assert mails[0][1] == "The archive of the call “Call 2027” is ready"
    assert "/c/ke/desk/seasons/2027" in mails[0][2]


def test_a_job_done_again_changes_nothing(officer: FlaskClient, forwarded: Filed) -> None:
    first = _make(officer, "ministry").read("manifest.json")
    archive = _archives()[0]
    make_archive(KENYA, str(archive.id))
    again = officer.get(f"/c/ke/desk/season-archives/{archive.id}").data
    assert zipfile.ZipFile(io.BytesIO(again)).read("manifest.json") == first
    assert hashlib.sha256(again).hexdigest() == archive.sha256


def test_only_one_is_made_at_a_time_and_one_that_stands_still_is_given_up(
    officer: FlaskClient, administrator: psycopg.Connection
) -> None:
    assert _ask(officer, "ministry").status_code == 303
    refused = _ask(officer, "successor")
    assert refused.status_code == 409
    assert "An archive is being made already." in refused.get_data(as_text=True)
    administrator.execute(
        "update season_archive set touched_at = %s", [utc_now() - timedelta(minutes=31)]
    )
    assert "It could not be made." in officer.get(PAGE).get_data(as_text=True)
    assert _ask(officer, "successor").status_code == 303
    assert [each.version for each in _archives()] == [1, 2]


def test_the_page_lists_versions_with_their_digest_until_removed(
    officer: FlaskClient, desk: Desk
) -> None:
    _make(officer, "ministry")
    archive = _archives()[0]
    page = officer.get(PAGE).get_data(as_text=True)
    assert "Version 1 · For the ministry" in page
    assert archive.sha256[:4] in page
    gone = officer.post(f"/c/ke/desk/season-archives/{archive.id}/remove")
    assert gone.status_code == 303
    page = officer.get(PAGE).get_data(as_text=True)
    assert "The file was removed by Joseph Mwangi" in page
    assert archive.sha256[:4] in page
    assert officer.get(f"/c/ke/desk/season-archives/{archive.id}").status_code == 404


@pytest.mark.parametrize("role", [Role.DELEGATE, Role.COORDINATOR])
def test_nobody_but_the_commissions_people_takes_it(
    officer: FlaskClient, app: Flask, role: Role
) -> None:
    _make(officer, "ministry")
    archive = _archives()[0]
    city_id = None
    if role is Role.DELEGATE:
        city_id = make_city("Nakuru")
    somebody = make_person(
        role,
        "Grace Njeri",
        commission_id=None if role is Role.COORDINATOR else KENYA,
        city_id=city_id,
    )
    browser = app.test_client()
    sign_in(browser, somebody)
    for address in (PAGE, f"/c/ke/desk/season-archives/{archive.id}"):
        assert browser.get(address).status_code in (403, 404)


def test_an_archive_that_is_none_is_not_found(officer: FlaskClient) -> None:
    assert officer.get(f"/c/ke/desk/season-archives/{uuid.uuid4()}").status_code == 404
    assert officer.get("/c/ke/desk/seasons/1999").status_code == 404
