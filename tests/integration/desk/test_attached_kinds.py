"""What a document is stands wherever it is listed: in the print, on the desk, in the dossier."""

import json
import zipfile
from datetime import date
from pathlib import Path

import pypdfium2
from flask import Flask
from flask.testing import FlaskClient

from portal.accounts.roles import Role
from portal.applications.mandates import Applicant
from portal.applications.models import Submission
from portal.applications.services.attaching import ExaminedFile, add_attachment
from portal.applications.services.mandating import MandateValues, set_mandate
from portal.core.unit_of_work import OPERATOR, unit_of_work
from portal.documents.shelf import read
from portal.signing.models import Method
from portal.tenancy.scope import City, Commission
from tests.factories import KENYA, Filed, Somebody, make_draft, make_person, sign_in
from tests.integration.city.browsing import page
from tests.integration.city.test_uploads import picture
from tests.integration.desk.conftest import Desk
from tests.integration.desk.paper_case import sign_as_mayor

KINDS = ("Mandate of the mayor", "Strategy or plan", "Letter of the county", "Another document")


def file() -> ExaminedFile:
    data = picture()
    return ExaminedFile(data, "page.png", "image/png", 1, (data,))


def with_files(filed: Filed, delegate: Somebody) -> None:
    """A mandate, and documents of a kind of the form, of the commission's and of none."""
    with unit_of_work(City(KENYA, filed.city_id), delegate.actor) as work:
        set_mandate(
            work,
            filed.id,
            values=MandateValues(
                applicant=Applicant.REPRESENTATIVE,
                holder_name="Grace Njeri",
                mayor_name="Joyce Achieng",
                signed_on=date(2026, 1, 15),
            ),
            file=file(),
        )
        add_attachment(work, filed.id, title="Our plan", file=file(), kind="strategy")
        add_attachment(work, filed.id, title="Support", file=file(), kind="Letter of the county")
        add_attachment(work, filed.id, title="A photograph", file=file())


def test_the_kind_is_printed_listed_and_packed(
    desk: Desk, officer: FlaskClient, app: Flask, tmp_path: Path
) -> None:
    filed, delegate = make_draft(desk.call, "Nakuru")
    with_files(filed, delegate)
    sign_as_mayor(filed, delegate, Method.ELECTRONIC)

    with unit_of_work(Commission(KENYA), OPERATOR, read_only=True) as work:
        printed = read(work.session.query(Submission).one().print_sha256)
    text = " ".join(
        sheet.get_textpage().get_text_bounded() for sheet in pypdfium2.PdfDocument(printed)
    )
    listed = page(officer, f"/c/ke/desk/{filed.reference}?tab=documents")
    team = app.test_client()
    sign_in(team, make_person(Role.COORDINATOR, "Elena Marín", commission_id=None))
    copy = page(team, f"/coordination/applications/ke/{filed.reference}")
    for kind in KINDS:
        assert kind in text
        assert kind in listed
        assert kind in copy

    exported = app.test_cli_runner().invoke(
        args=["dossier", "export", filed.reference, str(tmp_path)]
    )
    assert exported.exit_code == 0, exported.output
    with zipfile.ZipFile(tmp_path / f"{filed.reference}.zip") as archive:
        files = json.loads(archive.read("manifest.json"))["files"]
    assert [(entry["kind"], entry["title"]) for entry in files] == [
        ("application", ""),
        ("mandate", "The mayor's mandate for Grace Njeri"),
        ("strategy", "Our plan"),
        ("Letter of the county", "Support"),
        ("other", "A photograph"),
    ]
