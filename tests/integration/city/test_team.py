"""A city's team: who may do what, effective at once; comments; who is writing where."""

import uuid
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from portal.accounts.events import InvitationSent, RoleChanged
from portal.accounts.models import Membership
from portal.accounts.roles import Role
from portal.applications.events import CommentMentioned
from portal.applications.services.presence import beat, others_at_work
from portal.applications.team_models import Comment, Presence
from portal.calls.models import Call
from portal.core.events import Event, heard_only_by
from portal.core.unit_of_work import OPERATOR, Work, unit_of_work
from portal.tenancy.scope import City, Nobody
from tests.factories import (
    KENYA,
    Filed,
    Somebody,
    make_call,
    make_commission,
    make_draft,
    make_person,
    sign_in,
)
from tests.integration.city.browsing import hidden_inputs, page, send

MY = "/c/ke/my"
FILE = f"{MY}/KE-2027-001"
MOTIVATION = f"{FILE}/section/motivation"


@pytest.fixture
def call(app: Flask) -> Call:
    make_commission()
    return make_call()


@pytest.fixture
def draft(call: Call) -> tuple[Filed, Somebody]:
    return make_draft(call, "Nakuru")


def helper(draft: tuple[Filed, Somebody], role: Role, name: str = "Peter Otieno") -> Somebody:
    return make_person(role, name, city_id=draft[0].city_id, city_name="Nakuru")


def membership_of(person: Somebody) -> uuid.UUID:
    with unit_of_work(Nobody(), OPERATOR, read_only=True) as work:
        return (
            work.session.query(Membership)
            .filter(Membership.person_id == person.id, Membership.ended_at.is_(None))
            .one()
            .id
        )


def comments(draft: tuple[Filed, Somebody]) -> list[Comment]:
    with unit_of_work(City(KENYA, draft[0].city_id), draft[1].actor, read_only=True) as work:
        found = work.session.query(Comment).order_by(Comment.written_at, Comment.id).all()
        work.session.expunge_all()
        return found


READ = ("", "/KE-2027-001", "/KE-2027-001/section/motivation", "/KE-2027-001/check",
        "/KE-2027-001/tracker", "/KE-2027-001/messages", "/KE-2027-001/attachments", "/people",
        "/city")  # fmt: skip
WRITE = ("/KE-2027-001/section/motivation", "/KE-2027-001/messages", "/city")
DECIDE = ("/KE-2027-001/check", "/KE-2027-001/reopen", "/people")


@pytest.mark.parametrize(
    ("role", "writes", "decides"),
    [(Role.READER, 403, 403), (Role.EDITOR, 0, 403), (Role.DELEGATE, 0, 0)],
)
def test_each_role_does_what_its_words_say(
    client: FlaskClient, draft: tuple[Filed, Somebody], role: Role, writes: int, decides: int
) -> None:
    sign_in(client, helper(draft, role))
    token = hidden_inputs(page(client, f"{MY}/people")).get("csrf_token", "")
    assert [client.get(f"{MY}{path}").status_code for path in READ] == [200] * len(READ)
    for paths, refusal in ((WRITE, writes), (DECIDE, decides)):
        for path in paths:
            status = client.post(f"{MY}{path}", data={"csrf_token": token}).status_code
            assert (status == 403) == (refusal == 403), (path, status)


def test_a_reader_sees_answers_and_is_told_why_they_cannot_be_changed(
    client: FlaskClient, draft: tuple[Filed, Somebody]
) -> None:
    sign_in(client, helper(draft, Role.READER))
    text = page(client, MOTIVATION)
    assert "Your role is reader." in text
    assert "hx-post" not in text


def test_an_invitation_names_the_role(
    client: FlaskClient, draft: tuple[Filed, Somebody], told: list[Event]
) -> None:
    sign_in(client, draft[1])
    answer = send(
        client,
        f"{MY}/people",
        {"name": "Lucy", "email": "lucy@university.example", "role": "reader", "office": ""},
    )
    assert answer.status_code == 303
    event = told[-1]
    assert isinstance(event, InvitationSent)
    assert (event.role, event.city_name) == ("reader", "Nakuru")


