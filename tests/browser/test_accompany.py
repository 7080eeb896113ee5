"""The style "accompany", as people walk it: from a draft with comments to a forwarded dossier."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser import acts
from tests.browser.cast import Cast
from tests.browser.conftest import PHONE, OpenPage, sideways_pixels, violations
from tests.portal_process import RunningPortal

pytestmark = pytest.mark.timeout(300)


@pytest.mark.parametrize(
    ("language", "commission", "city", "words"),
    [
        (
            "en",
            "ke",
            "New Lamu",
            ("Please name two libraries.", "We named the two on the island."),
        ),
        ("ar", "tn", "New Mahdia", ("نرجو ذكر مكتبتين.", "ذكرنا المكتبتين القريبتين من الميناء.")),
    ],
)
def test_an_accompanied_city_is_forwarded(
    open_page: OpenPage,
    portal: RunningPortal,
    cast: Cast,
    language: str,
    commission: str,
    city: str,
    words: tuple[str, str],
) -> None:
    asked, answered = words
    officer, delegate, signatory = (open_page(language=language) for _ in range(3))
    person = cast.of("delegate", commission, city=city)
    acts.sign_in(officer, cast.of("officer", commission, language))
    _accompany(officer, commission)

    acts.sign_in(delegate, person)
    reference = acts.begin_application(delegate)
    home = f"/c/{commission}/my/{reference}"
    expect(delegate.locator("main .notice").first).to_be_visible()
    acts.fill_in_form(delegate, population="31000", mayor=("Amani", "Baraka", "Mayor"))

    draft = f"/c/{commission}/desk/{reference}/draft"
    _comment(officer, commission, reference, asked)
    mail = acts.mail_to(portal, person.email, containing=asked)
    delegate.goto(acts.link_in(mail, f"{home}/section/motivation"))
    talk = delegate.locator("article.talk")
    expect(talk).to_contain_text(asked)
    _look_at(delegate, language)
    talk.locator("textarea").fill(answered)
    talk.locator("button[name=remark-answer]").click()
    delegate.wait_for_load_state()
    expect(delegate.locator("article.talk")).to_contain_text(answered)

    officer.goto(draft)
    expect(officer.locator("article.talk")).to_contain_text(answered)
    _look_at(officer, language)
    delegate.locator("button[name=remark-resolve]").click()
    delegate.wait_for_load_state()
    officer.reload()
    expect(officer.locator("article.talk.is-resolved")).to_contain_text(person.name)

    acts.freeze(delegate, home)
    link = acts.link_of_mayor(
        delegate,
        home,
        portal,
        address=f"mayor@{commission}-{reference.lower()}.example",
        language=language,
    )
    acts.sign_as_mayor(open_page(language=language), link, name="Amani Baraka", office="Mayor")
    acts.submit(delegate, home)
    acts.approve(officer, commission, reference)
    acts.endorse(signatory, cast.of("signatory", commission), reference)
    acts.forward(officer, commission, reference)
    delegate.goto(f"{home}/tracker")
    assert acts.state_on(delegate) == "forwarded"


def _accompany(officer: Page, commission: str) -> None:
    """Choose the style, unless somebody has."""
    officer.goto(f"/c/{commission}/desk/settings/style")
    change = officer.locator("main a[href$='/accompany']")
    if change.count():
        change.click()
        officer.locator("main form button.btn-primary").click()
        officer.wait_for_load_state()


def _comment(officer: Page, commission: str, reference: str, text: str) -> None:
    """From the application's page to its draft, and a comment that is mailed at once."""
    officer.goto(f"/c/{commission}/desk/{reference}")
    officer.locator("#decision a[href$='/draft']").click()
    form = officer.locator("form[action$='/draft/motivation/motivation']")
    officer.locator("details", has=form).locator("summary").click()
    form.locator("textarea").fill(text)
    form.locator("button[value=now]").click()
    officer.wait_for_load_state()
    expect(officer.locator("article.talk")).to_contain_text(text)


def _look_at(page: Page, language: str) -> None:
    """In the direction of the language, without faults, also on a phone."""
    assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
    assert violations(page) == []
    size = page.viewport_size
    page.set_viewport_size(PHONE)
    assert sideways_pixels(page) == 0
    if size:
        page.set_viewport_size(size)
