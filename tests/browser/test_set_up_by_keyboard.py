"""From a space in which nothing is set up to one that takes cities, by keyboard alone."""

from playwright.sync_api import expect

from tests.browser.cast import Cast
from tests.browser.conftest import OpenPage
from tests.browser.keyboard import press, press_on, tab_to, write_in


def test_a_space_is_set_up_and_opened_without_a_mouse(open_page: OpenPage, cast: Cast) -> None:
    page, officer = open_page(), cast.of("officer", "gh")
    page.goto("/sign-in")
    write_in(page, "[name=email]", officer.email)
    write_in(page, "[name=password]", officer.password)
    press(page, "Enter")
    press_on(page, "a[href='/c/gh/desk/settings']")
    press_on(page, "main a[href='/c/gh/desk/settings/set-up']")
    press_on(page, "#begin-set-up")
    expect(page).to_have_url("/c/gh/desk/settings/languages")
    press_on(page, "form[action$='/settings/languages'] button.btn-primary")
    expect(page).to_have_url("/c/gh/desk/settings/texts")
    write_in(page, "[name=contact_email]", "desk@natcom-gh.example")
    press(page, "Enter")
    expect(page).to_have_url("/c/gh/desk/people")
    write_in(page, "form[action$='/people/invite'] [name=name]", "Ama Mensah")
    write_in(page, "form[action$='/people/invite'] [name=email]", "ama@natcom-gh.example")
    tab_to(page, "form[action$='/people/invite'] [name=role]")
    page.keyboard.press("ArrowDown")
    press_on(page, "form[action$='/people/invite'] button")
    page.goto("/c/gh/desk/people")
    press_on(page, "#keep-step")
    expect(page).to_have_url("/c/gh/desk/settings/dates")
    press_on(page, "#keep-step")
    press_on(page, "form[action$='/settings/signature'] button.btn-primary")
    expect(page).to_have_url("/c/gh/desk/settings/style")
    press_on(page, "#keep-step")
    press_on(page, "#open-space")
    expect(page.locator("h1")).to_have_text("Your space is open")
    outside = open_page()
    outside.goto("/c/gh/")
    expect(outside.locator("main a[href*='/register']").first).to_be_visible()
