"""A real Chromium against a real portal. A message in the console fails the test."""

import contextlib
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright

from config.roles import DatabaseUrls
from config.scratch_database import ScratchDatabases
from config.settings import ROOT
from tests.browser import demo as demo_stage
from tests.browser.cast import Cast, seed
from tests.browser.demo import Demo
from tests.portal_process import RunningPortal, environment_of, free_port, running_portal

CHROMIUM = next(
    (
        path
        for name in ("chromium", "chromium-browser", "google-chrome")
        if (path := shutil.which(name))
    ),
    None,
)
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
]
DESKTOP = ViewportSize(width=1440, height=900)
PHONE = ViewportSize(width=390, height=844)
EXPECTED = (
    "status of 409",
    "status of 422",
    "status of 404",
    "status of 400",
    "status of 401",
    "Transition was aborted",
    "Error Code 400 from",
    "status of 403",
    "ERR_INTERNET_DISCONNECTED",
    "htmx:sendError",
    "htmx:afterRequest",
)
"""What Chromium and htmx say about answers, and cut lines, that a test provokes."""
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"


@pytest.fixture(scope="session")
def browser_database(
    scratch_databases: ScratchDatabases, database_name: str
) -> Iterator[DatabaseUrls]:
    name = f"{database_name}_browser"
    yield scratch_databases.clone(name)
    scratch_databases.drop(name)


@pytest.fixture(scope="session")
def staged(
    browser_database: DatabaseUrls, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[RunningPortal, Cast]]:
    """A running portal with its people."""
    var_dir = tmp_path_factory.mktemp("portal")
    port = free_port()
    environment = environment_of(browser_database, var_dir, port)
    cast = seed(environment)
    with running_portal(browser_database, var_dir, port) as portal:
        yield portal, cast


@pytest.fixture(scope="session")
def portal(staged: tuple[RunningPortal, Cast]) -> RunningPortal:
    return staged[0]


@pytest.fixture(scope="session")
def cast(staged: tuple[RunningPortal, Cast]) -> Cast:
    return staged[1]


@pytest.fixture(scope="session")
def demo_staged(
    scratch_databases: ScratchDatabases,
    database_name: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[RunningPortal, Demo]]:
    """A second running portal, with cities at all points of their way."""
    name = f"{database_name}_demo"
    urls = scratch_databases.clone(name)
    var_dir = tmp_path_factory.mktemp("demo")
    port = free_port()
    demo = demo_stage.load(environment_of(urls, var_dir, port))
    with running_portal(urls, var_dir, port) as portal:
        yield portal, demo
    scratch_databases.drop(name)


@pytest.fixture(scope="session")
def demo_portal(demo_staged: tuple[RunningPortal, Demo]) -> RunningPortal:
    return demo_staged[0]


@pytest.fixture(scope="session")
def demo(demo_staged: tuple[RunningPortal, Demo]) -> Demo:
    return demo_staged[1]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


OpenPage = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, portal: RunningPortal) -> Iterator[OpenPage]:
    """Makes pages of people: each in a context of its own, with a language and a size."""
    with _pages(browser, portal) as make:
        yield make


@pytest.fixture
def open_demo_page(browser: Browser, demo_portal: RunningPortal) -> Iterator[OpenPage]:
    """The same at the portal of the demo."""
    with _pages(browser, demo_portal) as make:
        yield make


@contextlib.contextmanager
def _pages(browser: Browser, portal: RunningPortal) -> Iterator[OpenPage]:
    contexts: list[BrowserContext] = []
    messages: list[str] = []

    def make(
        *, language: str = "en-GB", size: ViewportSize = DESKTOP, javascript: bool = True
    ) -> Page:
        context = browser.new_context(
            base_url=portal.url,
            locale=language,
            viewport=size,
            java_script_enabled=javascript,
            accept_downloads=True,
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: messages.append(f"{page.url}: {message.text}"))
        page.on("pageerror", lambda error: messages.append(f"{page.url}: {error}"))
        return page

    try:
        yield make
    finally:
        for context in contexts:
            context.close()
    unexpected = [text for text in messages if not any(word in text for word in EXPECTED)]
    assert unexpected == []


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    return open_page()


def violations(page: Page) -> list[str]:
    """What axe finds on the page, a line each."""
    page.evaluate(Path(AXE).read_text())
    result = page.evaluate(
        "async () => (await axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a',"
        " 'wcag21aa', 'wcag22aa', 'best-practice']})).violations.map(v => v.id + ': ' +"
        " v.nodes.map(n => n.target.join(' ')).join(' | '))"
    )
    return [str(line) for line in result]


def sideways_pixels(page: Page) -> int:
    """How far the page scrolls sideways once a new size is laid out; 0 is right.

    For some frames after a change of size the room of a scroll bar may be counted.
    """
    return int(
        page.evaluate(
            """async () => {
                const page = document.documentElement;
                let pixels = 1;
                for (let frame = 0; frame < 30 && pixels > 0; frame += 1) {
                    await new Promise(requestAnimationFrame);
                    pixels = page.scrollWidth - page.clientWidth;
                }
                return pixels;
            }"""
        )
    )
