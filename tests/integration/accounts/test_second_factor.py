"""Codes and recovery codes: accepted once, counted, and nobody else's. Source: RFC 6238, 5.2."""

from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from flask import Flask

from portal.accounts.models import Person
from portal.accounts.roles import Role
from portal.accounts.services.second_factor import (
    begin_enrolment,
    confirm_second_factor,
    enrol,
    renew_recovery_codes,
)
from portal.accounts.services.throttling import TooManyAttempts
from portal.core.errors import Conflict, Invalid
from portal.core.unit_of_work import OPERATOR, unit_of_work
from portal.tenancy.scope import NETWORK_ID, Worker
from tests.factories import KENYA, Somebody, make_commission, make_person
from tests.integration.accounts.browsing import give_second_factor

NOON = datetime(2026, 11, 23, 12, 0, 0, tzinfo=UTC)
LATER = NOON + timedelta(minutes=5)


@pytest.fixture
def signatory(app: Flask) -> Somebody:
    make_commission()
    return make_person(Role.SIGNATORY, "Amina Otieno")


def confirm(person: Somebody, code: str, at: datetime = LATER) -> None:
    with unit_of_work(Worker(KENYA), person.actor, at=at) as work:
        confirm_second_factor(work, person.id, code)


def renew(person: Somebody) -> tuple[str, ...]:
    with unit_of_work(Worker(NETWORK_ID), OPERATOR, at=LATER) as work:
        return renew_recovery_codes(work, person.id)


def test_the_code_of_the_moment_is_accepted_once(signatory: Somebody) -> None:
    code = pyotp.TOTP(give_second_factor(signatory, NOON)).at(LATER)
    confirm(signatory, code)
    with pytest.raises(Invalid) as caught:
        confirm(signatory, code, LATER + timedelta(seconds=1))
    assert caught.value.field == "code"


def test_the_code_of_the_set_up_is_spent(signatory: Somebody) -> None:
    secret = give_second_factor(signatory, NOON)
    with pytest.raises(Invalid):
        confirm(signatory, pyotp.TOTP(secret).at(NOON), NOON)


@pytest.mark.parametrize(
    ("seconds", "is_accepted"), [(-60, False), (-30, True), (30, True), (60, False)]
)
def test_a_phone_may_be_off_by_one_step(
    signatory: Somebody, seconds: int, is_accepted: bool
) -> None:
    code = pyotp.TOTP(give_second_factor(signatory, NOON)).at(LATER + timedelta(seconds=seconds))
    if is_accepted:
        confirm(signatory, code)
    else:
        with pytest.raises(Invalid):
            confirm(signatory, code)


def test_an_earlier_code_is_refused_after_a_later_one(signatory: Somebody) -> None:
    phone = pyotp.TOTP(give_second_factor(signatory, NOON))
    confirm(signatory, phone.at(LATER))
    with pytest.raises(Invalid):
        confirm(signatory, phone.at(LATER - timedelta(seconds=30)))


def test_digits_of_any_script_are_digits(signatory: Somebody) -> None:
    code = pyotp.TOTP(give_second_factor(signatory, NOON)).at(LATER)
    confirm(signatory, code.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")))


def test_spaces_between_digits_do_no_harm(signatory: Somebody) -> None:
    code = pyotp.TOTP(give_second_factor(signatory, NOON)).at(LATER)
    confirm(signatory, f" {code[:3]} {code[3:]} ")


def test_a_recovery_code_is_accepted_once_however_it_is_typed(signatory: Somebody) -> None:
    give_second_factor(signatory, NOON)
    code = renew(signatory)[3]
    confirm(signatory, f" {code.lower().replace('-', ' ')} ")
    with pytest.raises(Invalid):
        confirm(signatory, code)


def test_renewing_voids_earlier_recovery_codes(signatory: Somebody) -> None:
    give_second_factor(signatory, NOON)
    earlier = renew(signatory)
    renew(signatory)
    with pytest.raises(Invalid):
        confirm(signatory, earlier[0])


def test_a_colleagues_recovery_code_is_of_no_use(signatory: Somebody) -> None:
    colleague = make_person(Role.SIGNATORY, "Peter Odhiambo")
    give_second_factor(signatory, NOON)
    give_second_factor(colleague, NOON)
    codes = renew(colleague)
    with pytest.raises(Invalid):
        confirm(signatory, codes[0])


def test_without_a_second_factor_nothing_is_confirmed(signatory: Somebody) -> None:
    with pytest.raises(Invalid) as caught:
        confirm(signatory, "000000")
    assert str(caught.value.message) == "Set up a second factor in your profile first."


def test_tries_are_counted_although_each_is_rolled_back(signatory: Somebody) -> None:
    phone = pyotp.TOTP(give_second_factor(signatory, NOON))
    for _ in range(10):
        with pytest.raises(Invalid):
            confirm(signatory, "wrong")
    with pytest.raises(TooManyAttempts):
        confirm(signatory, phone.at(LATER))


def test_after_a_quarter_of_an_hour_the_right_code_is_accepted_again(signatory: Somebody) -> None:
    phone = pyotp.TOTP(give_second_factor(signatory, NOON))
    for _ in range(11):
        with pytest.raises(Invalid):
            confirm(signatory, "wrong")
    after = LATER + timedelta(minutes=15)
    confirm(signatory, phone.at(after), after)


def test_a_secret_is_stored_unreadable_and_bound_to_its_person(signatory: Somebody) -> None:
    secret = give_second_factor(signatory, NOON)
    thief = make_person(Role.SIGNATORY, "Peter Odhiambo")
    with unit_of_work(Worker(NETWORK_ID), OPERATOR) as work:
        stored = work.session.get_one(Person, signatory.id).totp_secret
        assert stored is not None
        assert secret.encode() not in stored
        row = work.session.get_one(Person, thief.id)
        row.totp_secret, row.totp_confirmed_at = stored, work.now
    with pytest.raises(Conflict):
        confirm(thief, pyotp.TOTP(secret).at(LATER))


def test_a_sealed_secret_of_somebody_else_is_not_taken(signatory: Somebody) -> None:
    thief = make_person(Role.SIGNATORY, "Peter Odhiambo")
    enrolment = begin_enrolment(signatory.id, signatory.email)
    code = pyotp.TOTP(enrolment.secret.replace(" ", "")).at(LATER)
    with pytest.raises(Conflict), unit_of_work(Worker(NETWORK_ID), OPERATOR, at=LATER) as work:
        enrol(work, thief.id, sealed=enrolment.sealed, code=code)
