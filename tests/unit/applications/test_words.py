import pytest

from portal.applications.words import count_words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0),
        ("  \n\t ", 0),
        ("Learning never ends.", 3),
        ("The city's plan", 3),
        ("L’accès à l’école d’aujourd’hui", 4),
        ("rendez-vous", 2),
        ("184,320 inhabitants in 2025", 4),
        ("3.5 % – up!", 2),
        ("مدينة التعلّم للجميع", 3),
        ("Учиться всю жизнь", 3),
        ("naïve café", 2),
        ("nai\u0308ve cafe\u0301", 2),
        ("https://city.example", 2),
        ("… — • 👩‍🏫", 0),
    ],
)
def test_counts_what_a_reader_would_call_words(text: str, expected: int) -> None:
    assert count_words(text) == expected


def test_two_hundred_words_are_two_hundred() -> None:
    assert count_words("learning " * 200) == 200
