"""Whoever has no part in an application learns nothing of it, through any address at all."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Map, Rule
from werkzeug.test import TestResponse

from portal.accounts.roles import GRANTS, Permission, Role
from tests.factories import KENYA, Somebody, revision_of, sign_in
from tests.integration.accounts.browsing import token_of
from tests.integration.safety.addresses import (
    NO_COMMISSION,
    Address,
    filled,
    ghost_of,
    names_a_thing,
    rules_of,
    without_echo,
)
from tests.integration.safety.world import (
    ANSWERS,
    CANARIES,
    CITY,
    FILES,
    MESSAGES,
    NOT_FOR_COORDINATION,
    NOTES,
    VERDICTS,
    World,
)

REFERENCE = "KE-2027-001"
SEARCHES: tuple[tuple[str, dict[str, str]], ...] = (
    ("q=mbakor", {}),  # half a word: a page repeats what was searched for
    ("q=E-2027-00&tab=all&state=forwarded", {"HX-Request": "true"}),
    ("tab=all&sort=name", {}),
)
ENDS_THE_SESSION = {"accounts.sign_out"}
SHOWS_THE_REFERENCE = {
    "verification.seal": "a code is printed on the paper: whoever holds it may see what it seals",
    "verification.examine": "the same for a posted code",
}


@dataclass
class Visitor:
    """A browser with somebody in it, and where they serve: ``None`` is the Coordination Team."""

    client: FlaskClient
    person: Somebody | None = None
    role: Role | None = None
    home: str | None = ""
    ghosts: dict[tuple[str, str], TestResponse] = field(default_factory=dict)
    """Answers about things that do not exist: each is asked for once."""

    def holds(self, permission: Permission) -> bool:
        return self.role is not None and permission in GRANTS[self.role]

    def come_in(self) -> None:
        if self.person is not None:
            sign_in(self.client, self.person)
        else:
            token = token_of(self.client.get("/sign-in"))
            self.client.environ_base["HTTP_X_CSRFTOKEN"] = token


def visitors(app: Flask, world: World) -> dict[str, Visitor]:
    def browser(person: Somebody | None, role: Role | None, home: str | None) -> Visitor:
        visitor = Visitor(app.test_client(), person, role, home)
        visitor.come_in()
        return visitor

    return {
        "nobody": browser(None, None, ""),
        "delegate of another city": browser(world.neighbour, Role.DELEGATE, "ke"),
        "officer elsewhere": browser(world.foreign_officer, Role.OFFICER, "tn"),
        "delegate elsewhere": browser(world.foreign_delegate, Role.DELEGATE, "tn"),
        "coordinator": browser(world.coordinator, Role.COORDINATOR, None),
        "own officer": browser(world.staff.officer, Role.OFFICER, "ke"),
        "own signatory": browser(world.staff.signatory, Role.SIGNATORY, "ke"),
        "own juror": browser(world.juror, Role.JUROR, "ke"),
        "own delegate": browser(world.delegate, Role.DELEGATE, "ke"),
    }


STRANGERS = (
    "nobody",
    "delegate of another city",
    "officer elsewhere",
    "delegate elsewhere",
)
COLLEAGUES = ("own officer", "own signatory", "own juror", "own delegate")


@pytest.fixture
def visitor_of(portal: Flask, world: World) -> dict[str, Visitor]:
    return visitors(portal, world)


@pytest.fixture
def unchanged(
    administrator: psycopg.Connection, world: World
) -> Iterator[Callable[[], dict[str, str]]]:
    """Nothing of the application, its draft and its people is different after the test."""

    def fingerprints() -> dict[str, str]:
        tables = administrator.execute(
            "select table_name from information_schema.columns where table_schema = 'public'"
            " and column_name = 'application_id' order by 1"
        ).fetchall()
        return {
            table: str(
                administrator.execute(
                    f"select md5(string_agg(t::text, '|' order by t::text)) from {table} t"
                    " where application_id = any(%s)",
                    ([world.filed.id, world.draft.id],),
                ).fetchone()
            )
            for (table,) in tables
        } | {
            "application": str(
                administrator.execute(
                    "select t::text from application t where commission_id = %s order by id",
                    (KENYA,),
                ).fetchall()
            )
        }

    before = fingerprints()
    yield fingerprints
    assert fingerprints() == before


def form_of(world: World) -> dict[str, str]:
    """Values that most forms of the portal would take."""
    return {
        "seen_revision": str(revision_of(world.filed)),
        "shown_sha256": world.objects["sha256"][0],
        "text": "Something.",
        "reason": "Something.",
        "question": "Something?",
        "answer": "Something.",
        "title": "Something",
        "point": "population",
        "verdict": "meets",
        "office": "Mayor",
        "name": "Somebody",
        "email": "somebody@people.example",
        "mayor_name": "Somebody",
        "signer_name": "Somebody",
        "signer_office": "Mayor",
        "language": "en",
        "consent": "y",
        "confirmed": "y",
        "officer": "",
        "code": "000000",
        "key": world.objects["key"][0],
        "commission_id": str(KENYA),
        "city_id": world.objects["city_id"][0],
        "state": "draft",
        "role": "coordinator",
    }


def expected_status(app: Flask, visitor: Visitor, rule: Rule, commission: str) -> int | None:
    """What a stranger must get; None where the address is open to them, in their own space."""
    view = app.view_functions[rule.endpoint]
    if getattr(view, "is_public", False):
        return None
    if visitor.person is None:
        return 303
    permission = getattr(view, "required_permission", None)
    if permission is not None:
        place = commission if "commission" in rule.arguments else None
        if place != visitor.home:
            return 404
        if not visitor.holds(permission):
            return 403
    return 404 if names_a_thing(rule) else None


def ask(visitor: Visitor, address: Address, form: dict[str, str], **headers: str) -> TestResponse:
    if address.endpoint in ENDS_THE_SESSION:
        visitor.come_in()
    if address.method == "GET":
        return visitor.client.get(address.path, headers=headers)
    answer = visitor.client.open(
        address.path, method=address.method, data=dict(form), headers=headers
    )
    if address.endpoint in ENDS_THE_SESSION:
        visitor.come_in()
    return answer


def places_of(rule: Rule, visitor: Visitor) -> list[str]:
    """The commission whose the things are, and the stranger's own with foreign things in it."""
    if "commission" not in rule.arguments and "space" not in rule.arguments:
        return [""]
    return ["ke", *([visitor.home] if visitor.home and visitor.home != "ke" else [])]


