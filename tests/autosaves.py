"""``make autosaves``: a delegate saves without pause while the web server is killed and restarted.

After each kill the text that was last acknowledged must be stored, or the one after it whose
answer got lost; the page sends that one again and nothing contradicts it. Beside it a browser has
text that was never sent: after the restart it must be offered again, and reach the server.
"""

import argparse
import http.client
import http.cookiejar
import random
import re
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

from config.scratch_database import ScratchDatabases
from tests.browser.cast import PLAYERS, Player, seed
from tests.portal_process import MortalServer, free_port

SECTION, FIELDS = "motivation", ("motivation", "implementation")
OTHER_SECTION, OTHER_FIELD = "mayor", "mayor_title"
WORDS = " ".join(["La ville apprend, et ses habitants avec elle."] * 30)
KILL_WITHIN_SECONDS = 0.06
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


class Cut(Exception):
    """The server was gone before it answered."""


@dataclass
class Tally:
    """What was counted."""

    acknowledged: int = 0
    cut: int = 0
    kills: int = 0
    kept: int = 0
    """After how many kills the last acknowledged text was there, or the one under way."""
    sent_again: int = 0
    """After how many kills the text under way was stored when the page sent it again."""
    offered: int = 0
    """After how many kills the browser offered what it had not sent, and it was then stored."""
    in_time: int = 0
    """After how many kills the browser had sent it just before."""
    seconds: float = 0.0
    faults: list[str] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        """Whether nothing was lost."""
        answers = (self.kept, self.sent_again, self.offered + self.in_time)
        return not self.faults and answers == (self.kills, self.kills, self.kills)


class Writer:
    """A page of the form, as its script works: one request after the other, texts kept."""

    def __init__(self, url: str, player: Player) -> None:
        self.url = url
        jar = http.cookiejar.CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
        html = self._ask("/sign-in")
        sent = {"email": player.email, "password": player.password, **_token_in(html)}
        html = self._ask("/sign-in", sent)
        start = f"/c/{player.commission}/my/start"
        self._ask(start, {**dict(_HIDDEN.findall(html)), **_token_in(html)})
        home = re.search(rf"/c/{player.commission}/my/[A-Z]{{2}}-\d{{4}}-\d{{3}}", self.last_url)
        assert home, self.last_url
        self.home = home[0]
        self._address = f"{self.home}/section/{SECTION}"
        self.texts = dict.fromkeys(FIELDS, "")
        self._hidden = dict(_HIDDEN.findall(self._ask(self._address)))

    last_url = ""

    def save(self, name: str, text: str) -> None:
        """Save one answer. Raises Cut if no answer came."""
        texts = {**self.texts, name: text}
        sent = {f"{key}.official": value for key, value in texts.items()}
        answer = self._ask(f"{self._address}/autosave", {**self._hidden, **sent})
        if "data-announce" not in answer:
            raise AssertionError(f"not stored: {answer[:600]}")
        self.texts = texts
        self._hidden.update(_HIDDEN.findall(answer))

    def stored(self) -> dict[str, str]:
        """The texts of the form as somebody sees them who opens it now."""
        html = self._ask(self._address)
        found = {}
        for name in FIELDS:
            area = re.search(rf'name="{name}\.official"[^>]*>([^<]*)</textarea>', html)
            assert area, html[:600]
            found[name] = unescape(area[1])
        return found

    def _ask(self, path: str, form: Mapping[str, str] | None = None) -> str:
        body = urllib.parse.urlencode(form).encode() if form else None
        headers = {"HX-Request": "true"} if path.endswith("/autosave") else {}
        request = urllib.request.Request(self.url + path, data=body, headers=headers)
        try:
            with self._opener.open(request, timeout=30) as answer:
                self.last_url = answer.url
                return str(answer.read().decode())
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{path}: {error.code} {error.read()[:600]!r}") from error
        except (OSError, http.client.HTTPException) as error:
            raise Cut(str(error)) from error


