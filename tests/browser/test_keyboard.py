"""By Tab, Enter, Space and letters alone: the whole way, and every page of it through and out."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser import acts
from tests.browser.cast import Cast
from tests.browser.conftest import PHONE, OpenPage
from tests.browser.demo import Demo
from tests.browser.keyboard import (
    focus_of,
    press,
    press_on,
    reachable,
    tab,
    tab_to,
    walk,
    write_in,
)
from tests.browser.paper import stamped_letter
from tests.portal_process import RunningPortal

MOST_SECTIONS, MOST_FIELDS = 9, 300
DECLARATIONS = ("pledge", "publication")
CHOICES = ("expertise", "interests")


def test_an_application_is_submitted_without_a_mouse_on_a_phone(
    open_page: OpenPage, portal: RunningPortal, cast: Cast, tmp_path: Path
) -> None:
    page, player = open_page(size=PHONE), cast.of("delegate", "ke", city="New Kisumu")
    page.goto("/sign-in")
    write_in(page, "[name=email]", player.email)
    write_in(page, "[name=password]", player.password)
    press(page, "Enter")
    press_on(page, "form[action$='/my/start'] button")
    home = urlsplit(page.url).path
    press_on(page, "main a[href*='/section/']")
    for _section in range(MOST_SECTIONS):
        if "/section/" in page.url:
            _fill_in_section(page)

    if not page.url.endswith("/check"):
        press_on(page, f"main a[href='{home}/check']")
    press_on(page, "form[action$='/check'] button")
    write_in(page, "form[action$='/mayor/link'] [name=email]", "governor@kisumu.example")
    press_on(page, "form[action$='/mayor/link'] button")
    letter = acts.mail_to(portal, "governor@kisumu.example", containing="/mayor/ke/")
    _sign(
        open_page(size=PHONE),
        acts.link_in(letter, "/mayor/ke/"),
        stamp=stamped_letter(tmp_path / "stamp.png"),
    )

    press_on(page, f"nav a[href='{home}/tracker'], main a[href='{home}/tracker']")
    press_on(page, f"main a[href='{home}/submit']")
    press_on(page, "form[action$='/submit'] button")
    assert page.url.endswith("/tracker")
    assert acts.state_on(page) == "submitted"


def _fill_in_section(page: Page) -> None:
    """Go through a section: write, choose, and press the first button at its end."""
    answers = {
        "website": "https://kisumu.example",
        "contact_email": "contact@kisumu.example",
        "contact_phone": "+254 57 000 000",
        "population.value": "570000",
        "population.year": "2024",
    }
    skipped = {"contact_fax", "contact_organisation", "links"}
    for _ in range(MOST_FIELDS):
        field = tab(page)
        name = field.name
        if name == "then" and field.value == "continue":
            press(page, "Enter")
            return
        is_question = field.form == "section-form" and not name.startswith("comment-")
        if not is_question or name == "then" or name in skipped:
            continue
        is_unknown_figure = name.endswith(".na") and not name.startswith("population.")
        if field.kind == "radio":
            page.keyboard.press("Space")
            page.keyboard.press("ArrowDown")
            page.keyboard.press("ArrowUp")
            assert focus_of(page).is_checked
        elif name in DECLARATIONS or name in CHOICES or is_unknown_figure:
            if not field.is_checked:
                page.keyboard.press("Space")
            assert focus_of(page).is_checked
        elif name in answers:
            page.keyboard.type(answers[name])
        elif field.is_text and not field.value and "." not in name.removesuffix(".official"):
            page.keyboard.type("Reading rooms in each ward")
        skipped.add(name)
    raise AssertionError(f"the end of {page.url} cannot be reached by Tab")


def _sign(page: Page, link: str, *, stamp: Path) -> None:
    """Sign with the left half of a stamp: its right edge is moved to the middle by keys."""
    page.goto(link)
    write_in(page, "form#sign [name=name]", "Susan Kihika")
    write_in(page, "form#sign [name=office]", "Governor")
    tab_to(page, "form#sign [name=stamp]")
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Enter")
    chooser.value.set_files(stamp)
    expect(page.locator("[data-stamp-tool]")).to_be_visible()
    tab_to(page, "form#sign [name=stamp_right]")
    for key in (*["PageDown"] * 5, "ArrowLeft", "ArrowRight"):
        page.keyboard.press(key)
    assert focus_of(page).value == "50"
    tab_to(page, "form#sign [name=consent]")
    page.keyboard.press("Space")
    press_on(page, "form#sign button.btn-primary")
    expect(page.locator(".notice-ok")).to_be_visible()
    width, height = page.locator("img.stamp-evidence").evaluate(
        "async (it) => { await it.decode(); return [it.naturalWidth, it.naturalHeight]; }"
    )
    assert 2 * width == pytest.approx(height * 200 / 250, abs=12)


def test_the_first_tab_offers_to_skip_to_the_content(open_demo_page: OpenPage) -> None:
    page = open_demo_page()
    page.goto("/")
    page.keyboard.press("Tab")
    skip = page.locator("a.skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


@pytest.mark.parametrize(
    ("story", "pages"),
    [
        ("half", ("", "/section/city", "/section/contact", "/section/motivation", "/mandate")),
        ("half", ("/section/profile", "/section/challenges", "/attachments", "/check")),
        ("awaiting_paper", ("/mayor", "/mayor/paper", "/tracker", "/messages")),
    ],
)
def test_focus_goes_through_each_page_of_a_delegate_and_out_again(
    open_demo_page: OpenPage, demo: Demo, story: str, pages: tuple[str, ...]
) -> None:
    page = open_demo_page(size=PHONE)
    acts.sign_in(page, demo.delegate(story))
    home = f"/c/tn/my/{acts.reference_of(page)}"
    for name in pages:
        page.goto(f"{home}{name}")
        _walk_there_and_back(page)


def test_focus_goes_through_the_page_of_the_mayor_and_out_again(
    open_demo_page: OpenPage, demo: Demo, demo_portal: RunningPortal
) -> None:
    delegate = open_demo_page()
    acts.sign_in(delegate, demo.delegate("awaiting_paper"))
    home = f"/c/tn/my/{acts.reference_of(delegate)}"
    link = acts.link_of_mayor(
        delegate, home, demo_portal, address="keys@ville.example", language="ar"
    )
    page = open_demo_page(language="ar", size=PHONE)
    page.goto(link)
    _walk_there_and_back(page)


def test_focus_is_visible_everywhere_on_the_desk(open_demo_page: OpenPage, demo: Demo) -> None:
    page = open_demo_page()
    acts.sign_in(page, demo.staff("officer"))
    page.goto("/c/tn/desk")
    _walk_there_and_back(page)


def _walk_there_and_back(page: Page) -> None:
    there = walk(page)
    assert len(set(there)) == len(there) == reachable(page), (page.url, len(there))
    back = walk(page, "Shift+Tab")
    assert len(back) == len(there), (page.url, len(back), len(there))


def test_the_list_of_errors_gets_the_focus(open_demo_page: OpenPage) -> None:
    page = open_demo_page()
    page.goto("/c/tn/register")
    page.locator("main form button").last.click()
    summary = page.locator("main [data-autofocus]")
    expect(summary).to_be_focused()
    link = summary.locator("a").first
    target = str(link.get_attribute("href"))
    link.press("Enter")
    expect(page.locator(target)).to_be_focused()
