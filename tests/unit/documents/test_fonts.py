import pytest

from portal.documents.fonts import covered, families, may_justify, printable


@pytest.mark.parametrize(
    "text",
    [
        "Port Salaam – 184,320 m²",
        "مدينة التعلّم، واحة النخيل",
        "学习型城市",
        "学習都市",
        "배움의 도시",
        "เมืองแห่งการเรียนรู้",
        "לומדת",
        "शिक्षण नगर",
        "🎉 ★ ✔ → № √",
        "two\nlines",
    ],
)
def test_what_people_write_can_be_printed(text: str) -> None:
    assert printable(text) == (text, frozenset())


def test_what_no_font_shows_becomes_a_box_and_is_reported() -> None:
    assert printable("a\x07b\ufdd0") == ("a□b□", frozenset({"\x07", "\ufdd0"}))


def test_direction_tricks_are_dropped() -> None:
    assert printable("pay \u202e000,1\u202c now") == ("pay 000,1 now", frozenset())


def test_line_ends_and_letters_are_made_uniform() -> None:
    assert printable("a\r\nb\tc e\u0301") == ("a\nb c \u00e9", frozenset())


def test_the_coverage_holds_the_scripts_of_many_languages() -> None:
    assert all(ord(sign) in covered() for sign in "Ωя青あ한ไअআამაரமලខລབ")


def _first_han(language: str) -> str:
    return next(name for name in families(language) if name.endswith(("JP", "SC")))


def test_a_language_gets_its_own_ideographs_first() -> None:
    assert _first_han("ja") == "Noto Sans JP"
    assert _first_han("fr") == "Noto Sans SC"
    assert families("ur").index("Noto Nastaliq Urdu") < families("ur").index("Amiri")


def test_scripts_without_spaces_are_not_justified() -> None:
    assert not may_justify("th")
    assert may_justify("fr")
