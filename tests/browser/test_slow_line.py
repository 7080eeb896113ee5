"""400 kbit/s and 400 ms on a phone: the whole way to "submitted", and pages light enough for it."""

import pytest
from playwright.sync_api import CDPSession, Page, Response

from tests.browser import acts
from tests.browser.cast import Cast
from tests.browser.conftest import PHONE, OpenPage
from tests.browser.demo import Demo
from tests.portal_process import RunningPortal

pytestmark = pytest.mark.timeout(400)

BYTES_PER_SECOND = 400_000 // 8
LATENCY_MS = 400
MOST_BYTES = 120_000
MOST_FIRST_PAINT_MS = 3_000
PATIENCE_MS = 60_000
LANGUAGES = ("en", "fr", "ar")
FORM = "section/motivation"


def test_an_application_is_submitted_over_a_slow_line(
    open_page: OpenPage, portal: RunningPortal, cast: Cast
) -> None:
    page = _slow_phone(open_page)
    acts.sign_in(page, cast.of("delegate", "tn", city="New Sfax"))
    home = f"/c/tn/my/{acts.begin_application(page)}"
    acts.fill_in_form(page, population="52000", mayor=("فاطمة", "العلوي", "رئيسة البلدية"))
    acts.freeze(page, home)
    link = acts.link_of_mayor(page, home, portal, address="mayor@sfax.example", language="ar")
    mayor = _slow_phone(open_page)
    acts.sign_as_mayor(mayor, link, name="فاطمة العلوي", office="رئيسة البلدية")
    acts.submit(page, home)
    page.goto(f"{home}/tracker")
    assert acts.state_on(page) == "submitted"


def test_each_page_of_the_form_is_light_in_each_language(
    open_demo_page: OpenPage, demo: Demo
) -> None:
    page = open_demo_page(size=PHONE)
    acts.sign_in(page, demo.delegate("half"))
    home = f"/c/tn/my/{acts.reference_of(page)}"
    page.goto(home)
    links = page.locator(f"main a[href^='{home}/']:not([href*='.pdf'])").all()
    addresses = {str(link.get_attribute("href")).split("#")[0] for link in links}
    addresses |= {home, f"{home}/check", f"{home}/attachments"}
    assert {f"{home}/{FORM}", f"{home}/section/challenges", f"{home}/mandate"} <= addresses
    weights = {}
    for language in LANGUAGES:
        acts.choose_language(page, language)
        for address in sorted(addresses):
            weights[language, address.removeprefix(home)] = _bytes_of(page, address)
    _say("heaviest pages of the form, bytes", weights)
    assert {key: count for key, count in weights.items() if not 0 < count < MOST_BYTES} == {}


def test_the_page_of_the_mayor_is_light_in_each_language(
    open_demo_page: OpenPage, demo: Demo, demo_portal: RunningPortal
) -> None:
    delegate = open_demo_page()
    acts.sign_in(delegate, demo.delegate("awaiting_paper"))
    home = f"/c/tn/my/{acts.reference_of(delegate)}"
    link = acts.link_of_mayor(
        delegate, home, demo_portal, address="hurried@ville.example", language="ar"
    )
    page = open_demo_page(size=PHONE)
    weights = {
        (language, "page of the mayor"): _bytes_of(page, f"{link}?language={language}")
        for language in LANGUAGES
    }
    _say("page of the mayor, bytes", weights)
    assert {key: count for key, count in weights.items() if not 0 < count < MOST_BYTES} == {}


def test_the_form_is_painted_soon_over_a_slow_line(open_demo_page: OpenPage, demo: Demo) -> None:
    """The best of three: on a busy machine the portal itself may be late."""
    page = open_demo_page(size=PHONE)
    acts.sign_in(page, demo.delegate("half"))
    address = f"/c/tn/my/{acts.reference_of(page)}/{FORM}"
    line = _slow(page)
    paints = {}
    for language in LANGUAGES:
        acts.choose_language(page, language)
        paints[language, FORM] = min(_first_paint(page, line, address) for _ in range(3))
    _say("first paint of the form, ms", paints)
    assert {key: ms for key, ms in paints.items() if ms >= MOST_FIRST_PAINT_MS} == {}


def _slow_phone(open_page: OpenPage) -> Page:
    page = open_page(language="ar", size=PHONE)
    page.context.set_default_timeout(PATIENCE_MS)
    _slow(page)
    return page


def _slow(page: Page) -> CDPSession:
    page.context.set_default_timeout(PATIENCE_MS)
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    line.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": LATENCY_MS,
            "downloadThroughput": BYTES_PER_SECOND,
            "uploadThroughput": BYTES_PER_SECOND,
        },
    )
    return line


def _bytes_of(page: Page, address: str) -> int:
    """Bytes over the line, headers included, for somebody who has nothing of the portal yet."""
    line = page.context.new_cdp_session(page)
    received: list[float] = []
    line.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    line.send("Network.enable")
    line.send("Network.clearBrowserCache")
    answer = page.goto(address)
    page.wait_for_load_state("networkidle")
    line.detach()
    assert isinstance(answer, Response)
    assert answer.status == 200
    return round(sum(received))


def _first_paint(page: Page, line: CDPSession, address: str) -> int:
    line.send("Network.clearBrowserCache")
    page.goto(address)
    return int(page.evaluate(FIRST_PAINT))


FIRST_PAINT = """() => Math.round(
  performance.getEntriesByName('first-contentful-paint')[0].startTime)"""


def _say(what: str, found: dict[tuple[str, str], int]) -> None:
    """For ``make slow-line``: the highest figure of each language."""
    for language in LANGUAGES:
        figure, where = max((found[key], key[1]) for key in found if key[0] == language)
        print(f"\n{what}, {language}: {figure:,} ({where})", end="")
