"""The brief for a mayor: one page whatever is in it, readable by a screen reader."""

from dataclasses import replace
from datetime import UTC, datetime

import page
import pypdfium2
import pytest

from portal.documents.brief import Brief, Section, render_brief

BRIEF = Brief(
    language="en",
    direction="ltr",
    issuer="National Commission of Tunisia",
    network="UNESCO Global Network of Learning Cities",
    title="Becoming a UNESCO learning city",
    subtitle="A brief for the mayor",
    about=Section("What it is", text="A learning city makes it possible for everybody to learn."),
    gains=Section("What it brings", lines=("Guidance on the way: tools", "Company", "Recognition")),
    asks=Section("What it asks of us", lines=("Your signature and the stamp of the city",)),
    there=Section("What we have", lines=("An elected body",), empty="Nothing yet."),
    missing=Section("What comes next", lines=(), empty="Everything is there."),
    dates=Section("Dates", facts=(("Last moment to submit", "15 June 2027, 23:59 GMT+01:00"),)),
    contact=Section("Contact", lines=("learning@commission.example",)),
    note="Made on 23 November 2026.",
    made_at=datetime(2026, 11, 23, tzinfo=UTC),
)
LONG = "Le très long nom d’une commission et de ses documents d’orientation "


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    assert len(document) == 1
    return str(document[0].get_textpage().get_text_bounded())


def crowded(times: int) -> Brief:
    """As much as ten answers, many guiding documents and wordy people can bring."""
    return replace(
        BRIEF,
        issuer=LONG * times,
        about=Section("About", text=LONG * 6 * times),
        gains=Section("Gains", lines=(LONG * 3,) * 3 * times),
        asks=Section("Asks", lines=(LONG * 6 * times,) * 4),
        there=Section("There", lines=(LONG * times,) * 10),
        missing=Section("Missing", lines=(LONG * times,) * 10),
        contact=Section("Contact", lines=("x" * 60 * times + "@ville.example",) * 5),
    )


def test_it_says_what_it_was_given() -> None:
    text = text_of(render_brief(BRIEF))
    for part in ("A brief for the mayor", "An elected body", "Everything is there.", "15 June"):
        assert part in text


@pytest.mark.parametrize("times", [1, 2, 5, 30])
def test_it_is_one_page_whatever_is_in_it(times: int) -> None:
    assert len(pypdfium2.PdfDocument(render_brief(crowded(times)))) == 1


def test_nothing_is_cut_off_in_a_crowded_one() -> None:
    text = text_of(render_brief(replace(crowded(1), note="The very end.")))
    assert "The very end." in text


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("fr", "ltr"), ("ar", "rtl")])
def test_it_is_archivable_and_accessible(language: str, direction: str) -> None:
    brief = replace(BRIEF, language=language, direction=direction, title="موجز لرئيس البلدية")
    pdf = render_brief(brief)
    for profile in (page.ValidationProfile.PDF_A_2A, page.ValidationProfile.PDF_UA_1):
        assert page.is_pdf_compliant_bytes(pdf, profile=profile)


def test_the_same_again_is_the_same_file() -> None:
    assert render_brief(BRIEF) == render_brief(BRIEF)
