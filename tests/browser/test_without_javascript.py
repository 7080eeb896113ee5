"""Nothing needs JavaScript: forms, files, the language and the check of a document."""

import re
from pathlib import Path

from playwright.sync_api import expect

from tests.browser import acts
from tests.browser.cast import Cast
from tests.browser.conftest import PHONE, OpenPage
from tests.browser.demo import Demo
from tests.browser.paper import picture
from tests.portal_process import RunningPortal


def test_a_delegate_goes_from_sign_in_to_submitted_on_a_phone(
    open_page: OpenPage, portal: RunningPortal, cast: Cast, tmp_path: Path
) -> None:
    page = open_page(javascript=False, size=PHONE)
    acts.sign_in(page, cast.of("delegate", "ke"))
    home = f"/c/ke/my/{acts.begin_application(page)}"
    acts.fill_in_form(page, population="52000", mayor=("Grace", "Njeri", "Mayor"))

    page.goto(f"{home}/attachments")
    form = page.locator("form[data-upload]")
    form.locator("[name=title]").fill("Decision of the council")
    form.locator("input[type=file]").set_input_files(picture(tmp_path / "decision.jpg"))
    form.locator("button:visible").first.click()
    expect(page.locator("main .docs")).to_contain_text("Decision of the council")

    acts.freeze(page, home)
    link = acts.link_of_mayor(page, home, portal, address="mayor@nakuru.example", language="en")
    mayor = open_page(javascript=False, size=PHONE)
    acts.sign_as_mayor(mayor, link, name="Grace Njeri", office="Mayor")
    acts.submit(page, home)
    page.goto(f"{home}/tracker")
    assert acts.state_on(page) == "submitted"


def test_the_language_is_switched(open_demo_page: OpenPage) -> None:
    page = open_demo_page(javascript=False)
    page.goto("/verify")
    page.locator("header details summary").first.click()
    page.locator("header button[name=language][value=ar]").click()
    assert page.url.endswith("/verify")
    assert page.locator("html").get_attribute("dir") == "rtl"


def test_a_document_is_verified_by_its_code(open_demo_page: OpenPage, demo: Demo) -> None:
    delegate = open_demo_page()
    acts.sign_in(delegate, demo.delegate("member"))
    delegate.goto(f"/c/tn/my/{acts.reference_of(delegate)}/tracker")
    code = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", delegate.locator("main").inner_text())
    assert code

    page = open_demo_page(javascript=False)
    page.goto("/verify")
    page.locator("main form:has([name=code]) [name=code]").fill(code[0])
    page.locator("main form:has([name=code]) button").click()
    expect(page.locator("main")).to_contain_text(code[0])
    expect(page.locator("main .seal, main .verdict, main h1").first).to_be_visible()
