"""By Tab, Space and Enter alone."""

from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from tests.browser import acts
from tests.browser.cast import Cast, Player
from tests.browser.conftest import PHONE, OpenPage
from tests.browser.demo import Demo
from tests.portal_process import RunningPortal

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


def test_somebody_goes_from_sign_in_to_submitted_on_a_small_screen(
    open_page: OpenPage, portal: RunningPortal, cast: Cast
) -> None:
    page, player = open_page(size=PHONE), cast.of("delegate", "ke", city="New Kisumu")
    page.goto("/sign-in")
    tab_to(page, "[name=email]")
    page.keyboard.type(player.email)
    tab_to(page, "[name=password]")
    page.keyboard.type(player.password)
    press(page, "Enter")
    press_on(page, "form[action$='/my/start'] button")
    home = urlsplit(page.url).path
    press_on(page, "main a[href*='/section/']")
    while "/section/" in page.url:
        fill_in_by_keyboard(page, player)
    page.goto(f"{home}/check")
    press_on(page, "form[action$='/check'] button")
    page.goto(f"{home}/mayor")
    tab_to(page, "form[action$='/mayor/link'] [name=email]")
    page.keyboard.type("governor@kisumu.example")
    press_on(page, "form[action$='/mayor/link'] button")
    letter = acts.mail_to(portal, "governor@kisumu.example", containing="/mayor/ke/")

    mayor = open_page(size=PHONE)
    mayor.goto(acts.link_in(letter, "/mayor/ke/"))
    for name, text in (("name", "Susan Kihika"), ("office", "Governor")):
        tab_to(mayor, f"form#sign [name={name}]")
        mayor.keyboard.press("Control+a")
        mayor.keyboard.type(text)
    tab_to(mayor, "form#sign [name=consent]")
    mayor.keyboard.press("Space")
    press_on(mayor, "form#sign button.btn-primary")
    expect(mayor.locator(".notice-ok")).to_be_visible()

    page.goto(f"{home}/submit")
    press_on(page, "form[action$='/submit'] button")
    page.goto(f"{home}/tracker")
    assert acts.state_on(page) == "submitted"


def press_on(page: Page, selector: str) -> None:
    """Tab to a button or link and press it."""
    tab_to(page, selector)
    press(page, "Enter")


def press(page: Page, key: str) -> None:
    with page.expect_navigation():
        page.keyboard.press(key)


def fill_in_by_keyboard(page: Page, player: Player) -> None:
    """Go through a section with Tab: write, choose, and press the first button at its end."""
    answers = {
        "website": "https://nakuru.example",
        "contact_email": player.email,
        "contact_phone": "+254 20 000 000",
        "population.value": "570000",
        "population.year": "2024",
    }
    chosen: set[str] = set()
    for _ in range(MOST_FIELDS):
        page.keyboard.press("Tab")
        here = page.evaluate(FOCUSED)
        name = here["name"]
        if name == "then":
            press(page, "Enter")
            return
        if not here["in_form"] or name.startswith("comment-") or name in chosen:
            continue
        is_unknown_figure = name.endswith(".na") and not name.startswith("population.")
        if here["type"] == "radio" or name in BOXES or is_unknown_figure:
            page.keyboard.press("Space")
        elif here["is_text"] and not here["value"] and "." not in name.removesuffix(".official"):
            page.keyboard.type(answers.get(name, "Reading rooms in each ward"))
        elif name in answers and not here["value"]:
            page.keyboard.type(answers[name])
        chosen.add(name)
    raise AssertionError(f"the end of {page.url} cannot be reached by Tab")


MOST_FIELDS = 300
BOXES = ("pledge", "publication", "expertise", "interests")
FOCUSED = """() => {
  const it = document.activeElement;
  return {
    name: it.name ?? '', type: it.type ?? '', value: it.value ?? '',
    in_form: Boolean(it.form?.matches('#section-form')),
    is_text: it.matches(
      'textarea, input:is([type=text], [type=email], [type=url], [type=tel])'),
  };
}"""
