"""What becomes of the words of a form: taken and said so, or not taken and shown again."""

from flask.testing import FlaskClient

WORDS = "Three libraries and a school."
MARK = "0123456789abcdef"
FORM = "/c/ke/my/KE-2027-001/messages"
OWN_PAGE = {"Sec-Fetch-Site": "same-origin", "Referer": f"http://localhost{FORM}?page=2"}


def test_words_of_an_ended_session_are_shown_with_the_way_back(client: FlaskClient) -> None:
    answer = client.post(
        FORM, data={"text": WORDS, "password": "a long walk", "draft": MARK}, headers=OWN_PAGE
    )

    assert answer.status_code in (400, 401)
    assert "You have been signed out" in answer.text
    assert WORDS in answer.text
    assert "a long walk" not in answer.text
    assert 'href="/sign-in?next=/c/ke/my/KE-2027-001/messages%3Fpage%3D2"' in answer.text
    assert "taken=" not in str(answer.headers)


def test_words_that_another_site_sends_are_not_shown(client: FlaskClient) -> None:
    for headers in (
        {"Sec-Fetch-Site": "cross-site"},
        {"Origin": "https://elsewhere.example"},
        {},
    ):
        answer = client.post(FORM, data={"text": WORDS}, headers=headers)

        assert answer.status_code in (303, 400)
        assert WORDS not in answer.text


def test_a_browser_without_the_new_headers_is_known_by_its_origin(client: FlaskClient) -> None:
    answer = client.post(FORM, data={"text": WORDS}, headers={"Origin": "http://localhost"})

    assert WORDS in answer.text


def test_an_answer_names_the_draft_it_has_taken(client: FlaskClient) -> None:
    answer = client.post("/language", data={"language": "fr", "next": "/", "draft": MARK})

    assert f"taken={MARK};" in answer.headers["Set-Cookie"] + str(answer.headers)


def test_what_is_no_mark_is_not_repeated(client: FlaskClient) -> None:
    answer = client.post("/language", data={"language": "fr", "next": "/", "draft": "a; b=c"})

    assert "taken" not in str(answer.headers)
