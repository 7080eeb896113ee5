"""A document on a line that is cut: it goes on where it stopped, and arrives as it was."""

import hashlib
import io
import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, Route, expect

from tests.browser import acts
from tests.browser.conftest import PHONE, OpenPage, sideways_pixels, violations
from tests.browser.demo import Demo

PART_BYTES = 256 * 1024
UPLOADS = re.compile(r"/uploads(/|$)")


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    """Noise does not compress: about 1.5 MB, six parts."""
    path = tmp_path / "plan of the city.png"
    data = io.BytesIO()
    Image.effect_noise((1300, 1150), 90).save(data, "PNG")
    path.write_bytes(data.getvalue())
    assert path.stat().st_size > 5 * PART_BYTES
    return path


class Line:
    """The line between browser and portal, cut after some parts until it is mended."""

    def __init__(self, page: Page, *, parts: int) -> None:
        self.parts_left = parts
        self.is_cut = False
        self.offsets: list[int] = []
        page.route(UPLOADS, self._pass)

    def mend(self) -> None:
        self.is_cut, self.parts_left = False, 1000

    def _pass(self, route: Route) -> None:
        if route.request.method == "PATCH":
            self.is_cut = self.is_cut or self.parts_left <= 0
            if not self.is_cut:
                self.parts_left -= 1
                self.offsets.append(int(route.request.headers["upload-offset"]))
        if self.is_cut:
            route.abort("internetdisconnected")
        else:
            route.continue_()


def _documents(page: Page, demo: Demo) -> None:
    acts.sign_in(page, demo.delegate("half"))
    reference = acts.reference_of(page)
    page.goto(f"/c/tn/my/{reference}/attachments")


def _send(page: Page, file: Path, *, title: str) -> None:
    """By keyboard: the title, then Enter."""
    page.locator("input[type=file]").set_input_files(file)
    page.locator("main [name=title]").fill(title)
    page.locator("main [name=title]").press("Enter")


def _downloaded(page: Page, title: str) -> bytes:
    address = page.locator("main .docs a", has_text=title).get_attribute("href")
    assert address
    return page.request.get(address).body()


def _remove(page: Page, title: str) -> None:
    row = page.locator("main .docs li", has_text=title)
    row.locator("form[action$='/remove'] button").click()
    expect(page.locator("main .docs li", has_text=title)).to_have_count(0)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize("language", ["en-GB", "ar"])
def test_a_cut_line_resumes_and_the_file_is_the_same(
    open_demo_page: OpenPage, demo: Demo, picture: Path, language: str
) -> None:
    page = open_demo_page(language=language, size=PHONE)
    _documents(page, demo)
    title = f"Plan {language}"
    line = Line(page, parts=3)
    _send(page, picture, title=title)

    panel = page.locator("[data-upload-progress]")
    expect(panel).to_have_attribute("data-state", "cut")
    expect(panel.locator("[data-upload-amount]")).to_be_visible()
    retry = panel.locator("[data-upload-retry]")
    expect(retry).to_be_visible()
    assert violations(page) == []
    assert sideways_pixels(page) == 0

    line.mend()
    if retry.is_visible():  # the pause may have ended by itself
        retry.press("Enter")

    expect(page.locator("main .docs a", has_text=title)).to_be_visible(timeout=60_000)
    assert line.offsets == [number * PART_BYTES for number in range(len(line.offsets))]
    assert _digest(_downloaded(page, title)) == _digest(picture.read_bytes())
    _remove(page, title)


def test_after_a_reload_the_same_file_goes_on(
    open_demo_page: OpenPage, demo: Demo, picture: Path
) -> None:
    page = open_demo_page()
    _documents(page, demo)
    line = Line(page, parts=2)
    _send(page, picture, title="Plan after a reload")
    expect(page.locator("[data-upload-progress]")).to_have_attribute("data-state", "cut")
    page.reload()
    expect(page.locator("#unfinished")).to_be_visible()
    expect(page.locator("main")).to_contain_text(picture.name)

    line.mend()
    line.offsets.clear()
    _send(page, picture, title="Plan after a reload")

    link = page.locator("main .docs a", has_text="Plan after a reload")
    expect(link).to_be_visible(timeout=60_000)
    assert line.offsets[0] == 2 * PART_BYTES
    expect(page.locator("#unfinished")).to_have_count(0)
    assert _digest(_downloaded(page, "Plan after a reload")) == _digest(picture.read_bytes())
    _remove(page, "Plan after a reload")


def test_the_browser_says_when_the_line_is_back(
    open_demo_page: OpenPage, demo: Demo, picture: Path
) -> None:
    page = open_demo_page()
    _documents(page, demo)
    page.context.set_offline(True)
    _send(page, picture, title="Plan from a tunnel")
    expect(page.locator("[data-upload-progress]")).to_have_attribute("data-state", "cut")
    page.context.set_offline(False)
    expect(page.locator("main .docs a", has_text="Plan from a tunnel")).to_be_visible(
        timeout=60_000
    )
    _remove(page, "Plan from a tunnel")


def test_without_javascript_the_file_comes_with_the_form(
    open_demo_page: OpenPage, demo: Demo, picture: Path
) -> None:
    page = open_demo_page(javascript=False)
    _documents(page, demo)
    _send(page, picture, title="Plan in one piece")
    expect(page.locator("main .docs a", has_text="Plan in one piece")).to_be_visible(timeout=60_000)
    _remove(page, "Plan in one piece")


def test_the_examples_come_in_place_and_the_portal_s_count_stands(
    open_demo_page: OpenPage, demo: Demo
) -> None:
    page = open_demo_page(size=PHONE)
    acts.sign_in(page, demo.delegate("half"))
    page.goto(f"/c/tn/my/{acts.reference_of(page)}/section/motivation")
    page.locator("#motivation-examples a").click()
    expect(page.locator("#motivation-examples .example").first).to_be_visible()
    with page.expect_response(re.compile("/autosave")):
        page.locator("#motivation-local").fill("ฉันรักเมืองของฉัน")
    counter = page.locator("#motivation-local-words")
    expect(counter).to_have_attribute("data-length", "17")
    expect(counter).to_have_text("5")
    assert violations(page) == []
    assert sideways_pixels(page) == 0
