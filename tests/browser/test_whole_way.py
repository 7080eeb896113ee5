"""The whole way of one application, as people walk it: in French on screen, in Arabic on paper."""

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser import acts
from tests.browser.cast import Cast
from tests.browser.conftest import DESKTOP, PHONE, OpenPage
from tests.browser.paper import signed_paper
from tests.browser.test_pages import look_at
from tests.pdf_reader import report_of
from tests.portal_process import RunningPortal


def test_a_french_speaking_city_becomes_a_member(
    open_page: OpenPage, portal: RunningPortal, cast: Cast, tmp_path: Path
) -> None:
    delegate, officer, signatory = (
        open_page(language="fr-FR"),
        open_page(language="fr-FR"),
        open_page(language="ar"),
    )
    coordination = open_page()

    acts.sign_in(delegate, cast.of("delegate", "tn", "fr"))
    reference = acts.begin_application(delegate)
    home = f"/c/tn/my/{reference}"
    acts.fill_in_form(delegate, population="139070", mayor=("Fatma", "Gharbi", "Maire"))
    acts.freeze(delegate, home)
    link = acts.link_of_mayor(
        delegate, home, portal, address="maire@kairouan.example", language="fr"
    )
    mayor = open_page(language="fr-FR", size=PHONE)
    acts.sign_as_mayor(mayor, link, name="Fatma Gharbi", office="Maire")
    acts.submit(delegate, home)
    delegate.goto(f"{home}/tracker")
    assert acts.state_on(delegate) == "submitted"
    receipt = acts.mail_to(portal, "amna@kairouan.example", containing="accusé de réception")
    assert [part.get_content_type() for part in receipt.iter_attachments()] == ["application/pdf"]
    acts.mail_to(portal, "salma@natcom-tn.example", containing=reference)
    acts.mail_to(portal, "elena@coordination.example", containing=reference)

    acts.sign_in(coordination, cast.of("coordinator"))
    coordination.goto("/coordination/copies")
    expect(coordination.locator("main")).to_contain_text("Kairouan-Est")

    _return_for_completion(officer, cast, reference)
    _complete_and_submit_again(delegate, open_page, portal, home)
    acts.approve(officer, "tn", reference)
    shown = acts.endorse(signatory, cast.of("signatory", "tn"), reference)
    acts.forward(officer, "tn", reference)

    _register(coordination, reference)
    coordination.goto("/coordination/register")
    expect(coordination.locator("main")).to_contain_text("Kairouan-Est")
    delegate.goto(f"{home}/tracker")
    assert acts.state_on(delegate) == "member"

    dossier = _download_document(delegate, home, tmp_path)
    _verify_in_a_pdf_reader(dossier, signatures=2)
    _verify_on_our_page(open_page(), dossier, changed=tmp_path / "changed.pdf")
    assert len(shown) == 64


def test_an_arabic_speaking_citys_mayor_signs_on_paper(
    open_page: OpenPage, portal: RunningPortal, cast: Cast, tmp_path: Path
) -> None:
    delegate, officer, signatory = (open_page(language="ar") for _ in range(3))
    acts.sign_in(delegate, cast.of("delegate", "tn", "ar"))
    assert delegate.locator("html").get_attribute("dir") == "rtl"
    reference = acts.begin_application(delegate)
    home = f"/c/tn/my/{reference}"
    acts.fill_in_form(delegate, population="52000", mayor=("فاطمة", "العلوي", "رئيسة البلدية"))
    acts.freeze(delegate, home)
    printed = _download_print(delegate, home, tmp_path)
    delegate.goto(f"{home}/mayor/paper")
    form = delegate.locator("form[enctype]")
    form.locator("input[name=papers]").set_input_files(signed_paper(printed, tmp_path))
    form.locator("button[class*='btn-primary']").click()
    delegate.locator("a[href$='/mayor/paper/confirm']").click(timeout=90_000)
    look_at(delegate, [f"{home}/mayor/paper/confirm"], "ar")
    delegate.set_viewport_size(DESKTOP)
    form = delegate.locator("form:has([name=attested])")
    _nothing_moves_when_pictures_come(delegate, form)
    form.locator("[name=attested]").check()
    form.locator("button[class*='btn-primary']").click()
    expect(delegate.locator("main .notice-ok").first).to_be_visible(timeout=30_000)
    acts.submit(delegate, home)

    acts.sign_in(officer, cast.of("officer", "tn", "ar"))
    officer.goto(f"/c/tn/desk/{reference}?tab=documents")
    expect(officer.locator("main img.scan-page").first).to_be_visible()
    officer.goto(f"/c/tn/desk/{reference}?tab=checklist")
    acts.approve(officer, "tn", reference)
    acts.endorse(signatory, cast.of("signatory", "tn"), reference)
    acts.forward(officer, "tn", reference)
    dossier = _download_document(delegate, home, tmp_path)
    _verify_in_a_pdf_reader(dossier, signatures=2)


