"""The form to fill in offline: all kinds of fields, in three languages, shown and read back."""

import io
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops

from portal.applications.offline_answers import answers_in
from portal.applications.offline_form import OfflineFacts, languages_of, offline_form
from portal.calls.form import parse_form
from portal.calls.services import form_definition
from portal.commissions.models import Commission
from portal.documents.offline_form import render_offline_form
from portal.documents.offline_reading import Unreadable, UnreadableForm, read_offline_form
from tests.unit.documents.filled_forms import (
    fields_of,
    fill,
    locked,
    printed_to_pdf,
    scanned,
    type_into,
)

FORM = parse_form(form_definition())
ARABIC = "مدينة بئر الريحان"
CHINESE = "终身学习让城市更美好"
HINDI = "आजीवन सीखने वाला नगर"
ANSWERS: dict[str, dict[str, Any]] = {
    "city": {"city_name": ARABIC, "consortium_members": f"{CHINESE}\n{HINDI}"},
    "mayor": {"mayor_address": "ms", "mayor_given_name": CHINESE, "mayor_family_name": HINDI},
    "pledge": {"pledge": {"agreed": True, "documents": []}},
    "profile": {
        "population": {"value": "184320", "year": "2025", "not_available": False},
        "area": {"value": "12.5", "year": "2024", "not_available": False},
        "gdp_city": {"value": "", "year": "", "not_available": True},
    },
    "motivation": {"motivation": {"official": "We learn.\n\nAll of us.", "local": ARABIC}},
    "challenges": {
        "challenges": {
            "rows": {"gender": "4", "ageing": "1"},
            "own": [{"label": "洪水", "degree": "5"}],
        }
    },
    "expertise": {"expertise": ["entrepreneurship", "literacy"]},
}


def commission(*languages: str, official: str = "en") -> Commission:
    return Commission(
        commission_id=404,
        code="ke",
        names={"en": "National Commission", "ar": "اللجنة الوطنية"},
        languages=list(languages),
        official_language=official,
        time_zone="UTC",
    )


def render(language: str, answers: dict[str, Any], *, by_hand: bool = False) -> bytes:
    facts = OfflineFacts(
        form=FORM,
        commission=commission("ar", "fr", official="fr" if language == "fr" else "en"),
        guiding_documents=(),
        call_titles={"en": "Call 2027"},
        answers=answers,
        language=language,
        about="Nakuru · KE-2027-001",
        address="https://portal.example",
        token="token",
        made_at=datetime(2027, 1, 4, 9, 0, tzinfo=UTC),
        by_hand=by_hand,
    )
    return render_offline_form(offline_form(facts))


@pytest.fixture(scope="module")
def filled() -> bytes:
    return render("ar", ANSWERS)


@pytest.fixture(scope="module")
def blank() -> bytes:
    return render("en", {})


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_what_was_printed_is_read_back_exactly(language: str) -> None:
    back = answers_in(FORM, read_offline_form(render(language, ANSWERS)).values, language)
    assert back["city"]["city_name"] == ARABIC
    assert back["city"]["consortium_members"] == f"{CHINESE}\n{HINDI}"
    assert back["mayor"]["mayor_address"] == "ms"
    assert back["pledge"]["pledge"] == {"agreed": True}
    assert back["pledge"]["publication"] == {"agreed": False}
    assert back["profile"]["population"] == ANSWERS["profile"]["population"]
    assert back["profile"]["area"] == ANSWERS["profile"]["area"]
    assert back["profile"]["gdp_city"] == ANSWERS["profile"]["gdp_city"]
    assert back["motivation"]["motivation"] == ANSWERS["motivation"]["motivation"]
    assert back["challenges"]["challenges"] == ANSWERS["challenges"]["challenges"]
    assert back["expertise"]["expertise"] == ["entrepreneurship", "literacy"]
    assert back["expertise"]["interests"] == []


def test_each_field_of_the_form_has_its_place(blank: bytes) -> None:
    with pikepdf.open(io.BytesIO(blank)) as pdf:
        names = set(fields_of(pdf))
    assert len(names) == 92
    assert {"city_name", "population/year", "population/na", "mayor_address"} <= names
    assert {"motivation/official", "motivation/local", "challenges/row/gender"} <= names
    assert {"challenges/own/2/label", "expertise/literacy", "pledge", "_form"} <= names


def test_the_token_is_hidden_and_read_only(filled: bytes) -> None:
    with pikepdf.open(io.BytesIO(filled)) as pdf:
        token = fields_of(pdf)["_form"]
        assert (str(token.V), int(token.Ff), int(token.F)) == ("token", 1, 2)
    assert read_offline_form(filled).token == "token"


def test_fields_have_names_for_those_who_hear_them(filled: bytes) -> None:
    with pikepdf.open(io.BytesIO(filled)) as pdf:
        assert str(fields_of(pdf)["population/year"].TU).startswith("عدد سكان المدينة")
        assert str(pdf.Root.Lang) == "ar"


def by_pdfium(data: bytes) -> list[Image.Image]:
    document = pypdfium2.PdfDocument(data)
    document.init_forms()
    pages = [page.render(scale=1.5).to_pil().convert("L") for page in document]
    document.close()
    return pages


