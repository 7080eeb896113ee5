from typing import Any

import pytest
from werkzeug.datastructures import MultiDict

from portal.applications.answer_input import plain_number, read_answers, read_seen
from portal.calls.form import Section, parse_form

LABEL = {"en": "x"}


def section_with(**definition: Any) -> Section:
    field = {"key": "it", "label": LABEL, **definition}
    form = parse_form(
        {"version": "2027-1", "sections": [{"key": "one", "title": LABEL, "fields": [field]}]}
    )
    return form.sections[0]


@pytest.mark.parametrize(
    ("typed", "language", "decimals", "expected"),
    [
        ("184320", "en", 0, "184320"),
        ("184,320", "en", 0, "184320"),
        ("184.320", "fr", 0, "184320"),
        ("184 320", "fr", 0, "184320"),
        ("184\N{NARROW NO-BREAK SPACE}320", "fr", 0, "184320"),
        ("184’320", "fr", 0, "184320"),
        ("١٨٤٬٣٢٠", "ar", 0, "184320"),
        ("٩٦٫٤", "ar", 2, "96.4"),
        ("96.40", "en", 2, "96.4"),
        ("96,4", "fr", 2, "96.4"),
        ("1,234", "en", 2, "1234"),
        ("1,234", "fr", 2, "1.234"),
        ("1.234,5", "fr", 2, "1234.5"),
        ("1,234.5", "fr", 2, "1234.5"),
        ("007", "en", 0, "7"),
        ("about 180 thousand", "en", 0, "about 180 thousand"),
        ("", "en", 0, ""),
    ],
)
def test_reads_numbers_as_people_write_them(
    typed: str, language: str, decimals: int, expected: str
) -> None:
    assert plain_number(typed, language=language, decimals=decimals) == expected


@pytest.mark.parametrize(
    ("definition", "sent", "expected"),
    [
        ({"kind": "text"}, {"it": "  Nakuru \r\n County "}, "Nakuru County"),
        ({"kind": "text", "lines": 3}, {"it": "Box 1\r\nNakuru"}, "Box 1\nNakuru"),
        ({"kind": "text"}, {"it": "Sa\u0301o\x00 Paulo"}, "Sáo Paulo"),
        (
            {"kind": "links"},
            {"it": "https://a.example  https://b.example"},
            "https://a.example\nhttps://b.example",
        ),
        ({"kind": "declaration"}, {"it": "yes"}, {"agreed": True}),
        ({"kind": "declaration"}, {}, {"agreed": False}),
        (
            {"kind": "statistic"},
            {"it.value": "184,320", "it.year": "٢٠٢٥"},
            {"value": "184320", "year": "2025", "not_available": False},
        ),
        (
            {"kind": "statistic"},
            {"it.na": "yes"},
            {"value": "", "year": "", "not_available": True},
        ),
        (
            {"kind": "long_text"},
            {"it.official": "Hello", "it.local": "مرحبا"},
            {"official": "Hello", "local": "مرحبا"},
        ),
        (
            {
                "kind": "matrix",
                "options": [{"key": "a", "label": LABEL}, {"key": "b", "label": LABEL}],
            },
            {
                "it.row.a": "4",
                "it.row.zzz": "2",
                "it.own.0.label": "Floods",
                "it.own.0.degree": "5",
                "it.own.1.label": "",
            },
            {"rows": {"a": "4"}, "own": [{"label": "Floods", "degree": "5"}]},
        ),
    ],
)
def test_reads_each_kind_of_field(
    definition: dict[str, Any], sent: dict[str, str], expected: object
) -> None:
    answers = read_answers(section_with(**definition), MultiDict(sent), language="en")

    assert answers == {"it": expected}


def test_choices_keep_the_order_of_the_form_and_drop_strangers() -> None:
    options = [{"key": key, "label": LABEL} for key in ("a", "b", "c")]
    section = section_with(kind="choices", options=options)
    sent = MultiDict([("it", "c"), ("it", "a"), ("it", "zzz")])

    assert read_answers(section, sent, language="en") == {"it": ["a", "c"]}


def test_revisions_that_are_no_numbers_count_as_never_seen() -> None:
    section = section_with(kind="text")

    assert read_seen(section, MultiDict({"seen.it": "3"})) == {"it": 3}
    assert read_seen(section, MultiDict({"seen.it": "-1; drop"})) == {"it": 0}
    assert read_seen(section, MultiDict()) == {"it": 0}
