"""Every page, as each kind of person meets it: accessible, silent, never wider than the screen."""

import re
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Page
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from tests.browser import acts
from tests.browser.conftest import DESKTOP, PHONE, OpenPage, sideways_pixels, violations
from tests.browser.demo import Demo
from tests.browser.walks import NO_PAGES, WALKS
from tests.portal_process import RunningPortal

pytestmark = pytest.mark.timeout(240)

WIDTHS = (320, 390, 768, 1440)
FOR_EVERYBODY = ("public.", "verification.", "members.directory", "members.profile")
"""Looked at once, as somebody without an account."""
MOST_PAGES = 60
ONLY_THEIRS = ("again", "begun_again", "from_pdf", "to_type")
"""Stories of which only those pages are looked at that no other story has."""
NOT_IN_FRENCH = ("awaiting_paper", "returned", "member")
"""Stories whose pages are looked at in English and Arabic: others show them in French too."""
PUBLIC_PAGES = (
    "/",
    "/help",
    "/accessibility",
    "/privacy",
    "/c/tn/",
    "/c/tn/readiness/result?body=yes&people=not-yet",
)
"""Where somebody without an account may begin; a form leads to the last one."""


def test_pages_of_somebody_without_account(open_demo_page: OpenPage, started_app: Flask) -> None:
    page = open_demo_page()
    found = crawl(page, started_app, list(PUBLIC_PAGES))
    assert WALKS["somebody without an account"] <= endpoints(found)
    look_in_languages(page, found, "en", "ar", "fr")


@pytest.mark.parametrize(
    "story",
    [
        "half",
        "awaiting_paper",
        "returned",
        "member",
        "again",
        "begun_again",
        "from_pdf",
        "to_type",
    ],
)
def test_pages_of_a_delegate(
    open_demo_page: OpenPage, started_app: Flask, demo: Demo, story: str
) -> None:
    page = open_demo_page()
    acts.sign_in(page, demo.delegate(story))
    found = crawl(page, started_app, [], without="" if story == "half" else "accounts.")
    assert WALKS[story] <= endpoints(found)
    if story in ONLY_THEIRS:
        found = of_walk(found, story)
    languages = ("en", "ar") if story in NOT_IN_FRENCH else ("en", "ar", "fr")
    look_in_languages(page, found, *languages)


def test_pages_of_a_mayor(open_demo_page: OpenPage, demo: Demo, demo_portal: RunningPortal) -> None:
    delegate = open_demo_page()
    acts.sign_in(delegate, demo.delegate("awaiting_paper"))
    home = f"/c/tn/my/{acts.reference_of(delegate)}"
    link = acts.link_of_mayor(
        delegate, home, demo_portal, address="mayor@ville.example", language="ar"
    )
    page = open_demo_page()
    page.goto(link)
    address = urlsplit(page.url).path
    look_at(page, [f"{address}?language=en"], "en")
    look_at(page, [f"{address}?language=fr"], "fr")
    look_at(page, [address], "ar")


def test_pages_of_an_officer(open_demo_page: OpenPage, started_app: Flask, demo: Demo) -> None:
    page = open_demo_page()
    acts.sign_in(page, demo.staff("officer"))
    found = crawl(page, started_app, [], without="accounts.")
    assert WALKS["an officer"] <= endpoints(found)
    tabs = {key.split("?")[1] for key in found if key.startswith("desk.application?")}
    assert {"tab=documents", "tab=history", "tab=messages", "tab=notes"} <= tabs
    look_in_languages(page, found, "en", "ar", "fr")


def test_pages_of_a_signatory(open_demo_page: OpenPage, started_app: Flask, demo: Demo) -> None:
    page = open_demo_page()
    acts.sign_in(page, demo.staff("signatory"))
    page.goto("/c/tn/desk/next/sign")
    found = crawl(page, started_app, ["/c/tn/desk"])
    assert WALKS["a signatory"] <= endpoints(found)
    look_in_languages(page, of_walk(found, "a signatory"), "en", "ar")


