"""By Tab, Space and Enter alone."""

from playwright.sync_api import Page, expect

from tests.browser import acts
from tests.browser.conftest import OpenPage
from tests.browser.demo import Demo

MOST_TABS = 60


def test_somebody_signs_in_and_writes_an_answer(open_demo_page: OpenPage, demo: Demo) -> None:
    page, delegate = open_demo_page(), demo.delegate("half")
    page.goto("/sign-in")
    tab_to(page, "[name=email]")
    page.keyboard.type(delegate.email)
    tab_to(page, "[name=password]")
    page.keyboard.type(delegate.password)
    page.keyboard.press("Enter")
    expect(page.locator(".avatar").first).to_be_visible()

    page.goto(f"/c/tn/my/{acts.reference_of(page)}/section/mayor")
    tab_to(page, "[name=mayor_given_name]")
    page.keyboard.press("Control+a")
    page.keyboard.type("Fatma")
    tab_to(page, "button[name=then][value=back]")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.goto(f"/c/tn/my/{acts.reference_of(page)}/section/mayor")
    assert page.locator("[name=mayor_given_name]").input_value() == "Fatma"


def test_the_first_tab_offers_to_skip_to_the_content(open_demo_page: OpenPage) -> None:
    page = open_demo_page()
    page.goto("/")
    page.keyboard.press("Tab")
    skip = page.locator("a.skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_focus_is_visible_everywhere(open_demo_page: OpenPage, demo: Demo) -> None:
    page = open_demo_page()
    acts.sign_in(page, demo.staff("officer"))
    page.goto("/c/tn/desk")
    unseen = []
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        found = page.evaluate(VISIBLE_FOCUS)
        if found is None:
            break
        if not found["visible"]:
            unseen.append(found["what"])
    assert unseen == []


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


VISIBLE_FOCUS = """() => {
  const it = document.activeElement;
  if (!it || it === document.body) return null;
  const seen = [it, it.nextElementSibling, it.parentElement].filter(Boolean).some((element) => {
    const style = getComputedStyle(element);
    return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0)
      || style.boxShadow !== 'none';
  });
  return {what: it.outerHTML.slice(0, 120), visible: seen};
}"""
"""What has the focus, and whether it, or what stands for it, is marked."""


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the element has the focus."""
    wanted = page.locator(selector).first
    for _ in range(MOST_TABS):
        if wanted.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} cannot be reached within {MOST_TABS} tabs")
