"""What every page tells the browser to refuse, and what no page contains."""

from collections.abc import Callable, Iterator
from functools import cache
from html.parser import HTMLParser

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.factories import sign_in
from tests.integration.safety.addresses import Address, filled, rules_of
from tests.integration.safety.world import World

WITHOUT_TOKEN = {
    "/language": "changes only the words; a token would set a cookie on public pages",
    "/verify": "changes nothing; a token would set a cookie on public pages",
}
MAILS_IN_A_SANDBOX = {"dev_mail.html": "a mail carries its styles; scripts are off, and it is only"
                      " there during development"}  # fmt: skip
Answers = Callable[[str], list[tuple[Address, TestResponse]]]
ROLES = ("nobody", "officer", "signatory", "delegate", "coordinator")


class Page(HTMLParser):
    """What is wrong in a page, and its forms that post."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.problems: list[str] = []
        self.forms: list[tuple[str, bool]] = []
        self._open: str | None = None
        self._has_token = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if "style" in given or tag == "style":
            self.problems.append(f"<{tag}> has a style of its own")
        self.problems += [f"<{tag}> carries {name}" for name in given if name.startswith("on")]
        if tag == "script" and not given.get("src"):
            self.problems.append("a script stands in the page")
        for name in ("href", "src", "action", "formaction"):
            if (given.get(name) or "").strip().lower().startswith(("javascript:", "data:", "//")):
                self.problems.append(f"<{tag}> leads to {given[name]}")
        if tag in {"script", "link", "img", "iframe", "object", "embed"}:
            source = given.get("src") or given.get("href") or ""
            if "://" in source and given.get("rel") not in {"canonical", "alternate"}:
                self.problems.append(f"<{tag}> loads {source}")
        if tag == "form":
            is_post = (given.get("method") or "get").lower() == "post"
            self._open, self._has_token = (given.get("action") or "" if is_post else None), False
        if tag == "input" and given.get("name") == "csrf_token" and given.get("value"):
            self._has_token = True

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self._open is not None:
            self.forms.append((self._open, self._has_token))
            self._open = None


@pytest.fixture(scope="module")
def browsers(portal: Flask, world: World) -> dict[str, FlaskClient]:
    people = {
        "officer": world.staff.officer,
        "signatory": world.staff.signatory,
        "delegate": world.delegate,
        "coordinator": world.coordinator,
    }
    found = {"nobody": portal.test_client()}
    for role, person in people.items():
        found[role] = portal.test_client()
        sign_in(found[role], person)
    return found


@pytest.fixture(scope="module")
def answers(portal: Flask, world: World, browsers: dict[str, FlaskClient]) -> Answers:
    """What a role gets at each address that is read: the page, or a refusal. Asked for once."""

    @cache
    def answers_to(role: str) -> list[tuple[Address, TestResponse]]:
        browser = browsers[role]
        return [(address, browser.get(address.path)) for address in _readable(portal, world)]

    return answers_to


def _readable(portal: Flask, world: World) -> Iterator[Address]:
    for rule, method in rules_of(portal):
        if method == "GET":
            yield from filled(portal, rule, method, commission="ke", objects=world.objects)


def policy_of(answer: TestResponse) -> dict[str, list[str]]:
    parts = (part.split() for part in answer.headers["Content-Security-Policy"].split(";"))
    return {part[0]: part[1:] for part in parts if part}


@pytest.mark.parametrize("role", ROLES)
def test_headers_are_strict(answers: Answers, role: str) -> None:
    wrong, pages = [], 0
    for address, answer in answers(role):
        if address.endpoint in MAILS_IN_A_SANDBOX:
            continue
        pages += answer.status_code == 200
        policy = policy_of(answer)
        values = [value for values in policy.values() for value in values]
        checks = {
            "unsafe": not [value for value in values if "unsafe" in value],
            "default-src": policy.get("default-src") == ["'none'"],
            "sources": {*values} <= {"'none'", "'self'"},
            "frame-ancestors": policy.get("frame-ancestors") == ["'none'"],
            "nosniff": answer.headers.get("X-Content-Type-Options") == "nosniff",
            "referrer": answer.headers.get("Referrer-Policy") in {"same-origin", "no-referrer"},
            "server": "Werkzeug" not in answer.headers.get("Server", ""),
        }
        wrong += [f"{address}: {name}" for name, holds in checks.items() if not holds]
    assert not wrong, "\n".join(wrong)
    assert pages > 15


@pytest.mark.parametrize("role", ROLES)
def test_pages_hold_nothing_active_and_forms_a_token(answers: Answers, role: str) -> None:
    wrong, forms = [], 0
    for address, answer in answers(role):
        if answer.mimetype != "text/html" or address.endpoint in MAILS_IN_A_SANDBOX:
            continue
        page = Page(answer.get_data(as_text=True))
        wrong += [f"{address}: {problem}" for problem in page.problems]
        for action, has_token in page.forms:
            forms += 1
            if not has_token and action not in WITHOUT_TOKEN:
                wrong.append(f"{address}: the form to {action or 'itself'} has no token")
    assert not wrong, "\n".join(sorted(set(wrong)))
    assert forms > 5


@pytest.mark.parametrize("role", [role for role in ROLES if role != "nobody"])
def test_private_pages_are_kept_nowhere(answers: Answers, portal: Flask, role: str) -> None:
    public = {
        endpoint
        for endpoint, view in portal.view_functions.items()
        if getattr(view, "is_public", False)
    }
    shared = [
        str(address)
        for address, answer in answers(role)
        if address.endpoint not in public
        and not {"no-store", "private"} & set(answer.headers["Cache-Control"].split(", "))
    ]
    assert shared == []


def test_nothing_is_posted_without_a_token(portal: Flask, world: World) -> None:
    browser = portal.test_client()
    sign_in(browser, world.staff.officer)
    del browser.environ_base["HTTP_X_CSRFTOKEN"]
    wrong = []
    for rule, method in rules_of(portal):
        if method == "GET":
            continue
        for address in filled(portal, rule, method, commission="ke", objects={}):
            if address.path in WITHOUT_TOKEN:
                continue
            for forged in ({}, {"csrf_token": "IjAxMjM0NTY3ODkwMTIzNDU2Nzg5Ig.Zz.forged"}):
                answer = browser.open(address.path, method=method, data=dict(forged))
                if answer.status_code != 400:
                    wrong.append(f"{address}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)


def test_the_token_of_another_session_is_worth_nothing(portal: Flask, world: World) -> None:
    mine, theirs = portal.test_client(), portal.test_client()
    sign_in(mine, world.staff.officer)
    token = mine.environ_base["HTTP_X_CSRFTOKEN"]
    theirs.get("/sign-in")
    answer = theirs.post("/sign-in", headers={"X-CSRFToken": token}, data={"email": "a@b.example"})
    assert answer.status_code == 400