def test_a_changed_role_has_effect_at_once_and_is_told(
    client: FlaskClient, app: Flask, draft: tuple[Filed, Somebody], told: list[Event]
) -> None:
    editor = helper(draft, Role.EDITOR)
    other = app.test_client()
    sign_in(other, editor)
    assert other.get(MOTIVATION).text.count("hx-post") > 0
    sign_in(client, draft[1])
    path = f"{MY}/people/{membership_of(editor)}/role"
    assert send(client, path, {"role": "reader"}, seen=page(client, f"{MY}/people")).location
    event = told[-1]
    assert isinstance(event, RoleChanged)
    assert (event.recipients[0].email, event.role) == (editor.email, "reader")
    assert "Your role is reader." in page(other, MOTIVATION)


def test_the_last_delegate_stays_delegate(
    client: FlaskClient, draft: tuple[Filed, Somebody]
) -> None:
    helper(draft, Role.EDITOR)
    sign_in(client, draft[1])
    path = f"{MY}/people/{membership_of(draft[1])}/role"
    answer = send(client, path, {"role": "reader"}, seen=page(client, f"{MY}/people"))
    assert answer.status_code == 409
    assert "last delegate" in answer.text


def test_an_editor_leaves_the_team_alone(
    client: FlaskClient, draft: tuple[Filed, Somebody]
) -> None:
    editor = helper(draft, Role.EDITOR)
    sign_in(client, editor)
    path = f"{MY}/people/{membership_of(draft[1])}/end"
    token = page(client, f"{MY}/people")
    assert send(client, path, {}, seen=token).status_code == 403
    own = f"{MY}/people/{membership_of(editor)}/end"
    assert send(client, own, {}, seen=token).status_code == 303
    assert client.get(MY).status_code == 404


def test_a_comment_is_kept_with_the_answers_and_counted_until_resolved(
    client: FlaskClient, draft: tuple[Filed, Somebody], told: list[Event]
) -> None:
    editor = helper(draft, Role.EDITOR)
    sign_in(client, draft[1])
    answer = send(
        client,
        MOTIVATION,
        {
            "comment": "motivation",
            "comment-motivation": "Is 200 words enough?",
            "tell-motivation": "all",
        },
    )
    assert answer.location == f"{MOTIVATION}#motivation-comments"
    (comment,) = comments(draft)
    assert (comment.text, comment.author_name) == ("Is 200 words enough?", "Grace Njeri")
    assert "1 open comment" in page(client, FILE)
    event = told[-1]
    assert isinstance(event, CommentMentioned)
    assert [one.email for one in event.recipients] == [editor.email]
    assert "200 words" not in repr(event)
    sign_in(client, editor)
    assert "Is 200 words enough?" in page(client, MOTIVATION)
    send(client, MOTIVATION, {"resolve": str(comment.id)})
    assert comments(draft)[0].resolved_by == "Peter Otieno"
    assert "open comment" not in page(client, FILE)
    send(client, MOTIVATION, {"reopen": str(comment.id)})
    assert comments(draft)[0].resolved_at is None


def test_an_empty_comment_only_saves_and_goes_on(
    client: FlaskClient, draft: tuple[Filed, Somebody]
) -> None:
    sign_in(client, draft[1])
    answer = send(client, MOTIVATION, {"comment": "motivation", "comment-motivation": " "})
    assert answer.location == f"{FILE}/section/challenges"
    assert comments(draft) == []


def test_nobody_outside_the_team_is_told(
    client: FlaskClient, draft: tuple[Filed, Somebody], told: list[Event]
) -> None:
    stranger = make_person(Role.OFFICER, "Wanjiru Kamau")
    sign_in(client, draft[1])
    told.clear()
    send(
        client,
        MOTIVATION,
        {
            "comment": "motivation",
            "comment-motivation": "Look",
            "tell-motivation": str(stranger.id),
        },
    )
    assert len(comments(draft)) == 1
    assert told == []


