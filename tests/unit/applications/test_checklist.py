"""What the machine sees at the points of the checklist; the officer decides."""

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask_babel import Babel

from portal.applications.checklist import checklist, point_keys
from portal.applications.checklist_points import Finding, MayorSignature, Point, Subject
from portal.calls.form import parse_form

FORM = parse_form(
    {
        "version": "2027-test",
        "sections": [
            {
                "key": "all",
                "title": {"en": "All"},
                "fields": [
                    {"key": "email", "kind": "email", "label": {"en": "E-mail"}},
                    {"key": "population", "kind": "statistic", "label": {"en": "People"}},
                    {
                        "key": "plan",
                        "kind": "long_text",
                        "label": {"en": "Plan"},
                        "word_limit": 5,
                        "max_length": 4000,
                    },
                    {
                        "key": "pledge",
                        "kind": "declaration",
                        "label": {"en": "Pledge"},
                        "guiding_documents": True,
                    },
                ],
            }
        ],
    }
)
PLEDGE = {"agreed": True, "documents": [{"id": "beijing", "version": "2013"}]}
GOOD = Subject(
    form=FORM,
    answers={
        "all": {
            "email": "contact@city.example",
            "population": {"value": "120000", "year": "2024", "not_available": False},
            "plan": {"official": "Learning for everybody here.", "local": ""},
            "pledge": PLEDGE,
        }
    },
    attachments=[],
    mayor_name="Joyce Achieng",
    signature=MayorSignature("electronic", "Joyce Achieng", "Mayor", has_stamp=True),
    population=120_000,
    population_warning=10_000,
    guiding_documents={"beijing": "2013"},
    delegates=1,
    year=2026,
)


@pytest.fixture(autouse=True)
def _language() -> Any:
    app = Flask("test")
    Babel(app)
    with app.test_request_context():
        yield


FOR_MAYOR = MayorSignature(
    "electronic", "Ali Hassan", "Deputy Mayor", has_stamp=True, acting_for="Joyce Achieng"
)


def finding(subject: Subject, key: str) -> Finding:
    point: Point = next(point for point in checklist(subject) if point.key == key)
    return point.finding


def with_answer(field: str, value: object) -> Subject:
    return replace(GOOD, answers={"all": {**GOOD.answers["all"], field: value}})


def test_points_follow_the_form() -> None:
    assert point_keys(FORM) == (
        "mayor_signature",
        "signer_mandate",
        "official_stamp",
        "required_answers",
        "declarations",
        "population",
        "statistics",
        "word_limits",
        "substance",
        "mandate",
        "attachments",
        "contact",
    )


def test_a_good_application_leaves_only_what_a_reader_judges() -> None:
    assert {point.key for point in checklist(GOOD) if point.finding is not Finding.OK} == {
        "substance"
    }


@pytest.mark.parametrize(
    ("subject", "key", "expected"),
    [
        (replace(GOOD, signature=None), "mayor_signature", Finding.MISSING),
        (
            replace(
                GOOD, signature=MayorSignature("paper", "J. Achieng", "Mayor", has_stamp=False)
            ),
            "mayor_signature",
            Finding.LOOK,
        ),
        (replace(GOOD, mayor_name="Somebody Else"), "mayor_signature", Finding.LOOK),
        (
            replace(
                GOOD,
                signature=MayorSignature("electronic", "Joyce Achieng", "Mayor", has_stamp=False),
            ),
            "official_stamp",
            Finding.MISSING,
        ),
        (replace(GOOD, signature=FOR_MAYOR), "mayor_signature", Finding.OK),
        (replace(GOOD, signature=FOR_MAYOR), "signer_mandate", Finding.LOOK),
        (
            replace(GOOD, signature=replace(FOR_MAYOR, method="paper")),
            "mayor_signature",
            Finding.LOOK,
        ),
        (
            replace(
                GOOD, signature=MayorSignature("paper", "J. Achieng", "Mayor", has_stamp=False)
            ),
            "signer_mandate",
            Finding.LOOK,
        ),
        (replace(GOOD, population=9_999), "population", Finding.LOOK),
        (replace(GOOD, population=10_000), "population", Finding.OK),
        (replace(GOOD, population=None), "population", Finding.MISSING),
        (replace(GOOD, guiding_documents={"beijing": "2019"}), "declarations", Finding.LOOK),
        (with_answer("pledge", {"agreed": False}), "declarations", Finding.MISSING),
        (
            with_answer("population", {"value": "120000", "year": "2010"}),
            "statistics",
            Finding.LOOK,
        ),
        (with_answer("population", {"not_available": True}), "statistics", Finding.OK),
        (
            with_answer("plan", {"official": "One two three four five six", "local": ""}),
            "word_limits",
            Finding.LOOK,
        ),
        (
            replace(
                GOOD,
                answers={
                    **GOOD.answers,
                    "contact": {
                        **GOOD.answers.get("contact", {}),
                        "contact_organisation": "Lake University",
                    },
                },
            ),
            "mandate",
            Finding.LOOK,
        ),
        (
            replace(GOOD, attachments=[{"title": "Plan", "pages": None}]),
            "attachments",
            Finding.LOOK,
        ),
        (with_answer("email", ""), "contact", Finding.MISSING),
        (with_answer("email", ""), "required_answers", Finding.MISSING),
        (replace(GOOD, delegates=0), "contact", Finding.LOOK),
    ],
)
def test_what_is_pointed_out(subject: Subject, key: str, expected: Finding) -> None:
    assert finding(subject, key) is expected