def _nothing_moves_when_pictures_come(page: Page, form: Locator) -> None:
    """On a phone the form stands beneath the pictures: its place is kept from the beginning."""
    top = "element => element.getBoundingClientRect().top + scrollY"
    size = page.viewport_size
    page.set_viewport_size(PHONE)
    held: list[Route] = []
    page.route("**/sheets/**", lambda picture: held.append(picture))
    page.reload(wait_until="commit")
    form.wait_for()
    before = form.evaluate(top)
    assert held
    for picture in held:
        picture.continue_()
    held.clear()
    page.unroute("**/sheets/**")
    for image in page.locator("main figure img").all():
        image.scroll_into_view_if_needed()
        expect(image).to_have_js_property("complete", True)
    assert abs(form.evaluate(top) - before) < 10
    page.set_viewport_size(size or PHONE)


def _return_for_completion(officer: Page, cast: Cast, reference: str) -> None:
    acts.sign_in(officer, cast.of("officer", "tn", "fr"))
    officer.goto(f"/c/tn/desk/{reference}")
    officer.locator("a[href$='/completion']").click()
    form = officer.locator("form[action*='/return']")
    form.locator("[name=reason]").fill("Merci de préciser les projets de lecture publique.")
    form.locator("input[type=checkbox][value=motivation]").check()
    form.locator("button").last.click()
    officer.wait_for_load_state()
    assert acts.state_on(officer) == "returned"


def _complete_and_submit_again(
    delegate: Page, open_page: OpenPage, portal: RunningPortal, home: str
) -> None:
    delegate.goto(f"{home}/tracker")
    expect(delegate.locator("main")).to_contain_text("Merci de préciser")
    delegate.locator("form[action$='/reopen'] button").first.click()
    delegate.wait_for_load_state()
    delegate.goto(f"{home}/section/motivation")
    delegate.fill("[name='motivation.official']", acts.FRENCH_TEXT + " Trois bibliothèques.")
    delegate.locator("main form button.btn[name=then]").first.click()
    delegate.wait_for_load_state()
    acts.freeze(delegate, home)
    link = acts.link_of_mayor(
        delegate, home, portal, address="maire2@kairouan.example", language="fr"
    )
    mayor = open_page(language="fr-FR", size=PHONE)
    acts.sign_as_mayor(mayor, link, name="Fatma Gharbi", office="Maire")
    acts.submit(delegate, home)


def _register(coordination: Page, reference: str) -> None:
    coordination.goto("/coordination/forwarded")
    coordination.locator(f"main a[href*='{reference}']").first.click()
    coordination.locator("main a[href$='/decision']").click()
    coordination.locator("main form button.btn-primary").click()
    coordination.wait_for_load_state()
    assert acts.state_on(coordination) == "member"


def _download_document(page: Page, home: str, folder: Path) -> Path:
    page.goto(f"{home}/tracker")
    return _fetch(page, "main .hero-status a[href*='/files/']", folder / "document.pdf")


def _download_print(page: Page, home: str, folder: Path) -> Path:
    page.goto(f"{home}/mayor")
    return _fetch(page, "main a[href*='/files/']", folder / "print.pdf")


def _fetch(page: Page, link: str, target: Path) -> Path:
    answer = page.request.get(str(page.locator(link).first.get_attribute("href")))
    assert answer.status == 200
    target.write_bytes(answer.body())
    return target


def _verify_in_a_pdf_reader(pdf: Path, *, signatures: int) -> None:
    said = report_of(pdf)
    assert said.count("Signature is Valid") == signatures, said


def _verify_on_our_page(page: Page, pdf: Path, *, changed: Path) -> None:
    page.goto("/verify")
    page.locator("input[type=file]").set_input_files(pdf)
    page.locator("form:has(input[type=file]) button.btn-primary").click()
    expect(page.locator("main")).to_contain_text("Fatma Gharbi", timeout=30_000)
    content = bytearray(pdf.read_bytes())
    place = content.index(b"stream") + 40
    content[place] ^= 1
    changed.write_bytes(content)
    answer = page.request.post(
        "/verify",
        multipart={
            "file": {"name": "x.pdf", "mimeType": "application/pdf", "buffer": bytes(content)}
        },
        headers={"Accept": "application/json"},
    )
    verdict = answer.json()
    assert (verdict["unchanged"], answer.status) == (False, 200)


pytestmark = pytest.mark.timeout(300)
