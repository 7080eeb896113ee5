"""A member's certificate: made at registration, sealed, found by code and by file."""

import io
from datetime import date

import pikepdf
import psycopg
import pypdfium2
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from portal.accounts.roles import Role
from portal.applications.workflow import State
from portal.commissions.models import City, CityKind
from portal.core.errors import Conflict, NotAllowed
from portal.core.unit_of_work import OPERATOR, unit_of_work
from portal.documents.models import Document, DocumentKind
from portal.documents.shelf import read
from portal.members import certificates, services
from portal.members.models import Member, MemberStatus
from portal.tenancy.scope import Commission
from tests import factories as make
from tests.factories import Filed, Somebody

KENYA = Commission(make.KENYA)


@pytest.fixture
def coordinator(app: Flask) -> Somebody:
    make.make_commission()
    return make.make_person(Role.COORDINATOR, "Elena Marín", commission_id=None)


@pytest.fixture
def filed(coordinator: Somebody) -> Filed:
    call = make.make_call()
    answers = make.complete_answers()
    return make.make_row(call, "Nakuru", State.FORWARDED, answers=answers)


@pytest.fixture
def code(filed: Filed, coordinator: Somebody) -> str:
    with unit_of_work(KENYA, coordinator.actor) as work:
        member = services.register(work, filed.id, seen_revision=make.revision_of(filed))
        return member.certificate_code


def files() -> list[bytes]:
    with unit_of_work(KENYA, OPERATOR, read_only=True) as work:
        digests = work.session.scalars(
            select(Document.sha256)
            .where(Document.kind == DocumentKind.CERTIFICATE)
            .order_by(Document.created_at, Document.id)
        ).all()
    return [read(digest) for digest in digests]


def change(filed: Filed, coordinator: Somebody, status: MemberStatus) -> None:
    with unit_of_work(KENYA, coordinator.actor) as work:
        services.change_status(
            work,
            make.KENYA,
            filed.city_id,
            seen_status=MemberStatus.ACTIVE,
            status=status,
            since=make.utc_now().date(),
            reason="No report.",
        )


def again(filed: Filed, by: Somebody) -> None:
    with unit_of_work(KENYA, by.actor) as work:
        certificates.issue_again(work, make.KENYA, filed.city_id)


def verdict(client: FlaskClient, data: bytes) -> str:
    answer = client.post(
        "/verify",
        data={"file": (io.BytesIO(data), "c.pdf")},
        content_type="multipart/form-data",
    )
    assert answer.status_code == 200
    return answer.text


def test_registering_makes_one_with_the_exact_name_and_the_code(code: str) -> None:
    (pdf,) = files()
    document = pypdfium2.PdfDocument(pdf)
    text = document[0].get_textpage().get_text_bounded()
    assert "Nakuru" in text
    assert code in text
    assert "Certificate of membership" in text


def test_a_consortium_is_named_with_its_lead_and_members_on_one_page(
    filed: Filed, coordinator: Somebody
) -> None:
    names = ["Naivasha", "Nakuru Town", *(f"Ward {number}" for number in range(1, 11))]
    partners = [
        {"name": name, "kind": "municipality", "population": None, "is_lead": name == "Nakuru Town"}
        for name in names
    ]
    with unit_of_work(KENYA, OPERATOR) as work:
        city = work.session.get_one(City, (make.KENYA, filed.city_id))
        city.kind, city.partners = CityKind.CONSORTIUM, partners
    with unit_of_work(KENYA, coordinator.actor) as work:
        services.register(work, filed.id, seen_revision=make.revision_of(filed))

    document = pypdfium2.PdfDocument(files()[0])
    text = " ".join(document[0].get_textpage().get_text_bounded().split())
    assert len(document) == 1
    assert "as a consortium of Nakuru Town (lead), Naivasha, Ward 1, Ward 2" in text
    assert "Ward 7 and 3 other municipalities." in text


def test_made_anew_it_names_the_members_of_a_consortium_registered_long_ago(
    filed: Filed, coordinator: Somebody, administrator: psycopg.Connection
) -> None:
    with unit_of_work(KENYA, OPERATOR) as work:
        city = work.session.get_one(City, (make.KENYA, filed.city_id))
        city.kind = CityKind.CONSORTIUM
        city.partners = [
            {"name": "Nakuru Town", "kind": "municipality", "population": None, "is_lead": True},
            {"name": "Naivasha", "kind": "municipality", "population": None, "is_lead": False},
        ]
    with unit_of_work(KENYA, coordinator.actor) as work:
        services.register(work, filed.id, seen_revision=make.revision_of(filed))
    administrator.execute("update member set partners = '[]'")
    administrator.commit()
    with unit_of_work(KENYA, coordinator.actor) as work:
        certificates.issue_again(work, make.KENYA, filed.city_id)
    newest = pypdfium2.PdfDocument(files()[-1])
    assert "consortium of Nakuru Town (lead), Naivasha" in " ".join(
        newest[0].get_textpage().get_text_bounded().split()
    )


