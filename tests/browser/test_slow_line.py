"""400 kbit/s, 400 ms, on a phone: the whole way to "submitted", and pages small enough."""

import pytest
from playwright.sync_api import CDPSession, Page

from tests.browser import acts
from tests.browser.cast import Cast
from tests.browser.conftest import PHONE, OpenPage
from tests.portal_process import RunningPortal

pytestmark = pytest.mark.timeout(400)

BYTES_PER_SECOND = 400_000 // 8
LATENCY_MS = 400
MOST_BYTES = 120 * 1024
PATIENCE_MS = 60_000


def test_an_application_is_submitted_over_a_slow_line(
    open_page: OpenPage, portal: RunningPortal, cast: Cast
) -> None:
    page = open_page(language="ar", size=PHONE)
    page.context.set_default_timeout(PATIENCE_MS)
    acts.sign_in(page, cast.of("delegate", "tn", city="New Sfax"))
    line = _slow(page)
    reference = acts.begin_application(page)
    home = f"/c/tn/my/{reference}"

    line.send("Network.clearBrowserCache")
    received = _count_bytes(line)
    page.goto(f"{home}/section/motivation")
    page.wait_for_load_state("networkidle")
    assert 0 < sum(received) < MOST_BYTES
    print(
        f"\nform, cold: {sum(received):,.0f} bytes, first paint {page.evaluate(FIRST_PAINT):,} ms"
    )

    page.goto(home)
    acts.fill_in_form(page, population="52000", mayor=("فاطمة", "العلوي", "رئيسة البلدية"))
    acts.freeze(page, home)
    acts.send_link_to_mayor(page, home, address="mayor@sfax.example", language="ar")
    letter = acts.mail_to(portal, "mayor@sfax.example", containing="/mayor/tn/")
    mayor = open_page(language="ar", size=PHONE)
    mayor.context.set_default_timeout(PATIENCE_MS)
    _slow(mayor)
    acts.sign_as_mayor(
        mayor, acts.link_in(letter, "/mayor/tn/"), name="فاطمة العلوي", office="رئيسة البلدية"
    )
    acts.submit(page, home)
    page.goto(f"{home}/tracker")
    assert acts.state_on(page) == "submitted"


FIRST_PAINT = """() => Math.round(
  performance.getEntriesByName('first-contentful-paint')[0].startTime)"""


def _slow(page: Page) -> CDPSession:
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


def _count_bytes(line: CDPSession) -> list[float]:
    received: list[float] = []
    line.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    return received
