"""People and cities: invitations, ended roles, registrations confirmed and refused."""

from flask.testing import FlaskClient

from portal.accounts.models import AccountToken, Membership
from portal.accounts.roles import Role
from portal.commissions.models import City, CityStatus
from portal.core.unit_of_work import OPERATOR, unit_of_work
from portal.tenancy.scope import Commission, Nobody
from tests.factories import KENYA, TUNISIA, make_city, make_commission, make_person
from tests.integration.desk.conftest import Desk

INVITATION = {
    "name": "Lucy Chebet",
    "email": "lucy@people.example",
    "role": "officer",
    "office": "Assistant",
    "language": "fr",
}


def open_invitations() -> list[tuple[str, Role | None, str]]:
    with unit_of_work(Nobody(), OPERATOR) as work:
        rows = work.session.query(AccountToken).filter_by(revoked_at=None).all()
        return [(row.email, row.role, row.city_name) for row in rows]


def key_of(email: str) -> str:
    with unit_of_work(Nobody(), OPERATOR) as work:
        row = work.session.query(AccountToken).filter_by(email=email, revoked_at=None).one()
        return row.token_hash


def test_a_colleague_is_invited(officer: FlaskClient) -> None:
    assert officer.post("/c/ke/desk/people/invite", data=INVITATION).status_code == 303
    assert open_invitations() == [("lucy@people.example", Role.OFFICER, "")]
    assert "lucy@people.example" in officer.get("/c/ke/desk/people").get_data(as_text=True)


def test_nobody_is_invited_as_a_coordinator(officer: FlaskClient) -> None:
    answer = officer.post("/c/ke/desk/people/invite", data={**INVITATION, "role": "coordinator"})
    assert answer.status_code == 422
    assert open_invitations() == []


def test_a_wrong_address_returns_to_its_field(officer: FlaskClient) -> None:
    answer = officer.post("/c/ke/desk/people/invite", data={**INVITATION, "email": "lucy"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "This is not an e-mail address." in page
    assert 'value="Lucy Chebet"' in page


def test_an_invitation_is_taken_back_and_sent_again(officer: FlaskClient) -> None:
    officer.post("/c/ke/desk/people/invite", data=INVITATION)
    first = key_of("lucy@people.example")
    assert officer.post(f"/c/ke/desk/people/invitations/{first}/resend").status_code == 303
    second = key_of("lucy@people.example")
    assert second != first
    assert officer.post(f"/c/ke/desk/people/invitations/{second}/revoke").status_code == 303
    assert open_invitations() == []


def test_another_commissions_invitation_is_unknown(officer: FlaskClient, desk: Desk) -> None:
    make_commission(TUNISIA, "tn")
    officer.post("/c/ke/desk/people/invite", data=INVITATION)
    key = key_of("lucy@people.example")
    with unit_of_work(Nobody(), OPERATOR) as work:
        work.session.query(AccountToken).update({"commission_id": TUNISIA})
    assert officer.post(f"/c/ke/desk/people/invitations/{key}/revoke").status_code == 404


def test_a_city_is_entered_and_its_delegate_invited(officer: FlaskClient) -> None:
    answer = officer.post(
        "/c/ke/desk/people/invite-city",
        data={
            "city_name": "Malindi",
            "city_latin_name": "Malindi",
            "city_kind": "municipality",
            "city_subdivision": "Kilifi County",
            "name": "Grace Njeri",
            "email": "grace@people.example",
            "language": "en",
        },
    )
    assert answer.status_code == 303
    assert open_invitations() == [("grace@people.example", Role.DELEGATE, "Malindi")]
    assert "Malindi" in officer.get("/c/ke/desk/people").get_data(as_text=True)


def test_the_last_officer_stays(officer: FlaskClient, desk: Desk) -> None:
    with unit_of_work(Nobody(), OPERATOR) as work:
        membership = work.session.query(Membership).filter_by(person_id=desk.officer.id).one()
    answer = officer.post(f"/c/ke/desk/people/{membership.id}/end")
    assert answer.status_code == 409
    assert "last officer" in answer.get_data(as_text=True)


def test_a_role_ends_at_once(officer: FlaskClient, desk: Desk) -> None:
    colleague = make_person(Role.OFFICER, "Lucy Chebet")
    with unit_of_work(Nobody(), OPERATOR) as work:
        membership = work.session.query(Membership).filter_by(person_id=colleague.id).one()
    assert officer.post(f"/c/ke/desk/people/{membership.id}/end").status_code == 303
    assert "Lucy Chebet" not in officer.get("/c/ke/desk/people").get_data(as_text=True)


def test_a_foreign_role_is_unknown(officer: FlaskClient, desk: Desk) -> None:
    make_commission(TUNISIA, "tn")
    stranger = make_person(Role.OFFICER, "Leila Trabelsi", commission_id=TUNISIA)
    with unit_of_work(Nobody(), OPERATOR) as work:
        membership = work.session.query(Membership).filter_by(person_id=stranger.id).one()
    assert officer.post(f"/c/ke/desk/people/{membership.id}/end").status_code == 404


def test_a_registration_is_confirmed(officer: FlaskClient) -> None:
    city_id = make_city("Machakos", status=CityStatus.PENDING)
    assert "Machakos" in officer.get("/c/ke/desk/people").get_data(as_text=True)
    assert officer.post(f"/c/ke/desk/people/cities/{city_id}/confirm").status_code == 303
    with unit_of_work(Commission(KENYA), OPERATOR) as work:
        assert work.session.get_one(City, (KENYA, city_id)).status is CityStatus.CONFIRMED


def test_a_registration_is_refused_with_a_reason(officer: FlaskClient) -> None:
    city_id = make_city("Machakos", status=CityStatus.PENDING)
    address = f"/c/ke/desk/people/cities/{city_id}/refuse"
    assert officer.post(address, data={"reason": ""}).status_code == 422
    assert officer.post(address, data={"reason": "Not a city of Kenya."}).status_code == 303
    with unit_of_work(Commission(KENYA), OPERATOR) as work:
        assert work.session.get_one(City, (KENYA, city_id)).status is CityStatus.REFUSED


def test_a_decided_registration_cannot_be_decided_again(officer: FlaskClient) -> None:
    city_id = make_city("Machakos", status=CityStatus.PENDING)
    officer.post(f"/c/ke/desk/people/cities/{city_id}/confirm")
    answer = officer.post(f"/c/ke/desk/people/cities/{city_id}/confirm")
    assert answer.status_code == 409
    assert "A colleague has already decided" in answer.get_data(as_text=True)