def by_poppler(data: bytes, folder: Path) -> list[Image.Image]:
    source = folder / "form.pdf"
    source.write_bytes(data)
    subprocess.run(["pdftoppm", "-r", "108", "-gray", source, folder / "page"], check=True)
    return [Image.open(path).convert("L") for path in sorted(folder.glob("page*.pgm"))]


def ink_of(data: bytes, pages: list[Image.Image], names: list[str]) -> dict[str, int]:
    """Dark points within the fields of these names."""
    found = {}
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for number, page in enumerate(pdf.pages):
            height = float(page.mediabox[3])
            for widget in page.get("/Annots", []):
                name = str(widget.get("/T", ""))
                if name not in names:
                    continue
                left, bottom, right, top = (float(edge) * 1.5 for edge in widget.Rect)
                box = (left + 2, height * 1.5 - top + 2, right - 2, height * 1.5 - bottom - 2)
                part = pages[number].crop(tuple(map(int, box)))
                found[name] = sum(part.histogram()[:128])
    return found


SHOWN = ["city_name", "mayor_given_name", "mayor_family_name", "consortium_members"]


@pytest.mark.parametrize("viewer", ["pdfium", "poppler"])
def test_arabic_chinese_and_hindi_are_shown_without_fonts_of_the_viewer(
    viewer: str, filled: bytes, tmp_path: Path
) -> None:
    if viewer == "poppler" and not shutil.which("pdftoppm"):
        pytest.skip("poppler-utils is missing")
    pages = by_pdfium(filled) if viewer == "pdfium" else by_poppler(filled, tmp_path)
    ink = ink_of(filled, pages, SHOWN)
    assert sorted(ink) == sorted(SHOWN)
    assert all(points > 60 for points in ink.values()), ink


def test_the_same_value_looks_the_same_as_when_typeset_as_text(filled: bytes) -> None:
    """The appearance is not a row of boxes: two different values of one length differ."""
    other = render("ar", {**ANSWERS, "city": {"city_name": "مدينة بئر الزيتون"}})
    first, second = by_pdfium(filled)[0], by_pdfium(other)[0]
    assert ImageChops.difference(first, second).getbbox() is not None


def test_what_is_typed_in_a_viewer_comes_back(blank: bytes) -> None:
    typed = type_into(
        blank, {"city_name": HINDI, "motivation/official": "Line one", "population/value": "1,250"}
    )
    back = read_offline_form(typed)
    assert back.token == "token"
    assert back.values["city_name"] == HINDI
    assert back.values["motivation/official"] == "Line one"
    answers = answers_in(FORM, back.values, "en")
    assert answers["profile"]["population"]["value"] == "1250"


def test_buttons_and_boxes_that_were_pressed_come_back(blank: bytes) -> None:
    pressed = fill(
        blank,
        {
            "mayor_address": "mr",
            "challenges/row/gender": "3",
            "expertise/literacy": "yes",
            "gdp_city/na": "yes",
        },
    )
    answers = answers_in(FORM, read_offline_form(pressed).values, "en")
    assert answers["mayor"]["mayor_address"] == "mr"
    assert answers["challenges"]["challenges"]["rows"] == {"gender": "3"}
    assert answers["expertise"]["expertise"] == ["literacy"]
    assert answers["profile"]["gdp_city"]["not_available"] is True


def test_a_form_by_hand_has_lines_but_no_fields() -> None:
    paper = render("fr", ANSWERS, by_hand=True)
    with pikepdf.open(io.BytesIO(paper)) as pdf:
        assert "/AcroForm" not in pdf.Root
        assert len(pdf.pages) > 6
    document = pypdfium2.PdfDocument(paper)
    text = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    assert "Nom de la ville" in text
    assert CHINESE not in text


def test_the_same_input_gives_the_same_file(filled: bytes) -> None:
    assert render("ar", ANSWERS) == filled


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda data: b"", Unreadable.EMPTY),
        (lambda data: b"\xff\xd8\xff" + data, Unreadable.NO_PDF),
        (locked, Unreadable.ENCRYPTED),
        (lambda data: locked(data, ""), Unreadable.ENCRYPTED),
        (lambda data: data[:300], Unreadable.BROKEN),
        (printed_to_pdf, Unreadable.FLATTENED),
        (scanned, Unreadable.PICTURES),
    ],
)
def test_what_cannot_be_read_is_refused_with_advice(
    spoil: Any, reason: Unreadable, filled: bytes
) -> None:
    with pytest.raises(UnreadableForm) as refused:
        read_offline_form(spoil(filled))
    assert refused.value.reason is reason
    assert "lease" in str(refused.value.message) or "Then add it" in str(refused.value.message)


def test_fields_of_another_form_are_refused(filled: bytes) -> None:
    with pikepdf.open(io.BytesIO(filled)) as pdf:
        fields_of(pdf)["_form"].V = pikepdf.String("")
        out = io.BytesIO()
        pdf.save(out)
    with pytest.raises(UnreadableForm) as refused:
        read_offline_form(out.getvalue())
    assert refused.value.reason is Unreadable.FOREIGN


def test_a_form_can_be_had_in_the_languages_it_speaks() -> None:
    assert languages_of(commission("sw", "ar", "en")) == ("ar", "en")
    assert languages_of(commission("sw", official="fr")) == ("fr",)
