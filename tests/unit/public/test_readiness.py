"""Ten questions and what they come to."""

from portal.public.readiness import Outcome, Reply, outcome, questions_for

QUESTIONS = questions_for(least_people=10_000, official_language="fr")
VERDICTS = ("may not", "cannot apply", "rejected", "refused", "not eligible", "must")


def keys(outcome_now: Outcome) -> list[str]:
    return [answer.question.key for answer in outcome_now.there]


def test_there_are_ten_questions() -> None:
    assert [question.key for question in QUESTIONS] == [
        "body",
        "people",
        "mayor",
        "texts",
        "person",
        "plan",
        "partners",
        "everybody",
        "means",
        "translation",
    ]


def test_the_call_and_the_commission_are_in_the_questions() -> None:
    assert "10,000 people" in QUESTIONS[1].text
    assert "in French" in QUESTIONS[9].text


def test_a_yes_is_there_and_all_else_is_open() -> None:
    found = outcome(QUESTIONS, {"body": "yes", "mayor": "not-yet", "plan": "unknown", "x": "yes"})
    assert keys(found) == ["body"]
    assert len(found.missing) == 9


def test_an_odd_answer_counts_as_unknown() -> None:
    found = outcome(QUESTIONS, {"body": "<script>"})
    assert found.answers[0].reply is Reply.UNKNOWN
    assert found.parameters["body"] == "unknown"


def test_answers_survive_their_address() -> None:
    given = {"body": "yes", "people": "not-yet"}
    first = outcome(QUESTIONS, given)
    assert outcome(QUESTIONS, first.parameters) == first


def test_no_text_is_a_verdict() -> None:
    for question in QUESTIONS:
        for text in (question.why, question.next_step, question.there, question.missing):
            assert text
            assert not [word for word in VERDICTS if word in text.lower()], text
