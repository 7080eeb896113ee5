"""Somebody without a mouse: Tab, Enter, Space and letters, and a look at where the focus is.

At each step the focus has to be marked, on the screen and not behind something else.
"""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

MOST_TABS = 120
PARTS = {"date": 5, "file": 2}
"""Fields of the browser in which Tab goes from part to part: day, month, year and calendar."""


@dataclass(frozen=True)
class Focus:
    """What has the focus, and what is wrong with it."""

    what: str
    name: str
    kind: str
    value: str
    form: str
    is_text: bool
    is_checked: bool
    fault: str

    @property
    def is_outside(self) -> bool:
        """The focus has left the page, for the browser's own controls."""
        return not self.what


def focus_of(page: Page) -> Focus:
    """Where the focus is."""
    found: dict[str, Any] = page.evaluate(FOCUS)
    return Focus(**found)


def tab(page: Page, key: str = "Tab") -> Focus:
    """One step; the focus that follows is one that can be seen."""
    page.keyboard.press(key)
    focus = focus_of(page)
    assert not focus.fault, f"{page.url}: {focus.fault}: {focus.what}"
    return focus


def tab_to(page: Page, selector: str, *, key: str = "Tab", most: int = MOST_TABS) -> None:
    """Step until an element that the selector means has the focus."""
    for _ in range(most):
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
        tab(page, key)
    raise AssertionError(f"{page.url}: {selector} cannot be reached within {most} steps")


def press_on(page: Page, selector: str, *, key: str = "Enter") -> None:
    """Step to a link or a button and press it; the next page follows."""
    tab_to(page, selector)
    press(page, key)


def press(page: Page, key: str) -> None:
    """Press a key that leads to another page."""
    with page.expect_navigation():
        page.keyboard.press(key)


def write_in(page: Page, selector: str, text: str) -> None:
    """Step to a field and write into it, over what it holds."""
    tab_to(page, selector)
    page.keyboard.press("Control+a")
    page.keyboard.type(text)


def walk(page: Page, key: str = "Tab", *, most: int = 400) -> list[str]:
    """Go through the page until it ends or begins anew: what had the focus, in this order."""
    seen: list[str] = []
    parts = 1
    for _ in range(most):
        focus = tab(page, key)
        if focus.is_outside or (seen and focus.what == seen[0]):
            return seen
        if seen and focus.what == seen[-1]:
            parts += 1
            assert parts < PARTS.get(focus.kind, 1), f"{page.url}: trapped in {focus.what}"
            continue
        parts = 1
        seen.append(focus.what)
    raise AssertionError(f"{page.url}: no way out after {most} steps; last {seen[-3:]}")


def reachable(page: Page) -> int:
    """How many places a keyboard has to reach: one for a whole group of radio buttons."""
    return int(page.evaluate(REACHABLE))


FOCUS = """async () => {
  const nothing = {
    what: '', name: '', kind: '', value: '', form: '', is_text: false, is_checked: false, fault: '',
  };
  let it = document.activeElement;
  if (!it || it === document.body || it === document.documentElement) return nothing;
  const isMarked = () => [it, it.closest('label')].filter(Boolean).some((element) => {
    const style = getComputedStyle(element);
    return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  });
  const isSeen = () => {
    const box = it.getBoundingClientRect();
    return [[0.5, 0.5], [0.1, 0.5], [0.9, 0.5], [0.5, 0.1], [0.5, 0.9]].some(([x, y]) => {
      const top = document.elementFromPoint(box.left + x * box.width, box.top + y * box.height);
      return top && (it.contains(top) || top.contains(it) || it.closest('label')?.contains(top));
    });
  };
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  // The page follows the focus with the next frames; a part that was saved may be drawn anew.
  for (let frames = 0; frames < 120 && !(isMarked() && isSeen()); frames += 1) {
    await frame();
    it = document.activeElement;
  }
  const number = [...document.querySelectorAll('*')].indexOf(it);
  return {
    what: `${number} ${it.outerHTML.slice(0, 120)}`,
    name: it.name ?? '',
    kind: it.type ?? '',
    value: it.value ?? '',
    form: it.form?.id ?? '',
    is_text: it.matches(
      'textarea, input:is([type=text], [type=email], [type=url], [type=tel], [type=number])'),
    is_checked: Boolean(it.checked),
    fault: !isMarked() ? 'focus is not marked' : !isSeen() ? 'focus is not on the screen' : '',
  };
}"""
REACHABLE = """() => {
  const found = [...document.querySelectorAll(
    'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]'
  )].filter((it) => !it.disabled && it.tabIndex >= 0 && it.checkVisibility({
    visibilityProperty: true, contentVisibilityAuto: true,
  }));
  const groups = new Set();
  return found.filter((it) => {
    if (it.type !== 'radio') return true;
    const group = `${it.form?.id ?? ''} ${it.form?.action ?? ''} ${it.name}`;
    return !groups.has(group) && groups.add(group);
  }).length;
}"""
