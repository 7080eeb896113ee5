"""The stamp on a picture is marked with the mouse or a finger; what cannot be painted has corners.

With the keyboard it is marked on the whole way without a mouse: ``test_keyboard.py``.
"""

from pathlib import Path

import pytest
from playwright.sync_api import FloatRect, Locator, Page, expect

from tests.browser import acts
from tests.browser.conftest import PHONE, OpenPage, sideways_pixels, violations
from tests.browser.demo import Demo
from tests.browser.paper import document, stamped_letter
from tests.portal_process import RunningPortal

SIDES = ("left", "right", "top", "bottom")


@pytest.fixture(scope="module")
def links() -> list[str]:
    """The address where the mayor signs, once a test has asked for it."""
    return []


@pytest.fixture
def link(links: list[str], open_demo_page: OpenPage, demo: Demo, demo_portal: RunningPortal) -> str:
    if not links:
        delegate = open_demo_page()
        acts.sign_in(delegate, demo.delegate("awaiting_paper"))
        home = f"/c/tn/my/{acts.reference_of(delegate)}"
        links.append(
            acts.link_of_mayor(
                delegate, home, demo_portal, address="stamp@ville.example", language="ar"
            )
        )
    return links[0]


def test_a_rectangle_is_drawn_with_the_mouse(
    open_demo_page: OpenPage, link: str, tmp_path: Path
) -> None:
    page = open_demo_page()
    canvas = _choose(page, f"{link}?language=en", stamped_letter(tmp_path / "letter.png"))
    expect(_corners(page)).to_be_hidden()
    assert _edges(page) == [0, 100, 0, 100]

    _drag(page, canvas, (10, 20), (60, 90))
    assert _edges(page) == pytest.approx([10, 60, 20, 90], abs=1)
    assert _is_veiled(canvas, 5, 50)
    assert not _is_veiled(canvas, 35, 50)

    _drag(page, canvas, (90, 80), (50, 40))  # from the other corner, over the first
    assert _edges(page) == pytest.approx([50, 90, 40, 80], abs=1)
    assert _is_veiled(canvas, 35, 50)
    assert _is_veiled(canvas, 10, 50), "the line of the first rectangle has to be gone"
    assert not _is_veiled(canvas, 62, 60)

    _drag(page, canvas, (99, 99), (140, 130))  # out of the picture: a piece of it remains
    assert _edges(page) == [96, 100, 96, 100]


def test_a_rectangle_is_drawn_with_a_finger_on_a_phone(
    open_demo_page: OpenPage, link: str, tmp_path: Path
) -> None:
    page = open_demo_page(language="ar", size=PHONE)
    canvas = _choose(page, f"{link}?language=ar", stamped_letter(tmp_path / "letter.png"))
    canvas.scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    _touch(page, canvas, (20, 30), (70, 60))
    assert _edges(page) == pytest.approx([20, 70, 30, 60], abs=1)
    assert page.evaluate("scrollY") == before
    box = _box(canvas)
    assert box["height"] < PHONE["height"] * 0.7, "there is room beside it to scroll"


def test_a_file_that_cannot_be_painted_has_corners(
    open_demo_page: OpenPage, link: str, tmp_path: Path
) -> None:
    page = open_demo_page()
    page.goto(f"{link}?language=en")
    expect(_corners(page)).to_be_hidden()
    field = page.locator("[data-stamp] input[type=file]")
    field.set_input_files(stamped_letter(tmp_path / "letter.png"))
    expect(page.locator("[data-stamp-tool]")).to_be_visible()
    field.set_input_files(document(tmp_path / "letter.pdf"))
    expect(page.locator("[data-stamp-tool]")).to_be_hidden()
    _corners(page).get_by_role("radio").nth(2).check()
    assert _edges(page) == [40, 100, 0, 60]


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_the_open_tool_is_accessible_and_fits_each_screen(
    open_demo_page: OpenPage, link: str, tmp_path: Path, language: str
) -> None:
    page = open_demo_page()
    _choose(page, f"{link}?language={language}", stamped_letter(tmp_path / "letter.png"))
    assert violations(page) == []
    for width in (320, 390, 1440):
        page.set_viewport_size({"width": width, "height": 844})
        assert sideways_pixels(page) == 0, width


def _choose(page: Page, address: str, picture: Path) -> Locator:
    page.goto(address)
    page.locator("[data-stamp] input[type=file]").set_input_files(picture)
    canvas = page.locator("[data-stamp-tool] canvas")
    expect(canvas).to_be_visible()
    return canvas


def _corners(page: Page) -> Locator:
    return page.locator("[data-stamp-corners]")


def _edges(page: Page) -> list[int]:
    """What the form would send: left, right, top, bottom in hundredths."""
    return [int(page.locator(f"[name=stamp_{side}]").input_value()) for side in SIDES]


def _box(canvas: Locator) -> FloatRect:
    box = canvas.bounding_box()
    assert box is not None
    return box


def _point(canvas: Locator, place: tuple[float, float]) -> tuple[float, float]:
    box = _box(canvas)
    return (
        box["x"] + box["width"] * place[0] / 100,
        box["y"] + box["height"] * place[1] / 100,
    )


def _drag(
    page: Page, canvas: Locator, start: tuple[float, float], end: tuple[float, float]
) -> None:
    canvas.scroll_into_view_if_needed()
    page.mouse.move(*_point(canvas, start))
    page.mouse.down()
    page.mouse.move(*_point(canvas, end), steps=4)
    page.mouse.up()


def _touch(
    page: Page, canvas: Locator, start: tuple[float, float], end: tuple[float, float]
) -> None:
    screen = page.context.new_cdp_session(page)
    screen.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
    for kind, place in (("touchStart", start), ("touchMove", end), ("touchEnd", None)):
        points = [dict(zip("xy", _point(canvas, place), strict=True))] if place else []
        screen.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


def _is_veiled(canvas: Locator, x: int, y: int) -> bool:
    """Whether a point of the blue paper is covered by the pale veil; in hundredths."""
    red = canvas.evaluate(
        """(canvas, [x, y]) => {
          const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', {
            willReadFrequently: true,
          });
          copy.drawImage(canvas, 0, 0);
          return copy.getImageData(
            (x / 100) * canvas.width, (y / 100) * canvas.height, 1, 1).data[0];
        }""",
        [x, y],
    )
    return bool(red > 150)
