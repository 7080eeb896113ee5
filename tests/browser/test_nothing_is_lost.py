"""Cut lines, ended sessions, full devices, double clicks: no word is lost, nor shown to others."""

import re

import pytest
from playwright.sync_api import Dialog, Page, expect

from tests.browser import acts
from tests.browser.conftest import PHONE, OpenPage
from tests.browser.demo import Demo

ANSWER = "[name='implementation.official']"
OFFER = "main .notice:has([data-draft=restore])"
TEXT = "Written at the counter, between two citizens."


@pytest.fixture
def writer(open_demo_page: OpenPage, demo: Demo) -> Page:
    """A delegate before the form, on a phone."""
    page = open_demo_page(size=PHONE)
    acts.sign_in(page, demo.delegate("half"))
    page.goto(f"/c/tn/my/{acts.reference_of(page)}/section/motivation")
    return page


def test_a_colleagues_newer_text_is_not_overwritten_by_the_one_put_back(
    writer: Page, open_demo_page: OpenPage, demo: Demo
) -> None:
    _cut_off(writer)
    writer.fill(ANSWER, TEXT)
    expect(writer.locator("#save-state")).to_have_attribute("data-state", "offline")
    colleague = open_demo_page()
    acts.sign_in(colleague, demo.delegate("half"))
    colleague.goto(writer.url)
    with colleague.expect_response(re.compile("/autosave")):
        colleague.fill(ANSWER, "What the colleague wrote.")
    writer.unroute_all()
    writer.reload()
    assert writer.locator(ANSWER).input_value() == "What the colleague wrote."
    writer.locator(f"{OFFER} [data-draft=restore]").click()
    expect(writer.locator("#conflict-note [role=alert]")).to_be_visible()
    assert writer.locator(ANSWER).input_value() == TEXT


def test_a_session_that_ended_while_writing_leads_to_sign_in_and_back_to_the_text(
    writer: Page, demo: Demo
) -> None:
    address = writer.url
    _end_session(writer)
    writer.fill(ANSWER, TEXT + " 1")
    link = writer.locator("#save-state [data-sign-in]")
    expect(link).to_be_visible()
    link.click()
    _sign_in_here(writer, demo)
    assert writer.url == address
    expect(writer.locator(OFFER)).to_contain_text(TEXT + " 1")
    with writer.expect_response(re.compile("/autosave")):
        writer.locator(f"{OFFER} [data-draft=restore]").click()
    expect(writer.locator("#save-state")).to_have_attribute("data-state", "saved")
    writer.reload()
    assert writer.locator(ANSWER).input_value() == TEXT + " 1"
    expect(writer.locator(OFFER)).to_have_count(0)


def test_signing_in_again_in_another_tab_lets_the_first_go_on(writer: Page, demo: Demo) -> None:
    _end_session(writer)
    other = writer.context.new_page()
    acts.sign_in(other, demo.delegate("half"))
    with writer.expect_response(lambda answer: "/autosave" in answer.url and answer.status == 200):
        writer.fill(ANSWER, TEXT + " 2")
    other.goto(writer.url)
    assert other.locator(ANSWER).input_value() == TEXT + " 2"


def test_a_message_sent_after_the_session_ended_is_offered_again(writer: Page, demo: Demo) -> None:
    address = re.sub(r"/section/.*", "/messages", writer.url)
    writer.goto(address)
    writer.fill("[name=text]", TEXT)
    expect(writer.locator("[data-said='#draft-kept']")).to_be_visible()
    _end_session(writer)
    writer.locator("main form:has([name=text]) button").click()
    expect(writer.locator("textarea[readonly]")).to_have_value(TEXT)
    writer.locator("main a.btn-primary").click()
    _sign_in_here(writer, demo)
    assert writer.url == address
    writer.locator(f"{OFFER} [data-draft=restore]").click()
    assert writer.locator("[name=text]").input_value() == TEXT
    writer.locator("main form:has([name=text]) button").dblclick()
    expect(writer.locator("main .timeline li", has_text=TEXT)).to_have_count(1)
    writer.reload()
    expect(writer.locator("main .timeline li", has_text=TEXT)).to_have_count(1)
    expect(writer.locator(OFFER)).to_have_count(0)
    assert _kept(writer) == []


def test_without_javascript_the_words_of_an_ended_session_are_shown(
    open_demo_page: OpenPage, demo: Demo
) -> None:
    page = open_demo_page(javascript=False, size=PHONE)
    acts.sign_in(page, demo.delegate("half"))
    page.goto(f"/c/tn/my/{acts.reference_of(page)}/messages")
    page.fill("[name=text]", TEXT)
    _end_session(page)
    page.locator("main form:has([name=text]) button").click()
    assert page.locator("textarea[readonly]").input_value() == TEXT
    page.locator("main a.btn-primary").click()
    _sign_in_here(page, demo)
    assert page.url.endswith("/messages")


def test_nobody_sees_the_text_of_another_person(writer: Page, demo: Demo) -> None:
    _cut_off(writer)
    writer.fill(ANSWER, TEXT + " 3")
    expect(writer.locator("#save-state")).to_have_attribute("data-state", "offline")
    writer.unroute_all()
    assert len(_kept(writer)) == 1
    _end_session(writer)
    acts.sign_in(writer, demo.delegate("returned"))
    assert _kept(writer) == []


def test_signing_out_asks_before_it_deletes_what_was_not_sent(writer: Page) -> None:
    _cut_off(writer)
    writer.fill(ANSWER, TEXT + " 4")
    expect(writer.locator("#save-state")).to_have_attribute("data-state", "offline")
    questions: list[str] = []

    def answer(yes: bool) -> None:
        def close(box: Dialog) -> None:
            questions.append(box.message)
            box.accept() if yes else box.dismiss()

        writer.once("dialog", close)
        writer.locator("header details:has([data-signs-out]) summary").click()
        writer.locator("[data-signs-out] button").click()

    answer(yes=False)
    assert len(_kept(writer)) == 1
    writer.locator("header details:has([data-signs-out]) summary").click()
    answer(yes=True)
    expect(writer.locator("[data-signs-out]")).to_have_count(0)
    assert _kept(writer) == []
    assert all(questions)


def test_a_device_that_keeps_nothing_says_so_and_asks_before_the_page_closes(
    writer: Page,
) -> None:
    writer.evaluate("() => { Storage.prototype.setItem = () => { throw new Error('full'); }; }")
    _cut_off(writer)
    writer.fill(ANSWER, TEXT + " 5")
    expect(writer.locator("[data-said='#draft-unkept']")).to_be_visible()
    expect(writer.locator("#save-state [data-when=unkept]")).to_be_visible()
    asked: list[str] = []

    def leave(box: Dialog) -> None:
        asked.append(box.type)
        box.accept()

    writer.on("dialog", leave)
    writer.reload()
    assert asked == ["beforeunload"]
    writer.fill(ANSWER, TEXT + " 6")
    writer.reload()
    assert asked == ["beforeunload"]


def _cut_off(page: Page) -> None:
    page.route(re.compile("/autosave"), lambda route: route.abort("internetdisconnected"))


def _end_session(page: Page) -> None:
    page.context.clear_cookies(name="portal_session")


def _sign_in_here(page: Page, demo: Demo) -> None:
    account = demo.delegate("half")
    page.fill("[name=email]", account.email)
    page.fill("[name=password]", account.password)
    page.locator("main form:has([name=password]) button").last.click()
    expect(page.locator(".avatar").first).to_be_visible()


def _kept(page: Page) -> list[str]:
    return list(page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('draft:'))"))
