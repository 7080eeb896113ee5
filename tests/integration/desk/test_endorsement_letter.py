"""The letter of an endorsement: made once, in the commission's words, part of the dossier."""

import io
import json
import zipfile
from typing import Any

import psycopg
import pypdfium2
import pytest
from sqlalchemy import select

from portal.applications.letter_models import EndorsementLetter
from portal.applications.services.endorsing import revoke
from portal.core.unit_of_work import OPERATOR, unit_of_work
from portal.documents.models import Document, DocumentKind
from portal.documents.shelf import read
from portal.letters.kinds import ENDORSEMENT
from portal.letters.services import write_text
from portal.tenancy.scope import City, Commission
from tests.factories import (
    KENYA,
    Filed,
    finish_checklist,
    make_call,
    make_commission,
    make_submitted,
    revision_of,
)
from tests.integration.safety import way
from tests.waiting_jobs import tell_all


@pytest.fixture
def staff(app: Any) -> way.Staff:
    make_commission(
        languages=["fr", "en"],
        names={"en": "Commission of Kenya", "fr": "Commission du Kenya"},
        letterhead="Commission House\nNairobi",
    )
    return way.make_staff()


@pytest.fixture
def approved(staff: way.Staff) -> Filed:
    filed, _delegate = make_submitted(make_call(), "Nakuru")
    finish_checklist(filed)
    way.approve_it(filed, staff)
    return filed


def _word(staff: way.Staff, body: str, *, seen_version: int, language: str = "en") -> None:
    with unit_of_work(Commission(KENYA), staff.officer.actor) as work:
        write_text(
            work,
            KENYA,
            kind=ENDORSEMENT,
            language=language,
            title="About {city}",
            body=body,
            seen_version=seen_version,
        )


def _text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in document).split())


def _letters(filed: Filed) -> list[tuple[Document, dict[str, int]]]:
    with unit_of_work(City(KENYA, filed.city_id), OPERATOR) as work:
        rows = work.session.execute(
            select(Document, EndorsementLetter.versions)
            .join(EndorsementLetter, EndorsementLetter.document_id == Document.id)
            .where(Document.application_id == filed.id)
            .order_by(EndorsementLetter.made_at, EndorsementLetter.id)
        )
        return [(row[0], row[1]) for row in rows]


def test_the_worker_makes_it_in_both_languages_and_the_city_reads_it(
    staff: way.Staff, approved: Filed, administrator: psycopg.Connection
) -> None:
    _word(staff, "We stand behind {city} ({reference}).", seen_version=0)
    way.endorse_it(approved, staff)
    assert _letters(approved) == []
    tell_all(administrator)
    ((letter, versions),) = _letters(approved)
    assert (letter.kind, versions) == (DocumentKind.LETTER, {"fr": 0, "en": 1})
    assert letter.shared_at is not None
    text = _text_of(read(letter.sha256))
    assert f"We stand behind Nakuru ({approved.reference})." in text
    assert "Commission House" in text


def test_a_letter_once_made_stays_as_it_was(
    staff: way.Staff, approved: Filed, administrator: psycopg.Connection
) -> None:
    way.endorse_it(approved, staff)
    tell_all(administrator)
    _word(staff, "Other words.", seen_version=0)
    tell_all(administrator)
    way.forward_it(approved, staff)
    tell_all(administrator)
    ((_letter, versions),) = _letters(approved)
    assert versions == {"fr": 0, "en": 0}


def test_a_withdrawn_endorsements_letter_stays_and_the_next_has_its_own(
    staff: way.Staff, approved: Filed, administrator: psycopg.Connection
) -> None:
    way.endorse_it(approved, staff)
    tell_all(administrator)
    with unit_of_work(Commission(KENYA), staff.signatory.actor) as work:
        revoke(work, approved.id, seen_revision=revision_of(approved), reason="A new council.")
    tell_all(administrator)
    assert len(_letters(approved)) == 1
    way.endorse_it(approved, staff)
    tell_all(administrator)
    first, second = _letters(approved)
    assert first[0].id != second[0].id


def test_what_is_withdrawn_before_its_letter_was_made_gets_none(
    staff: way.Staff, approved: Filed, administrator: psycopg.Connection
) -> None:
    way.endorse_it(approved, staff)
    with unit_of_work(Commission(KENYA), staff.signatory.actor) as work:
        revoke(work, approved.id, seen_revision=revision_of(approved), reason="A mistake.")
    tell_all(administrator)
    assert _letters(approved) == []


def test_the_dossier_holds_the_letter_with_its_digest(staff: way.Staff, approved: Filed) -> None:
    way.endorse_it(approved, staff)
    way.forward_it(approved, staff)
    ((letter, _versions),) = _letters(approved)
    with unit_of_work(Commission(KENYA), OPERATOR) as work:
        dossier = work.session.scalars(
            select(Document.sha256).where(Document.kind == DocumentKind.DOSSIER)
        ).one()
    with zipfile.ZipFile(io.BytesIO(read(dossier))) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        name = f"letters/01-{approved.reference}-1-letter.pdf"
        assert archive.read(name) == read(letter.sha256)
    entry = next(file for file in manifest["files"] if file["name"] == name)
    assert (entry["kind"], entry["sha256"]) == ("letter", letter.sha256)