def test_pages_of_a_coordinator(open_demo_page: OpenPage, started_app: Flask, demo: Demo) -> None:
    page = open_demo_page()
    acts.sign_in(page, demo.staff("coordinator"))
    page.goto("/coordination/forwarded")
    waiting = page.locator("main a[href*='/coordination/applications/tn/']").first
    found = crawl(page, started_app, [str(waiting.get_attribute("href"))], without="accounts.")
    assert WALKS["a coordinator"] <= endpoints(found)
    look_in_languages(page, found, "en", "ar", "fr")


def crawl(page: Page, app: Flask, starts: list[str], *, without: str = "") -> dict[str, str]:
    """Addresses reached by links from here, one of each kind: ``{kind: address}``.

    ``without``: beginning of the endpoints that somebody else looks at.
    """
    found: dict[str, str] = {}
    has_account = page.url.startswith("http")
    elsewhere = (*FOR_EVERYBODY, *([without] if without else [])) if has_account else ()
    waiting = [*starts, urlsplit(page.url).path] if has_account else starts
    origin = ""
    while waiting and len(found) < MOST_PAGES:
        address = waiting.pop(0)
        kind = kind_of(app, address)
        if kind is None or kind in found or kind.startswith(elsewhere):
            continue
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200, (answer.status, address)
        origin = origin or "{0.scheme}://{0.netloc}".format(urlsplit(page.url))
        if urlsplit(page.url).path != urlsplit(address).path:
            waiting.append(page.url.removeprefix(origin))
            continue
        found[kind] = address
        for link in page.evaluate(
            "() => [...document.querySelectorAll('nav a[href], main a[href], .top-tools a[href]')]"
            ".filter(a => !a.download).map(a => a.getAttribute('href'))"
        ):
            target = urljoin(page.url, str(link))
            if target.startswith(origin + "/"):
                waiting.append(target.removeprefix(origin).split("#")[0])
    return found


def kind_of(app: Flask, address: str) -> str | None:
    """Endpoint with what makes its page another one; None if it is no page."""
    parts = urlsplit(address)
    try:
        endpoint, values = app.url_map.bind("localhost").match(parts.path)
    except (HTTPException, RequestRedirect):
        return None
    if endpoint in NO_PAGES or endpoint == "static":
        return None
    tab = parse_qs(parts.query).get("tab", [""])[0]
    section = str(values.get("section", ""))
    return f"{endpoint}{'/' + section if section else ''}{'?tab=' + tab if tab else ''}"


def endpoints(found: dict[str, str]) -> set[str]:
    """The endpoints among the kinds of pages."""
    return {re.split("[/?]", kind)[0] for kind in found}


def of_walk(found: dict[str, str], walk: str) -> dict[str, str]:
    """Only those pages that a walk has to find; the others are looked at on another walk."""
    return {
        kind: address for kind, address in found.items() if endpoints({kind: ""}) <= WALKS[walk]
    }


def look_in_languages(page: Page, found: dict[str, str], *languages: str) -> None:
    """Look at each page in each language."""
    for language in languages:
        acts.choose_language(page, language)
        look_at(page, list(found.values()), language)


def look_at(page: Page, addresses: list[str], language: str) -> None:
    """Look at each page, on a phone in Arabic; all that is wrong comes out in one list."""
    wrong: list[str] = []
    page.set_viewport_size(PHONE if language == "ar" else DESKTOP)
    for address in addresses:
        page.goto(address)
        if urlsplit(page.url).path != urlsplit(address).path:
            wrong.append(f"{language} {address}: leads to {page.url}")
        wrong.extend(f"{language} {address}: {fault}" for fault in _faults(page, language))
    assert wrong == [], "\n".join(wrong)


def _faults(page: Page, language: str) -> list[str]:
    """What is wrong with the page as it is shown; the size stays as it was."""
    faults = [f"axe: {line}" for line in violations(page)]
    shown = page.locator("html").get_attribute("lang")
    if shown != language:
        faults.append(f"is in {shown}")
    size = page.viewport_size
    assert size is not None
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        pixels = sideways_pixels(page)
        if pixels > 0:
            faults.append(f"{width}: {pixels} pixels too wide")
    page.set_viewport_size(size)
    return faults
