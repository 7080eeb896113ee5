"""What people do in the browser; found by names and addresses, not by labels of one language."""

import email
import email.policy
import re
import time
from email.message import EmailMessage
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.cast import Player
from tests.browser.demo import Account
from tests.portal_process import RunningPortal

MAIL_SECONDS = 30.0
FRENCH_TEXT = (
    "Notre ville ouvre chaque soir ses bibliothèques et ses ateliers aux adultes, aux jeunes sans"
    " diplôme et aux nouveaux arrivants. Nous voulons apprendre des autres villes du réseau."
)


def sign_in(page: Page, player: Player | Account) -> None:
    """Sign in with password and, where the person has one, the second factor."""
    page.goto("/sign-in")
    page.fill("[name=email]", player.email)
    page.fill("[name=password]", player.password)
    page.locator("main form:has([name=password]) button").last.click()
    page.wait_for_load_state()
    if player.has_totp:
        give_code(page, player)
    expect(page.locator(".avatar").first).to_be_visible()


def give_code(page: Page, player: Player) -> None:
    """Give the second factor; a code that was used already is refused, the next one is not."""
    for _attempt in range(2):
        page.fill("main form [name=code]", player.code)
        page.locator("main form:has([name=code]) button").first.click()
        page.wait_for_load_state()
        if not page.locator("main form [name=code]").count():
            return
        page.wait_for_timeout(31_000)


def choose_language(page: Page, language: str) -> None:
    """Have the pages that follow in another language."""
    page.request.post("/language", form={"language": language, "next": "/"}, max_redirects=0)


def begin_application(page: Page) -> str:
    """Begin the application of this call; returns its reference."""
    page.locator("form[action$='/my/start'] button").click()
    page.wait_for_url(re.compile(r"/my/[A-Z]{2}-\d{4}-\d{3}$"))
    return page.url.rsplit("/", 1)[-1]


def reference_of(page: Page) -> str:
    """Reference of the newest application a signed-in delegate has."""
    page.goto("/home")
    link = page.locator("main a[href*='/my/']").first
    found = re.search(r"/my/([A-Z]{2}-\d{4}-\d{3})", str(link.get_attribute("href")))
    assert found
    return found[1]


def fill_in_form(page: Page, *, population: str, mayor: tuple[str, str, str]) -> None:
    """Answer every required question, section by section, as the form shows them."""
    home = page.url
    given, family, title = mayor
    answers = {
        "website": "https://ville.example",
        "mayor_given_name": given,
        "mayor_family_name": family,
        "mayor_title": title,
        "contact_given_name": "Amna",
        "contact_family_name": "Trabelsi",
        "contact_title": "Cheffe de projet",
        "contact_postal_address": "1 place de la Ville",
        "contact_phone": "+216 71 000 000",
        "contact_email": "contact@ville.example",
        "population.value": population,
        "population.year": "2024",
        "motivation.official": FRENCH_TEXT,
        "implementation.official": FRENCH_TEXT,
    }
    sections = [
        link.get_attribute("href") or "" for link in page.locator("main a[href*='/section/']").all()
    ]
    for address in dict.fromkeys(sections):
        page.goto(address)
        for field in page.locator("main form [name]:visible").all():
            name = field.get_attribute("name") or ""
            if name in answers:
                field.fill(answers[name])
        _choose_first_answers(page)
        _mark_unknown_figures(page)
        page.locator("main form button.btn[name=then]").first.click()
        page.wait_for_load_state()
    page.goto(home)


def _choose_first_answers(page: Page) -> None:
    names = {
        str(box.get_attribute("name")) for box in page.locator("main form input[type=radio]").all()
    }
    for name in sorted(names):
        page.locator(f"main form input[type=radio][name='{name}']").first.check()
    for name in ("pledge", "publication", "expertise", "interests"):
        boxes = page.locator(f"main form input[type=checkbox][name='{name}']")
        if boxes.count():
            boxes.first.check()


def _mark_unknown_figures(page: Page) -> None:
    for box in page.locator("main form input[type=checkbox][name$='.na']").all():
        if not str(box.get_attribute("name")).startswith("population."):
            box.check()


