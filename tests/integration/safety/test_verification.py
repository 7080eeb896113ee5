"""What the public page says about a dossier, and about everything that only looks like it."""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pikepdf
import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from portal.applications.services.deciding import return_for_completion
from portal.applications.services.endorsing import revoke
from portal.applications.services.reopening import reopen
from portal.core.unit_of_work import unit_of_work
from portal.documents.application_print import COMMISSION_FIELD, MAYOR_FIELD
from portal.documents.shelf import read
from portal.signing.authority import (
    issue_signer,
    make_commission_authority,
    make_revocation_list,
    make_root,
    make_timestamp_authority,
)
from portal.signing.certificates import Credential
from portal.signing.seal import Chain, StampSource, sign
from portal.tenancy.scope import City, Commission
from tests import factories as make
from tests.factories import KENYA, Filed, Somebody, revision_of, utc_now
from tests.integration.safety import way
from tests.integration.safety.world import World

JSON = {"Accept": "application/json"}
SHAPE = {"ours", "unchanged", "status", "signatures"}
SIGNATURE_SHAPE = {
    "part",
    "name",
    "office",
    "signed_at",
    "valid",
    "method",
    "attested_by",
    "attested_office",
    "written_on",
    "acting_for",
    "acting_for_office",
}


@pytest.fixture
def client(portal: Flask) -> FlaskClient:
    return portal.test_client()


@pytest.fixture(scope="module")
def dossier(world: World) -> bytes:
    """The sealed PDF as it was forwarded."""
    return way.file_of(world.filed)


def ask(client: FlaskClient, data: bytes) -> dict[str, Any]:
    answer = client.post("/verify", data={"file": (io.BytesIO(data), "a.pdf")}, headers=JSON)
    assert answer.status_code == 200
    found: dict[str, Any] = answer.get_json()
    assert set(found) == SHAPE
    assert {key for entry in found["signatures"] for key in entry} <= SIGNATURE_SHAPE
    return found


def verdict(client: FlaskClient, data: bytes) -> tuple[bool, bool, str]:
    found = ask(client, data)
    return found["ours"], found["unchanged"], found["status"]


def valid_parts(client: FlaskClient, data: bytes) -> list[str]:
    return [entry["part"] for entry in ask(client, data)["signatures"] if entry["valid"]]


def test_a_forwarded_dossier_is_ours_unchanged_and_current(
    client: FlaskClient, dossier: bytes
) -> None:
    found = ask(client, dossier)
    assert (found["ours"], found["unchanged"], found["status"]) == (True, True, "current")
    signers = [(entry["part"], entry["name"], entry["valid"]) for entry in found["signatures"]]
    assert signers == [("mayor", "Joyce Achieng", True), ("commission", "Amina Otieno", True)]


def flipped(data: bytes, position: int) -> bytes:
    return data[:position] + bytes([data[position] ^ 1]) + data[position + 1 :]


def in_last_signature(data: bytes) -> int:
    """In the room left over behind the last signature, which no signature covers."""
    return data.rindex(b"0000>") + 1


@pytest.mark.parametrize(
    "place",
    [
        lambda data: data.index(b"stream") + 40,
        lambda data: len(data) // 2,
        lambda data: data.rindex(b"startxref") + 12,
        lambda data: data.index(b"/ByteRange") + 14,
        in_last_signature,
    ],
    ids=["content", "middle", "cross-reference", "range of bytes", "room behind a signature"],
)
def test_one_changed_byte_is_noticed(
    client: FlaskClient, dossier: bytes, place: Callable[[bytes], int]
) -> None:
    changed = flipped(dossier, place(dossier))
    found = ask(client, changed)
    assert found["unchanged"] is False
    assert not [entry for entry in found["signatures"] if entry["valid"]]
    assert (
        "unchanged</h"
        not in client.post("/verify", data={"file": (io.BytesIO(changed), "a.pdf")}).text
    )


def with_annotation(data: bytes) -> bytes:
    """An incremental update, as a reader's comment tool writes it: no signed byte is touched."""
    writer = IncrementalPdfFileWriter(io.BytesIO(data), strict=False)
    page = writer.root["/Pages"]["/Kids"][0]
    note = generic.DictionaryObject(
        {
            generic.NameObject("/Type"): generic.NameObject("/Annot"),
            generic.NameObject("/Subtype"): generic.NameObject("/FreeText"),
            generic.NameObject("/Rect"): generic.ArrayObject(
                generic.NumberObject(value) for value in (90, 600, 500, 700)
            ),
            generic.NameObject("/Contents"): generic.TextStringObject("Approved for all time."),
        }
    )
    annotations = page.get("/Annots", generic.ArrayObject())
    page[generic.NameObject("/Annots")] = generic.ArrayObject(
        [*annotations, writer.add_object(note)]
    )
    writer.update_container(page)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def rewritten(data: bytes) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.save(out)
    return out.getvalue()


@pytest.mark.parametrize("alter", [with_annotation, rewritten], ids=["annotation", "rewritten"])
def test_an_addition_is_noticed(
    client: FlaskClient, dossier: bytes, alter: Callable[[bytes], bytes]
) -> None:
    altered = alter(dossier)
    found = ask(client, altered)
    assert (found["ours"], found["unchanged"]) == (True, False)
    assert not [entry for entry in found["signatures"] if entry["valid"]]


