"""Pages that no menu leads to: behind links in mails, between two steps, after an act."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from tests.browser import acts
from tests.browser.conftest import OpenPage
from tests.browser.demo import Demo
from tests.browser.test_pages import look_in_languages
from tests.portal_process import RunningPortal

pytestmark = pytest.mark.timeout(240)
LANGUAGES = ("en", "ar", "fr")


def test_pages_of_somebody_who_forgot_the_password(
    open_demo_page: OpenPage, demo: Demo, demo_portal: RunningPortal
) -> None:
    page, email = open_demo_page(), demo.delegate("incomplete").email
    page.goto("/forgotten-password")
    page.fill("main form [name=email]", email)
    _press(page)
    sent = _here(page, "/forgotten-password/sent")
    link = acts.link_in(acts.mail_to(demo_portal, email, containing="/reset/"), "/reset/")
    look_in_languages(page, {"sent": sent, "reset": link}, *LANGUAGES)


def test_pages_between_password_and_code_and_after_signing_out(
    open_demo_page: OpenPage, demo: Demo
) -> None:
    page, signatory = open_demo_page(), demo.staff("signatory")
    page.goto("/sign-in")
    page.fill("[name=email]", signatory.email)
    page.fill("[name=password]", signatory.password)
    _press(page)
    code = _here(page, "/sign-in/code")
    look_in_languages(page, {"code": code, "out": "/signed-out"}, *LANGUAGES)


def test_pages_of_somebody_who_registers_a_city(
    open_demo_page: OpenPage, demo_portal: RunningPortal
) -> None:
    page = open_demo_page(language="fr")
    page.goto("/c/tn/register")
    for name, text in (
        ("city_name", "عين الرمان"),
        ("city_latin_name", "Ain Romman"),
        ("name", "Selma Gharbi"),
        ("office", "Directrice"),
        ("email", "selma@ain-romman.example"),
    ):
        page.fill(f"main form [name={name}]", text)
    page.locator("main form [name=city_kind]").select_option(index=1)
    page.locator("main form button.btn-primary").last.click()
    page.wait_for_load_state()
    sent = _here(page, "/c/tn/register/sent")
    letter = acts.mail_to(demo_portal, "selma@ain-romman.example", containing="/register/")
    link = acts.link_in(letter, "/c/tn/register/")
    look_in_languages(page, {"sent": sent, "confirm": link}, *LANGUAGES)
    page.goto(link)
    page.fill("main form [name=password]", "a long walk along the river")
    _press(page)
    look_in_languages(page, {"waiting": _here(page, "/home")}, *LANGUAGES)


def test_pages_of_somebody_who_is_invited_to_sign_for_the_commission(
    open_demo_page: OpenPage, demo: Demo, demo_portal: RunningPortal
) -> None:
    officer, page = open_demo_page(), open_demo_page(language="ar")
    link = _invite(officer, demo, demo_portal, "new@natcom-tn.example", "signatory")
    look_in_languages(page, {"invitation": link}, *LANGUAGES)
    page.goto(link)
    page.fill("main form [name=password]", "a long walk along the river")
    _press(page)
    set_up = _here(page, "/sign-in/set-up")
    look_in_languages(page, {"set up": set_up}, *LANGUAGES)


def test_pages_of_an_application_that_is_signed_and_then_taken_back(
    open_demo_page: OpenPage, demo: Demo
) -> None:
    page = open_demo_page()
    acts.sign_in(page, demo.delegate("signed"))
    home = f"/c/tn/my/{acts.reference_of(page)}"
    look_in_languages(page, {"submission": f"{home}/submit"}, *LANGUAGES)
    page.goto(f"{home}/mayor")
    page.locator("form[action$='/reopen'] button").first.click()
    page.wait_for_load_state()
    look_in_languages(page, {"changes": f"{home}/changes", "check": f"{home}/check"}, *LANGUAGES)


def _invite(officer: Page, demo: Demo, portal: RunningPortal, email: str, role: str) -> str:
    acts.sign_in(officer, demo.staff("officer"))
    officer.goto("/c/tn/desk/people")
    form = officer.locator("main form:has([name=role])")
    form.locator("[name=name]").fill("هدى الجلاصي")
    form.locator("[name=email]").fill(email)
    form.locator(f"[name=role][value={role}]").check()
    form.locator("[name=office]").fill("Secrétaire générale")
    form.locator("button").last.click()
    officer.wait_for_load_state()
    return acts.link_in(acts.mail_to(portal, email, containing="/invitation/"), "/invitation/")


def _press(page: Page) -> None:
    page.locator("main form button").last.click()
    page.wait_for_load_state()


def _here(page: Page, wanted: str) -> str:
    path = urlsplit(page.url).path
    assert path == wanted, page.url
    return path