def run(
    server: MortalServer, player: Player, browser: Browser, *, saves: int, kills: int, seed: int
) -> Tally:
    """Save so often while the running server is killed so often; it runs at the end."""
    chance = random.Random(seed)
    began = time.monotonic()
    writer, tally = Writer(server.url, player), Tally()
    page = _open_page(browser, writer, player)
    fatal = {(number + 1) * saves // (kills + 1) for number in range(kills)}
    for number in range(saves):
        name, text = FIELDS[number % 2], f"{number}. {WORDS}"
        if number not in fatal:
            writer.save(name, text)
            tally.acknowledged += 1
            continue
        unsent = f"Maire {number}"
        page.fill(f"[name={OTHER_FIELD}]", unsent)
        killer = threading.Timer(chance.uniform(0, KILL_WITHIN_SECONDS), server.kill)
        killer.start()
        text = _save_until_cut(writer, name, text, tally)
        killer.join()
        tally.kills += 1
        server.start()
        _look_after(writer, name, text, tally)
        _look_at_page(page, unsent, tally)
    if writer.stored() != writer.texts:
        tally.faults.append("at the end another text is stored than was acknowledged")
    page.context.close()
    tally.seconds = time.monotonic() - began
    return tally


def _save_until_cut(writer: Writer, name: str, text: str, tally: Tally) -> str:
    """Go on saving until the server is gone; the text that got no answer."""
    for turn in range(1000):
        attempt = f"{text} ({turn})"
        try:
            writer.save(name, attempt)
        except Cut:
            tally.cut += 1
            return attempt
        tally.acknowledged += 1
    raise AssertionError("the server was not killed")


def _look_after(writer: Writer, name: str, text: str, tally: Tally) -> None:
    stored = writer.stored()
    under_way = {**writer.texts, name: text}
    if stored in (writer.texts, under_way):
        tally.kept += 1
    else:
        tally.faults.append(f"lost: {writer.texts[name][:20]!r}, stored: {stored[name][:20]!r}")
    writer.save(name, text)
    tally.acknowledged += 1
    if writer.stored() == under_way:
        tally.sent_again += 1
    else:
        tally.faults.append(f"sent again and not stored: {text[:20]!r}")


def _open_page(browser: Browser, writer: Writer, player: Player) -> Page:
    page = browser.new_context(base_url=writer.url, locale="fr-FR").new_page()
    page.goto("/sign-in")
    page.fill("[name=email]", player.email)
    page.fill("[name=password]", player.password)
    page.locator("main form:has([name=password]) button").last.click()
    expect(page.locator(".avatar").first).to_be_visible()
    page.goto(f"{writer.home}/section/{OTHER_SECTION}")
    return page


def _look_at_page(page: Page, unsent: str, tally: Tally) -> None:
    """Open the page anew, as after a crash: what was not sent is offered and can be sent."""
    page.reload()
    if page.locator(f"[name={OTHER_FIELD}]").input_value() == unsent:
        tally.in_time += 1
        return
    offer = page.locator("main [data-draft=restore]")
    expect(offer).to_be_visible()
    with page.expect_response(re.compile("/autosave")) as answer:
        offer.click()
    page.reload()
    if answer.value.ok and page.locator(f"[name={OTHER_FIELD}]").input_value() == unsent:
        tally.offered += 1
    else:
        tally.faults.append(f"offered and not stored: {unsent!r}")


def _token_in(html: str) -> dict[str, str]:
    found = _TOKEN.search(html) or re.search(r'name="csrf-token" content="([^"]+)"', html)
    assert found, html[:600]
    return {"csrf_token": found[1]}


def main(arguments: list[str]) -> int:
    """Returns 0 if no word was lost."""
    from tests.browser.conftest import ARGUMENTS, CHROMIUM

    parser = argparse.ArgumentParser(prog="make autosaves")
    parser.add_argument("--saves", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--seed", type=int, default=2027)
    asked = parser.parse_args(arguments)
    name = "autosaves"
    with ScratchDatabases() as scratch, tempfile.TemporaryDirectory() as folder:
        server = MortalServer(scratch.clone(name), Path(folder), free_port())
        try:
            seed(server.environment)
            server.start()
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
                tally = run(
                    server,
                    PLAYERS[0],
                    browser,
                    saves=asked.saves,
                    kills=asked.kills,
                    seed=asked.seed,
                )
                browser.close()
        finally:
            server.kill()
            scratch.drop(name)
    print(f"saves acknowledged: {tally.acknowledged}, cut: {tally.cut}, {tally.seconds:.0f} s")
    print(f"server killed and restarted: {tally.kills} times; after it")
    print(f"  the last acknowledged text, or the one under way, was there: {tally.kept}")
    print(f"  the one under way was sent again and stored: {tally.sent_again}")
    print(f"  what a browser had not sent was offered again and stored: {tally.offered}")
    print(f"  it had been sent just before: {tally.in_time}")
    for fault in tally.faults:
        print(f"✗ {fault}")
    return 0 if tally.is_good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