@pytest.mark.parametrize("who", STRANGERS)
def test_a_stranger_learns_nothing_and_changes_nothing(
    portal: Flask,
    world: World,
    visitor_of: dict[str, Visitor],
    who: str,
    unchanged: object,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("INFO", "portal")
    visitor, form, wrong = visitor_of[who], form_of(world), []
    for rule, method in rules_of(portal):
        for commission in places_of(rule, visitor):
            status = expected_status(portal, visitor, rule, commission)
            for address in filled(
                portal, rule, method, commission=commission, objects=world.objects
            ):
                answer = ask(visitor, address, form)
                wrong += problems(portal, visitor, rule, address, answer, status, form)
    assert not wrong, "\n".join(wrong)
    assert [word for word in CANARIES if word in caplog.text] == []


def problems(
    app: Flask,
    visitor: Visitor,
    rule: Rule,
    address: Address,
    answer: TestResponse,
    status: int | None,
    form: dict[str, str],
) -> Iterator[str]:
    """What is wrong with the answer a stranger got."""
    body = answer.get_data(as_text=True) if _is_text(answer) else answer.data.decode("latin-1")
    words = CANARIES
    if address.endpoint not in SHOWS_THE_REFERENCE:
        words = (*words, "KE-2027-001", CITY)
    for word in words:
        if word in body.replace(address.path, "").replace(address.values.get("reference", "…"), ""):
            yield f"{address}: shows {word}"
    if answer.status_code >= 500:
        yield f"{address}: fails with {answer.status_code}"
    if status is None:
        return
    if answer.status_code != status:
        yield f"{address}: {answer.status_code} instead of {status}"
    elif status == 303 and not answer.location.startswith("/sign-in"):
        yield f"{address}: leads to {answer.location}"
    elif status >= 400:
        place = None if names_a_thing(rule) else NO_COMMISSION
        ghost = ghost_of(app, rule, address, commission=place)
        key = (ghost.method, ghost.path)
        other = visitor.ghosts.get(key) or visitor.ghosts.setdefault(key, ask(visitor, ghost, form))
        if other.status_code != answer.status_code:
            if status == 404 or names_a_thing(rule):
                yield f"{address}: {answer.status_code}, but {other.status_code} for {ghost.path}"
        elif without_echo(other.text, ghost) not in (
            without_echo(answer.text, address),
            without_echo(ask(visitor, address, form).text, address),  # without a flashed message
        ):
            yield f"{address}: another page than for {ghost.path}"


def _is_text(answer: TestResponse) -> bool:
    return answer.mimetype.startswith("text/") or answer.mimetype.endswith("json")


@pytest.mark.parametrize("who", STRANGERS)
def test_lists_searches_and_exports_of_strangers_leave_it_out(
    portal: Flask, world: World, visitor_of: dict[str, Visitor], who: str
) -> None:
    visitor, wrong = visitor_of[who], []
    for rule, method in rules_of(portal):
        if method != "GET" or names_a_thing(rule):
            continue
        for commission in places_of(rule, visitor):
            for address in filled(portal, rule, method, commission=commission, objects={}):
                for query, headers in SEARCHES:
                    answer = visitor.client.get(f"{address.path}?{query}", headers=headers)
                    body = answer.data.decode("utf-8", "replace")
                    seen = [word for word in (*CANARIES, CITY, REFERENCE) if word in body]
                    if seen or answer.status_code >= 500:
                        wrong.append(f"{address}?{query}: {answer.status_code} {seen}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("who", COLLEAGUES)
def test_a_colleague_without_the_right_is_told_so(
    portal: Flask, world: World, visitor_of: dict[str, Visitor], who: str, unchanged: object
) -> None:
    visitor, form, wrong = visitor_of[who], form_of(world), []
    for rule, method in rules_of(portal):
        permission = getattr(portal.view_functions[rule.endpoint], "required_permission", None)
        if permission is None or visitor.holds(permission):
            continue
        is_here = "commission" in rule.arguments
        for address in filled(portal, rule, method, commission="ke", objects=world.objects):
            answer = ask(visitor, address, form)
            if answer.status_code != (403 if is_here else 404):
                wrong.append(f"{address}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)


def test_the_coordination_team_reads_what_was_submitted_and_nothing_else(
    portal: Flask, world: World, visitor_of: dict[str, Visitor], unchanged: object
) -> None:
    visitor, form, wrong, seen = visitor_of["coordinator"], form_of(world), [], ""
    for rule, method in rules_of(portal):
        permission = getattr(portal.view_functions[rule.endpoint], "required_permission", None)
        if method != "GET" and permission is not None and visitor.holds(permission):
            continue  # what it may do is told by its own tests
        for address in filled(portal, rule, method, commission="ke", objects=world.objects):
            answer = ask(visitor, address, form)
            body = answer.data.decode("utf-8", "replace")
            seen += body if answer.status_code == 200 else ""
            shown = [word for word in NOT_FOR_COORDINATION if word in body]
            if shown or answer.status_code >= 500:
                wrong.append(f"{address}: {answer.status_code}, shows {shown}")
            is_of_a_commission = permission is not None and "commission" in rule.arguments
            if is_of_a_commission and answer.status_code != 404:
                wrong.append(f"{address}: {answer.status_code} instead of 404")
    assert not wrong, "\n".join(wrong)
    assert ANSWERS in seen
    assert FILES in seen


def test_the_coordination_team_cannot_tell_that_a_draft_exists(
    portal: Flask, world: World, visitor_of: dict[str, Visitor]
) -> None:
    client = visitor_of["coordinator"].client
    draft, ghost = world.draft.reference, "KE-2027-998"
    for place in ("", "/decision"):
        pages = [
            client.get(f"/coordination/applications/ke/{name}{place}") for name in (draft, ghost)
        ]
        assert [page.status_code for page in pages] == [404, 404]
        assert pages[0].text.replace(draft, "") == pages[1].text.replace(ghost, "")
    for sha256 in world.objects["sha256"][1:]:
        in_draft = f"/coordination/applications/ke/{draft}/files/{sha256}"
        assert client.get(in_draft).status_code == 404


def test_those_who_have_a_part_see_the_canaries(
    world: World, visitor_of: dict[str, Visitor]
) -> None:
    """Otherwise their absence elsewhere would mean nothing."""
    officer = visitor_of["own officer"].client
    base = f"/c/ke/desk/{world.filed.reference}"
    tabs = ("answers", "checklist", "documents", "messages", "notes", "history")
    seen = "".join(officer.get(f"{base}?tab={tab}").text for tab in tabs)
    words = (ANSWERS, FILES, MESSAGES, NOTES, VERDICTS)
    assert [word for word in words if word not in seen] == []


def test_mails_to_others_hold_nothing_of_it(
    administrator: psycopg.Connection, world: World
) -> None:
    rows = administrator.execute(
        "select commission_id, to_address, subject || text || html from outbox_mail"
    ).fetchall()
    outsiders = {
        person.email for person in (world.neighbour, world.foreign_officer, world.foreign_delegate)
    }
    assert {address for _place, address, _text in rows} & outsiders == set()
    to_coordination = [text for _place, address, text in rows if address == world.coordinator.email]
    assert not [word for word in NOT_FOR_COORDINATION for text in to_coordination if word in text]
    assert not [word for word in (NOTES, VERDICTS) for _p, _a, text in rows if word in text]


def test_a_new_kind_of_argument_says_what_to_add(portal: Flask) -> None:
    rule = Rule("/rivers/<river>", endpoint="rivers.show")
    Map([rule])
    with pytest.raises(AssertionError, match="add 'river' to GHOSTS or KINDS"):
        list(filled(portal, rule, "GET", commission="ke", objects={}))


def test_a_juror_sees_no_contact_no_note_no_message_and_no_other_file(
    portal: Flask, world: World, visitor_of: dict[str, Visitor], unchanged: object
) -> None:
    """Not even of the files assigned: of those the jury's own pages show the answers alone."""
    visitor, wrong = visitor_of["own juror"], []
    for rule, method in rules_of(portal):
        if method != "GET":
            continue
        for address in filled(portal, rule, method, commission="ke", objects=world.objects):
            answer = ask(visitor, address, {})
            body = answer.data.decode("utf-8", "replace")
            shown = [word for word in CANARIES if word in body.replace(address.path, "")]
            if shown:
                wrong.append(f"{address}: {answer.status_code}, shows {shown}")
    assert not wrong, "\n".join(wrong)