def freeze(page: Page, home: str) -> None:
    """Check and freeze; the page with the ways to sign follows."""
    page.goto(f"{home}/check")
    page.locator("form[action$='/check'] button").click()
    page.wait_for_load_state()


def send_link_to_mayor(page: Page, home: str, *, address: str, language: str) -> None:
    page.goto(f"{home}/mayor")
    form = page.locator("form[action$='/mayor/link']")
    form.locator("[name=email]").fill(address)
    form.locator("[name=language]").select_option(language)
    form.locator("button").click()
    page.wait_for_load_state()


def mail_to(portal: RunningPortal, address: str, *, containing: str = "") -> EmailMessage:
    """The newest mail to an address whose text holds a word; waits for the worker."""
    deadline = time.monotonic() + MAIL_SECONDS
    while time.monotonic() < deadline:
        found = [
            message
            for message in map(_read, sorted(portal.mail_dir.glob("*.eml")))
            if address in str(message["To"]) and containing in text_of(message)
        ]
        if found:
            return found[-1]
        time.sleep(0.3)
    raise AssertionError(f"no mail to {address} with {containing!r} within {MAIL_SECONDS} s")


def _read(path: Path) -> EmailMessage:
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def text_of(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def link_in(message: EmailMessage, part: str) -> str:
    """The address in a mail that contains ``part``."""
    found = re.search(rf"https?://\S*{re.escape(part)}\S*", text_of(message))
    assert found, text_of(message)
    return found[0].rstrip(".>")


def link_of_mayor(
    page: Page, home: str, portal: RunningPortal, *, address: str, language: str
) -> str:
    """Send the mayor the link to sign with; returns it as it stands in the mail."""
    send_link_to_mayor(page, home, address=address, language=language)
    part = f"/mayor/{home.split('/')[2]}/"
    return link_in(mail_to(portal, address, containing=part), part)


def sign_as_mayor(page: Page, link: str, *, name: str, office: str) -> None:
    """Open the one-time link twice (a mail scanner opens it too), then sign."""
    page.goto(link)
    page.goto(link)
    form = page.locator("form#sign")
    form.locator("[name=name]").fill(name)
    form.locator("[name=office]").fill(office)
    form.locator("[name=consent]").check()
    form.locator("button[class*='btn-primary']").click()
    page.wait_for_load_state()
    expect(page.locator(".notice-ok")).to_be_visible()


def submit(page: Page, home: str) -> None:
    page.goto(f"{home}/submit")
    page.locator("form[action$='/submit'] button").click()
    page.wait_for_load_state()


def state_on(page: Page) -> str:
    """The state shown on the page, from its badge's class: ``status-submitted``."""
    badge = page.locator("main .status").first
    classes = str(badge.get_attribute("class"))
    found = re.search(r"status-([a-z_-]+)", classes)
    assert found, classes
    return found[1].replace("-", "_")


def check_all_points(page: Page) -> None:
    """Give the verdict "meets" on each point of the checklist."""
    for point in page.locator("li[id^='point-']").all():
        with page.expect_response(lambda response: "/check" in response.url):
            point.locator("input[value=meets]").check()
        page.wait_for_function(
            "() => !document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling')"
        )
    page.reload()


def approve(officer: Page, commission: str, reference: str) -> None:
    """Check all points, then decide to endorse."""
    officer.goto(f"/c/{commission}/desk/{reference}?tab=checklist")
    check_all_points(officer)
    officer.locator("form[action$='/approve'] button").click()
    officer.wait_for_load_state()
    assert state_on(officer) == "approved"


def endorse(signatory: Page, player: Player, reference: str) -> str:
    """Sign Part 2 on screen; returns the digest that was shown."""
    sign_in(signatory, player)
    signatory.goto(f"/c/{player.commission}/desk/{reference}/sign")
    shown = str(signatory.locator("main form [name=shown_sha256]").get_attribute("value"))
    signatory.locator("main form [name=consent]").check()
    give_code(signatory, player)
    assert state_on(signatory) == "endorsed"
    return shown


def forward(officer: Page, commission: str, reference: str) -> None:
    """Hand the dossier to the Coordination Team."""
    officer.goto(f"/c/{commission}/desk/{reference}")
    officer.locator("form[action$='/forward'] button").click()
    officer.wait_for_load_state()
    assert state_on(officer) == "forwarded"