def test_it_is_sealed_and_stamped_for_decades(code: str) -> None:
    (pdf,) = files()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        fields = {str(field.T): "/V" in field for field in opened.Root.AcroForm.Fields}
    assert fields == {"sig-network": True, "ts-1": True}


def test_the_file_is_recognised(code: str, client: FlaskClient) -> None:
    page = verdict(client, files()[0])
    assert "This document is genuine and unchanged" in page
    assert "Nakuru is a member of the network." in page
    assert "Coordination Team" in page


def test_a_changed_file_is_called_so(code: str, client: FlaskClient) -> None:
    page = verdict(client, files()[0] + b"\n% one more line\n")
    assert "This is our document, but it was changed" in page


def test_the_code_leads_to_the_record(code: str, client: FlaskClient) -> None:
    page = client.get(f"/s/{code}").text
    assert "This certificate of membership is valid" in page
    assert "UNESCO Institute for Lifelong Learning" in page


@pytest.mark.parametrize(
    ("status", "title", "text"),
    [
        (
            MemberStatus.INACTIVE,
            "This certificate is of an inactive member",
            "Nakuru is a member of the network, inactive since",
        ),
        (MemberStatus.LEFT, "Ours, but withdrawn", "Nakuru left the network on"),
        (MemberStatus.REMOVED, "Ours, but withdrawn", "Nakuru has not been a member since"),
    ],
)
def test_a_change_of_status_is_said(
    code: str,
    filed: Filed,
    coordinator: Somebody,
    client: FlaskClient,
    status: MemberStatus,
    title: str,
    text: str,
) -> None:
    change(filed, coordinator, status)
    page = client.get(f"/s/{code}").text
    assert title in page
    assert text in page
    by_file = verdict(client, files()[0])
    assert text in by_file
    assert "This document is genuine and unchanged" not in by_file


def test_a_corrected_name_gets_a_new_one_under_the_same_code(
    code: str, filed: Filed, coordinator: Somebody, client: FlaskClient
) -> None:
    with unit_of_work(KENYA, OPERATOR) as work:
        work.session.execute(update(Member).values(name="Nakuru City"))
    again(filed, coordinator)
    old, new = files()
    assert "Nakuru City" in pypdfium2.PdfDocument(new)[0].get_textpage().get_text_bounded()
    assert "A newer certificate replaced this one" in verdict(client, old)
    page = verdict(client, new)
    assert "This document is genuine and unchanged" in page
    assert page.count("UNESCO Institute for Lifelong Learning") == 1


def test_only_the_coordination_team_issues(code: str, filed: Filed) -> None:
    officer = make.make_person(Role.OFFICER, "Joseph Mwangi")
    with pytest.raises(NotAllowed):
        again(filed, officer)


def test_a_city_that_left_gets_none(code: str, filed: Filed, coordinator: Somebody) -> None:
    change(filed, coordinator, MemberStatus.LEFT)
    with pytest.raises(Conflict):
        again(filed, coordinator)


def test_the_register_offers_it(
    code: str, filed: Filed, coordinator: Somebody, client: FlaskClient
) -> None:
    make.sign_in(client, coordinator)
    page = client.get(f"/coordination/register/ke/{filed.city_id}").text
    address = f"/coordination/register/ke/{filed.city_id}/certificate"
    assert f'href="{address}.pdf"' in page
    assert client.get(f"{address}.pdf").data == files()[0]
    token = page.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    answer = client.post(address, data={"csrf_token": token})
    assert answer.status_code == 303
    assert len(files()) == 2


def test_the_city_finds_it_in_its_application(code: str, filed: Filed, client: FlaskClient) -> None:
    delegate = make.make_person(Role.DELEGATE, "Wanjiru", city_id=filed.city_id, city_name="Nakuru")
    make.sign_in(client, delegate)
    page = client.get(f"/c/ke/my/{filed.reference}/tracker").text
    assert "sealed by the Coordination Team" in page
    address = page.split('id="certificate"')[1].split('href="')[1].split('"')[0]
    assert client.get(address).data == files()[0]


def test_another_citys_delegate_does_not_get_it(
    code: str, filed: Filed, client: FlaskClient
) -> None:
    with unit_of_work(KENYA, OPERATOR, read_only=True) as work:
        document_id = work.session.scalar(
            select(Document.id).where(Document.kind == DocumentKind.CERTIFICATE)
        )
    other = make.make_row(make.make_call("2028"), "Thika", State.DRAFT, number=2)
    stranger = make.make_person(Role.DELEGATE, "Otieno", city_id=other.city_id, city_name="Thika")
    make.sign_in(client, stranger)
    assert client.get(f"/c/ke/files/{document_id}").status_code == 404


def test_the_day_of_admission_is_written(code: str) -> None:
    today: date = make.utc_now().date()
    text = pypdfium2.PdfDocument(files()[0])[0].get_textpage().get_text_bounded()
    assert f"{today.day} {today:%B %Y}" in text