def test_whoever_has_a_section_open_is_shown_to_the_others(
    client: FlaskClient, app: Flask, draft: tuple[Filed, Somebody]
) -> None:
    editor = helper(draft, Role.EDITOR)
    other = app.test_client()
    sign_in(other, editor)
    answer = send(other, f"{MOTIVATION}/presence", {}, seen=page(other, MOTIVATION))
    assert answer.status_code == 200
    assert "Peter Otieno" not in answer.text
    sign_in(client, draft[1])
    assert "Peter Otieno has this section open now." in page(client, FILE)
    assert "Peter Otieno has this section open now." in page(client, MOTIVATION)
    assert "has this section open" not in page(client, f"{FILE}/section/city")
    assert "has this section open" not in page(other, MOTIVATION)


def test_presence_is_forgotten(draft: tuple[Filed, Somebody]) -> None:
    filed, delegate = draft
    scope = City(KENYA, filed.city_id)
    editor = helper(draft, Role.EDITOR)

    def sign_of(person: Somebody) -> list[str]:
        with unit_of_work(scope, person.actor) as work:
            others = beat(work, filed.id, "motivation", commission_id=KENYA, city_id=filed.city_id)
            return [one.name for one in others]

    assert sign_of(editor) == []
    assert sign_of(delegate) == ["Peter Otieno"]
    _age(scope, delegate, timedelta(minutes=2))
    with unit_of_work(scope, delegate.actor, read_only=True) as work:
        assert others_at_work(work, filed.id) == ()
    _age(scope, delegate, timedelta(minutes=9))
    assert sign_of(delegate) == []
    with unit_of_work(scope, delegate.actor, read_only=True) as work:
        assert work.session.query(Presence).count() == 1


def _age(scope: City, actor: Somebody, by: timedelta) -> None:
    with unit_of_work(scope, actor.actor) as work:
        work.session.execute(
            update(Presence)
            .where(Presence.name == "Peter Otieno")
            .values(seen_at=Presence.seen_at - by)
        )


def test_a_comment_of_another_city_cannot_be_resolved(
    client: FlaskClient, call: Call, draft: tuple[Filed, Somebody]
) -> None:
    sign_in(client, draft[1])
    send(client, MOTIVATION, {"comment": "motivation", "comment-motivation": "Ours"})
    (comment,) = comments(draft)
    _other, neighbour = make_draft(call, "Kisumu", "Rose Adhiambo")
    sign_in(client, neighbour)
    theirs = f"{MY}/KE-2027-002/section/motivation"
    assert send(client, theirs, {"resolve": str(comment.id)}).status_code == 404
    assert comments(draft)[0].resolved_at is None


def test_who_asks_to_join_is_let_in_by_a_delegate(
    client: FlaskClient, app: Flask, draft: tuple[Filed, Somebody]
) -> None:
    from portal.accounts.events import AddressToConfirm
    from tests.integration.accounts.browsing import PASSWORD
    from tests.integration.accounts.browsing import send as send_form

    heard: list[str] = []

    def listen(_work: Work, event: Event) -> None:
        if isinstance(event, AddressToConfirm):
            heard.append(event.secret)

    stranger = app.test_client()
    with heard_only_by(listen):
        send_form(
            stranger,
            "/c/ke/register",
            city_name="Nakuru",
            city_latin_name="Nakuru",
            city_kind="municipality",
            city_subdivision="",
            name="Hana Tesfaye",
            office="Lecturer",
            email="hana@university.example",
            language="en",
        )
        send_form(
            stranger,
            f"/c/ke/register/{heard[0]}",
            name="Hana Tesfaye",
            language="en",
            password=PASSWORD,
        )
    assert stranger.get(MY).status_code == 404
    sign_in(client, draft[1])
    text = page(client, f"{MY}/people")
    assert "hana@university.example" in text
    path = text.split('action="')[1:]
    joining = next(part.split('"')[0] for part in path if "/people/joining/" in part)
    assert send(client, joining, {"role": "editor"}, seen=text).status_code == 303
    assert stranger.get(MY).status_code == 200
    assert "Asks to join" not in page(client, f"{MY}/people")