def test_a_file_that_lost_its_last_byte_is_not_called_unchanged(
    client: FlaskClient, dossier: bytes
) -> None:
    assert ask(client, dossier[:-1])["unchanged"] is False


class Forger:
    """Everything the portal has, made by somebody else, with the same names in it."""

    def __init__(self) -> None:
        self.at = utc_now()
        self.root = make_root(at=self.at)
        self.authority = make_commission_authority(
            self.root, code="ke", name="National Commission of KE", country="KE", at=self.at
        )
        self.stamping = make_timestamp_authority(self.root, at=self.at)

    def signed(self, pdf: bytes, field: str, *, name: str, office: str) -> bytes:
        lists = tuple(make_revocation_list(one, at=self.at) for one in (self.root, self.authority))
        pems = (self.authority.certificate_pem, self.stamping.certificate_pem)
        return sign(
            pdf,
            field,
            self._credential(name, office),
            chain=Chain(self.root.certificate_pem, pems, lists),
            stamps=StampSource(credential=self.stamping),
        )

    def _credential(self, name: str, office: str) -> Credential:
        return issue_signer(
            self.authority,
            name=name,
            office=office,
            organisation="Embakori",
            reference="KE-2027-001",
            at=self.at,
            valid_for=timedelta(days=2),
        )


def test_the_same_names_on_foreign_keys_are_not_genuine(client: FlaskClient, world: World) -> None:
    forger = Forger()
    forged = read(way.submission_of(world.filed).print_sha256)
    forged = forger.signed(forged, MAYOR_FIELD, name="Joyce Achieng", office="Mayor")
    forged = forger.signed(
        forged, COMMISSION_FIELD, name="Amina Otieno", office="Secretary-General"
    )
    found = ask(client, forged)
    assert (found["ours"], found["unchanged"], found["status"]) == (False, False, "unknown")
    assert found["signatures"] == []
    page = client.post("/verify", data={"file": (io.BytesIO(forged), "a.pdf")}).text
    assert "This is not our document" in page


def test_a_forged_endorsement_on_the_mayors_real_signature_is_not_genuine(
    client: FlaskClient, world: World, approved: Filed
) -> None:
    real = way.file_of(approved)
    assert valid_parts(client, real) == ["mayor"]
    forged = Forger().signed(
        real, COMMISSION_FIELD, name="Amina Otieno", office="Secretary-General"
    )
    found = ask(client, forged)
    assert found["unchanged"] is False
    assert not [entry for entry in found["signatures"] if entry["valid"]]


@pytest.fixture(scope="module")
def submitted(world: World) -> tuple[Filed, Somebody]:
    return make.make_submitted(world.call, "Thika")


@pytest.fixture(scope="module")
def approved(world: World) -> Filed:
    filed, _delegate = make.make_submitted(world.call, "Malindi")
    make.finish_checklist(filed)
    way.approve_it(filed, world.staff)
    return filed


def test_a_version_the_city_took_back_is_superseded(
    client: FlaskClient, world: World, submitted: tuple[Filed, Somebody]
) -> None:
    filed, delegate = submitted
    old = way.file_of(filed)
    assert verdict(client, old) == (True, True, "current")
    with unit_of_work(Commission(KENYA), world.staff.officer.actor) as work:
        return_for_completion(
            work, filed.id, seen_revision=revision_of(filed), reason="Look again.", sections=()
        )
    with unit_of_work(City(KENYA, filed.city_id), delegate.actor) as work:
        reopen(work, filed.id, seen_revision=revision_of(filed))
    assert verdict(client, old) == (True, True, "superseded")
    assert valid_parts(client, old) == []


def test_an_endorsement_that_was_revoked_stays_withdrawn(client: FlaskClient, world: World) -> None:
    """Also after the application was endorsed anew: that is another file."""
    filed, _delegate = make.make_submitted(world.call, "Lamu")
    make.finish_checklist(filed)
    way.approve_it(filed, world.staff)
    way.endorse_it(filed, world.staff)
    first = way.file_of(filed)
    with unit_of_work(Commission(KENYA), world.staff.signatory.actor) as work:
        revoke(work, filed.id, seen_revision=revision_of(filed), reason="The wrong version.")
    assert verdict(client, first) == (True, True, "withdrawn")
    assert valid_parts(client, first) == ["mayor"]

    way.endorse_it(filed, world.staff)

    assert verdict(client, first) == (True, True, "withdrawn")
    assert valid_parts(client, first) == ["mayor"]
    assert (
        "It was withdrawn on"
        in client.post("/verify", data={"file": (io.BytesIO(first), "a.pdf")}).text
    )
    second = way.file_of(filed)
    assert verdict(client, second) == (True, True, "current")
    assert [entry["part"] for entry in ask(client, second)["signatures"]] == ["mayor", "commission"]


def test_a_code_that_is_unknown_or_none_answers_like_any_other(
    client: FlaskClient, world: World
) -> None:
    known = client.post("/verify", data={"code": world.objects["code"][0]}, headers=JSON)
    assert set(known.get_json()) == SHAPE
    answers = {
        (answer.status_code, answer.data)
        for answer in (
            client.post("/verify", data={"code": code}, headers=JSON)
            for code in ("2XAM-79F2-6Z55", "2XAM-79F2-6Z56", "x", "%00", "' or 1=1 --", "é" * 40)
        )
    }
    assert len(answers) == 1
    ((status, body),) = answers
    assert status == 200
    assert b'"ours":false' in body.replace(b" ", b"")
