"""Typing from a form filled in by hand on a phone: the scan stays in sight and can be put away."""

import io

from PIL import Image, ImageDraw
from playwright.sync_api import FilePayload, expect

from tests.browser import acts
from tests.browser.conftest import PHONE, OpenPage, sideways_pixels, violations
from tests.browser.demo import Demo


def sheet(number: int) -> FilePayload:
    picture = Image.new("RGB", (800, 1100), "white")
    ImageDraw.Draw(picture).text((80, 80), f"Page {number}", fill="black")
    data = io.BytesIO()
    picture.save(data, "JPEG")
    return FilePayload(name=f"{number}.jpg", mimeType="image/jpeg", buffer=data.getvalue())


def test_the_scan_stays_above_the_form_and_shows_the_page_that_is_asked_for(
    demo: Demo, open_demo_page: OpenPage
) -> None:
    page = open_demo_page(language="en-GB", size=PHONE)
    acts.sign_in(page, demo.delegate("half"))
    reference = acts.reference_of(page)
    page.goto(f"/c/tn/my/{reference}/by-hand")
    page.locator("[name=files]").set_input_files([sheet(1), sheet(2), sheet(3)])
    page.locator("main form button.btn-primary").click()
    page.locator("main .btn-primary").first.click()
    page.wait_for_url("**/section/city")
    section = page.url.replace("/city", "/contact")
    page.goto(section)
    expect(page.locator("#scan-page-1")).to_be_visible()

    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    expect(page.locator(".scan summary")).to_be_in_viewport()
    page.locator("#contact_phone").focus()
    page.keyboard.press("Shift+Tab")
    scan = page.locator(".scan").evaluate("found => found.getBoundingClientRect().bottom")
    focused = page.evaluate("document.activeElement.getBoundingClientRect().top")
    assert focused >= scan

    before = page.evaluate("scrollY")
    page.locator(".scan-pages a").nth(2).click()
    expect(page.locator("#scan-page-3")).to_be_in_viewport()
    assert page.evaluate("scrollY") == before
    page.locator(".scan summary").click()
    expect(page.locator(".scan-frame")).to_be_hidden()
    page.reload()
    expect(page.locator(".scan-frame")).to_be_hidden()
    page.locator(".scan summary").click()
    expect(page.locator("#scan-page-3")).to_be_in_viewport()
    assert sideways_pixels(page) == 0
    assert violations(page) == []
