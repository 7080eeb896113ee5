"""The style "pass through", as people walk it: the commission checks, signs and forwards."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser import acts
from tests.browser.cast import Cast
from tests.browser.conftest import OpenPage
from tests.portal_process import RunningPortal

pytestmark = pytest.mark.timeout(300)


@pytest.mark.parametrize(
    ("language", "commission", "city", "mayor"),
    [
        ("en", "ke", "New Thika", ("Amani", "Baraka", "Mayor")),
        ("ar", "tn", "New Gabes", ("فاطمة", "العلوي", "رئيسة البلدية")),
    ],
)
def test_what_a_city_sends_is_passed_through(
    open_page: OpenPage,
    portal: RunningPortal,
    cast: Cast,
    language: str,
    commission: str,
    city: str,
    mayor: tuple[str, str, str],
) -> None:
    officer, delegate, signatory = (open_page(language=language) for _ in range(3))
    acts.sign_in(officer, cast.of("officer", commission, language))
    _pass_through(officer, commission)

    acts.sign_in(delegate, cast.of("delegate", commission, city=city))
    reference = acts.begin_application(delegate)
    home = f"/c/{commission}/my/{reference}"
    acts.fill_in_form(delegate, population="31000", mayor=mayor)
    officer.goto(f"/c/{commission}/desk/{reference}")
    assert acts.state_on(officer) == "draft"
    expect(officer.locator("#decision a[href$='/draft']")).to_have_count(0)

    acts.freeze(delegate, home)
    link = acts.link_of_mayor(
        delegate,
        home,
        portal,
        address=f"mayor@{commission}-{reference.lower()}.example",
        language=language,
    )
    name = f"{mayor[0]} {mayor[1]}"
    acts.sign_as_mayor(open_page(language=language), link, name=name, office=mayor[2])
    acts.submit(delegate, home)
    acts.approve(officer, commission, reference)
    acts.endorse(signatory, cast.of("signatory", commission), reference)
    acts.forward(officer, commission, reference)
    delegate.goto(f"{home}/tracker")
    assert acts.state_on(delegate) == "forwarded"


def _pass_through(officer: Page, commission: str) -> None:
    """Choose the style, unless it is the one in force."""
    officer.goto(f"/c/{commission}/desk/settings/style")
    change = officer.locator("main a[href$='/pass_through']")
    if change.count():
        change.click()
        officer.locator("main form button.btn-primary").click()
        officer.wait_for_load_state()
