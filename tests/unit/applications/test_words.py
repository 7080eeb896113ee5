"""Words counted by the rules of each language.

Sources of the expected values: for rules, the Unicode Consortium's WordBreakTest.txt (15.0), of
which a selection is typed here by its code points and the whole file is read where Debian keeps it;
for texts, sentences of the Universal Declaration of Human Rights and of primers, divided by hand at
the headwords of dictionaries: the Royal Society's for Thai, the Contemporary Chinese Dictionary,
UniDic's short units for Japanese.
"""

import re
from pathlib import Path

import pytest

from portal.applications.words import count_words, length_in_browsers

WHOLE_FILE = Path("/usr/share/unicode/auxiliary/WordBreakTest.txt")


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
        ("half a \ud800 sign", 3),
    ],
)
def test_counts_what_a_reader_would_call_words(text: str, expected: int) -> None:
    assert count_words(text) == expected


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("th", "ฉัน รัก เมือง ของ ฉัน"),
        ("th", "นักเรียน อ่าน หนังสือ ที่ โรงเรียน"),
        ("lo", "ເດັກນ້ອຍ ໄປ ໂຮງຮຽນ"),
        ("lo", "ຂ້ອຍ ຮັກ ປະເທດ ລາວ"),
        ("km", "ខ្ញុំ ទៅ សាលារៀន"),
        ("my", "ကျွန်တော် ကျောင်း သွား သည်"),
        ("zh", "尊严 和 权利 上 一律 平等"),
        ("ja", "私 は 毎日 図書館 で 本 を 読み ます"),
    ],
)
def test_finds_words_where_the_script_marks_none(language: str, words: str) -> None:
    """Written without the spaces that stand here between the words."""
    expected = words.split()
    assert count_words("".join(expected), language) == len(expected)


def test_thai_compounds_may_count_as_their_parts() -> None:
    """By hand: มนุษย์ / ทั้งหลาย / เกิด / มา / มี / อิสระ / และ / เสมอภาค / กัน, nine."""
    counted = count_words("มนุษย์ทั้งหลายเกิดมามีอิสระและเสมอภาคกัน", "th")
    assert 9 <= counted <= 11


def test_counts_chinese_with_its_punctuation() -> None:
    """我们 / 的 / 城市 / 是 / 一个 / 学习 / 型 / 城市: eight words, two marks."""
    assert count_words("我们的城市,是一个学习型城市。", "zh") == 8


def test_counts_japanese_with_its_punctuation() -> None:
    """私 / たち / の / 町 / は / 学び / の / 町 / です: nine words."""
    assert count_words("私たちの町は、学びの町です。", "ja") == 9


def test_counts_thai_between_latin_and_digits() -> None:
    """เมือง / ของ / ฉัน / 2027 / UNESCO."""
    assert count_words("เมืองของฉัน 2027 (UNESCO)", "th") == 5


def test_counts_arabic_with_marks_and_joined_particles_as_written() -> None:
    """يولد / جميع / الناس / أحرارًا / متساوين / في / الكرامة / والحقوق: eight."""
    assert count_words("يولد جميع الناس أحرارًا متساوين في الكرامة والحقوق.", "ar") == 8


def test_counts_vietnamese_by_what_is_written_apart() -> None:
    """Mọi / người / sinh / ra / đều / được / tự / do / và / bình / đẳng: as word processors do."""
    assert count_words("Mọi người sinh ra đều được tự do và bình đẳng.", "vi") == 11


def test_counts_korean_by_what_is_written_apart() -> None:
    """모든 / 인간은 / 태어날 / 때부터 / 자유로우며."""
    assert count_words("모든 인간은 태어날 때부터 자유로우며", "ko") == 5


SELECTION = """
÷ 0061 ÷ 0020 ÷ 0062 ÷
÷ 0061 × 0062 ÷
÷ 0061 × 0308 ÷ 0020 ÷
÷ 000D × 000A ÷ 0061 ÷
÷ 0061 × 0027 × 0061 ÷
÷ 0061 ÷ 0027 ÷ 0031 ÷
÷ 0061 × 003A × 0061 ÷
÷ 0061 ÷ 002C ÷ 0061 ÷
÷ 0061 × 002E × 0061 ÷
÷ 0031 × 002C × 0031 ÷
÷ 0031 × 002E × 0031 ÷
÷ 0031 ÷ 003A ÷ 0031 ÷
÷ 0041 × 0030 ÷
÷ 0030 × 005F × 0061 ÷
÷ 05D0 × 0022 × 05D0 ÷
÷ 05D0 × 0027 ÷
÷ 3031 × 30A2 ÷
÷ 1F1E6 × 1F1E7 ÷ 1F1E8 ÷ 0062 ÷
÷ 0061 × 00AD × 0062 ÷
÷ 0063 × 0061 × 006E × 0027 × 0074 ÷
÷ 0061 × 0300 ÷ 2014 ÷ 0062 ÷
"""
"""Of WordBreakTest.txt: ÷ is a boundary, × is none. Rules WB3 to WB16."""


@pytest.mark.parametrize("line", SELECTION.strip().splitlines())
def test_follows_the_published_segmentation_cases(line: str) -> None:
    assert count_words(_text_of(line)) == _words_in(line), line


@pytest.mark.skipif(not WHOLE_FILE.exists(), reason="Debian's package unicode-data is missing")
def test_follows_all_published_segmentation_cases() -> None:
    lines = [
        found
        for line in WHOLE_FILE.read_text(encoding="utf-8").splitlines()
        if (found := line.split("#")[0].strip())
    ]
    wrong = [line for line in lines if count_words(_text_of(line)) != _words_in(line)]
    assert len(lines) > 1800
    assert wrong == []


def _text_of(line: str) -> str:
    return "".join(chr(int(code, 16)) for code in re.findall(r"[0-9A-F]{4,}", line))


def _words_in(line: str) -> int:
    """Segments of a case that hold a letter or a digit, by Python's own tables."""
    segments = (_text_of(segment) for segment in line.split("÷"))
    return sum(1 for segment in segments if any(sign.isalnum() for sign in segment))


def test_two_hundred_words_are_two_hundred() -> None:
    assert count_words("learning " * 200) == 200


def test_lengths_are_those_of_a_browser() -> None:
    assert [length_in_browsers(text) for text in ("", "été", "👩‍🏫", "学习")] == [0, 3, 5, 2]
