"""Which passwords are refused, and with which sentence. Source: NIST SP 800-63B-4, 3.1.1.2."""

import pytest

from portal.accounts.password_rules import check_password_rules
from portal.core.errors import Invalid

EMAIL = "wanjiru.kamau@kisumu.example"
NAME = "Wanjiru Kamau"


def refused(password: str) -> str:
    with pytest.raises(Invalid) as caught:
        check_password_rules(password, email=EMAIL, name=NAME)
    assert caught.value.field == "password"
    return str(caught.value.message)


@pytest.mark.parametrize(
    "password",
    [
        "three boats at dawn",
        "Zr8#kq!vM2pL",
        "les mouettes reviennent",
        "مدينة تتعلم كل يوم",
        "学习型城市每天都在学习新的东西",
        "wanjiru likes green tea",
    ],
)
def test_long_passwords_of_any_kind_are_taken(password: str) -> None:
    check_password_rules(password, email=EMAIL, name=NAME)


@pytest.mark.parametrize("password", ["", "elevensigns", "a" * 11])
def test_short_ones_are_refused(password: str) -> None:
    assert refused(password).startswith("Use at least 12 characters.")


def test_very_long_ones_are_refused() -> None:
    assert refused("ab cd ef " * 30) == "Use at most 200 characters."


@pytest.mark.parametrize(
    "password",
    [
        "password1234",
        "Learningcities2027",
        "aaaaaaaaaaaaaaa",
        "121212121212",
        "123456789012",
        "qwertyuiopasdf",
        "azertyuiopqsd",
        "9876543210987",
        "1-2-3-4-5-6-7-8",
    ],
)
def test_the_first_to_be_guessed_are_refused(password: str) -> None:
    assert refused(password).startswith("This password is among the first that are guessed.")


@pytest.mark.parametrize(
    "password",
    [
        "wanjiru.kamau@kisumu.example",
        "WanjiruKamau12",
        "kamau-wanjiru-1",
    ],
)
def test_the_persons_own_words_are_refused(password: str) -> None:
    assert refused(password).startswith("This password is made of your name or address.")
