"""Two people at once, and a line that is cut: nothing anybody typed is lost."""

import re

from playwright.sync_api import Page, expect

from tests.browser import acts
from tests.browser.conftest import OpenPage
from tests.browser.demo import Demo

ANSWER = "[name='motivation.official']"


def test_two_delegates_who_write_one_answer_see_both_texts(
    open_demo_page: OpenPage, demo: Demo
) -> None:
    first, second = open_demo_page(), open_demo_page()
    address = _open_motivation(first, demo)
    acts.sign_in(second, demo.delegate("half"))
    second.goto(address)

    _write_and_wait(first, "The first text.", r"/autosave")
    second.locator(ANSWER).press_sequentially("The second text. ")
    expect(second.locator("#conflict-note [role=alert]")).to_be_visible()
    second.locator("#conflict-note button").click()

    assert second.locator("[data-autofocus]").evaluate("e => e === document.activeElement")
    expect(second.locator("#motivation-other")).to_contain_text("The first text.")
    assert "The second text." in second.locator(ANSWER).input_value()
    second.fill(ANSWER, "Both texts, as one.")
    second.locator("button.btn[name=then][value=continue]").click()
    first.reload()
    assert first.locator(ANSWER).input_value() == "Both texts, as one."


def test_a_cut_line_is_said_and_the_text_is_sent_when_it_is_back(
    open_demo_page: OpenPage, demo: Demo
) -> None:
    page = open_demo_page(javascript=True)
    _open_motivation(page, demo)
    page.context.set_offline(True)
    page.fill(ANSWER, "Written in a tunnel.")
    expect(page.locator("#save-state")).to_have_attribute("data-state", "offline")
    expect(page.locator("#save-state [data-when=offline]")).to_be_visible()
    with page.expect_response(re.compile("/autosave")) as answer:
        page.context.set_offline(False)
    assert answer.value.status == 200
    expect(page.locator("#save-state")).to_have_attribute("data-state", "saved")
    page.reload()
    assert page.locator(ANSWER).input_value() == "Written in a tunnel."
    expect(page.locator("main [data-draft=restore]")).to_have_count(0)


def test_text_that_was_never_sent_is_offered_after_a_reload(
    open_demo_page: OpenPage, demo: Demo
) -> None:
    page = open_demo_page()
    _open_motivation(page, demo)
    before = page.locator(ANSWER).input_value()
    page.route(re.compile("/autosave"), lambda route: route.abort("internetdisconnected"))
    page.fill(ANSWER, "Written while nobody listened.")
    expect(page.locator("#save-state")).to_have_attribute("data-state", "offline")
    page.unroute_all()
    page.reload()
    assert page.locator(ANSWER).input_value() == before
    expect(page.locator("main [data-draft=restore]")).to_be_visible()
    with page.expect_response(re.compile("/autosave")):
        page.locator("main [data-draft=restore]").click()
    assert page.locator(ANSWER).input_value() == "Written while nobody listened."
    page.reload()
    assert page.locator(ANSWER).input_value() == "Written while nobody listened."


def test_of_two_officers_who_act_at_once_the_second_learns_it_and_keeps_the_text(
    open_demo_page: OpenPage, demo: Demo
) -> None:
    first, second = open_demo_page(), open_demo_page()
    acts.sign_in(first, demo.staff("officer", 0))
    acts.sign_in(second, demo.staff("officer", 1))
    reference = _reference_to_check(first)
    for page in (first, second):
        page.goto(f"/c/tn/desk/{reference}/completion")
    _ask_for_completion(first, "Please add the council's decision.")
    assert acts.state_on(first) == "returned"

    with second.expect_response(re.compile("/return")) as answer:
        _ask_for_completion(second, "Please name the year of each figure.")
    assert answer.value.status == 409
    assert acts.state_on(second) == "returned"
    kept = second.locator("main textarea[readonly]")
    assert kept.input_value() == "Please name the year of each figure."
    expect(second.locator("main [role=alert]").first).to_be_visible()


def _open_motivation(page: Page, demo: Demo) -> str:
    acts.sign_in(page, demo.delegate("half"))
    page.goto(f"/c/tn/my/{acts.reference_of(page)}/section/motivation")
    return page.url


def _write_and_wait(page: Page, text: str, address: str) -> None:
    with page.expect_response(re.compile(address)):
        page.fill(ANSWER, text)


def _reference_to_check(page: Page) -> str:
    page.goto("/c/tn/desk")
    link = page.locator("#rows tr:has(.status-submitted) th a, .status-submitted >> xpath=../..//a")
    return str(link.first.get_attribute("href")).rsplit("/", 1)[-1].split("?")[0]


def _ask_for_completion(page: Page, reason: str) -> None:
    form = page.locator("form[action*='/return']")
    form.locator("[name=reason]").fill(reason)
    form.locator("input[type=checkbox][value=motivation]").press("Space")
    form.locator("button").last.click()
    page.wait_for_load_state()
