"""Three verdicts for everybody: ours and unchanged, who signed, what it is worth today."""

import hashlib
import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.accounts.services.throttling import Limit
from portal.applications.models import Submission
from portal.applications.services.receipts import receipt_of
from portal.core.codes import new_code
from portal.core.unit_of_work import OPERATOR, unit_of_work
from portal.documents.shelf import read
from portal.signing.models import PublicSeal, SealStatus
from portal.tenancy.scope import Commission
from portal.verification import routes
from tests import factories as make

JSON = {"Accept": "application/json"}


@dataclass(frozen=True)
class Issued:
    """A signed document as its city has it."""

    pdf: bytes
    code: str
    reference: str


@pytest.fixture
def issued(app: Flask) -> Issued:
    make.make_commission(country="KE", names={"en": "Kenya National Commission for UNESCO"})
    filed, _delegate = make.make_submitted(make.make_call(), "Nakuru")
    with unit_of_work(Commission(make.KENYA), OPERATOR, read_only=True) as work:
        row = work.session.query(Submission).one()
        return Issued(read(row.document_sha256), row.verification_code, filed.reference)


@pytest.fixture
def recorded(app: Flask) -> Issued:
    """The public record of a document, without its file."""
    make.make_commission()
    at = make.utc_now()
    signature = {
        "part": "mayor",
        "method": "paper",
        "name": "Joyce Achieng",
        "office": "Mayor",
        "signed_at": at.isoformat(),
        "fingerprint": "",
        "voided_at": None,
    }
    seal = PublicSeal(
        commission_id=make.KENYA,
        code=new_code(),
        reference="KE-2027-001",
        city_name="Nakuru",
        submission_number=1,
        answers_digest="d" * 64,
        status=SealStatus.CURRENT,
        status_since=at,
        facts={"signatures": [signature]},
    )
    with unit_of_work(Commission(make.KENYA), OPERATOR) as work:
        work.session.add(seal)
    return Issued(b"", seal.code, seal.reference)


def send(client: FlaskClient, data: bytes, name: str = "file.pdf") -> dict[str, Any]:
    answer = client.post("/verify", data={"file": (io.BytesIO(data), name)}, headers=JSON)
    assert answer.status_code == 200
    return dict(answer.get_json())


def show(client: FlaskClient, data: bytes) -> str:
    return client.post("/verify", data={"file": (io.BytesIO(data), "a.pdf")}).text


def test_the_file_that_was_issued_is_ours_unchanged_and_current(
    issued: Issued, client: FlaskClient
) -> None:
    found = send(client, issued.pdf)
    assert (found["ours"], found["unchanged"], found["status"]) == (True, True, "current")
    (signature,) = found["signatures"]
    assert signature["part"] == "mayor"
    assert signature["name"] == "Joyce Achieng"
    assert signature["office"] == "Mayor"
    assert signature["method"] == "electronic"
    assert signature["valid"] is True
    page = show(client, issued.pdf)
    assert "This document is genuine and unchanged" in page
    assert "Kenya National Commission for UNESCO" in page


def test_a_byte_in_the_signed_part_is_noticed(issued: Issued, client: FlaskClient) -> None:
    middle = issued.pdf.index(b"stream") + 40
    changed = issued.pdf[:middle] + bytes([issued.pdf[middle] ^ 1]) + issued.pdf[middle + 1 :]
    found = send(client, changed)
    assert found["unchanged"] is False
    assert not any(signature["valid"] for signature in found["signatures"])


def test_a_page_added_afterwards_is_noticed(issued: Issued, client: FlaskClient) -> None:
    with pikepdf.open(io.BytesIO(issued.pdf)) as pdf:
        pdf.add_blank_page()
        out = io.BytesIO()
        pdf.save(out)
    found = send(client, out.getvalue())
    assert (found["ours"], found["unchanged"]) == (True, False)
    assert "This is our document, but it was changed" in show(client, out.getvalue())


def test_bytes_after_the_end_are_noticed(issued: Issued, client: FlaskClient) -> None:
    found = send(client, issued.pdf + b"\n% more\n")
    assert (found["ours"], found["unchanged"]) == (True, False)
    assert [signature["valid"] for signature in found["signatures"]] == [False]


def test_our_marks_without_our_signature_are_an_imitation(
    issued: Issued, client: FlaskClient
) -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.docinfo["/Keywords"] = f"{issued.reference}, {issued.code}"
    out = io.BytesIO()
    pdf.save(out)
    found = send(client, out.getvalue())
    assert (found["ours"], found["unchanged"], found["status"]) == (False, False, "unknown")
    assert "This is not our document" in show(client, out.getvalue())


@pytest.mark.parametrize("data", [b"%PDF-1.7 nonsense", b"GIF89a", b"\0" * 5000])
def test_what_is_no_document_of_ours_is_unknown(
    recorded: Issued, client: FlaskClient, data: bytes
) -> None:
    found = send(client, data)
    assert (found["ours"], found["unchanged"], found["status"]) == (False, False, "unknown")
    assert found["signatures"] == []


def test_a_genuine_document_may_be_worth_nothing_today(
    issued: Issued, client: FlaskClient, administrator: psycopg.Connection
) -> None:
    for status, words in (
        ("superseded", "Ours, but no longer the current version"),
        ("withdrawn", "Ours, but withdrawn"),
    ):
        administrator.execute("update public_seal set status = %s", (status,))
        found = send(client, issued.pdf)
        assert (found["ours"], found["unchanged"], found["status"]) == (True, True, status)
        assert words in show(client, issued.pdf)
        assert words in client.get(f"/s/{issued.code}").text


def test_a_certificate_revoked_before_it_signed_counts_for_nothing(
    issued: Issued, client: FlaskClient, administrator: psycopg.Connection
) -> None:
    administrator.execute(
        "update public_certificate set revoked_at = now() - interval '1 day'"
        " where purpose = 'mayor'"
    )
    (signature,) = send(client, issued.pdf)["signatures"]
    assert signature["valid"] is False


def test_a_code_leads_to_the_public_record(recorded: Issued, client: FlaskClient) -> None:
    typed = recorded.code.lower().replace("-", " ")
    answer = client.post("/verify", data={"code": typed}, follow_redirects=True)
    assert answer.status_code == 200
    assert recorded.reference in answer.text
    assert "Joyce Achieng" in answer.text
    found = client.post("/verify", data={"code": typed}, headers=JSON).get_json()
    assert (found["ours"], found["unchanged"], found["status"]) == (True, True, "current")


def test_unknown_and_malformed_codes_answer_alike(recorded: Issued, client: FlaskClient) -> None:
    unknown, malformed = "2XAM-79F2-6Z55", "2XAM-79F2-6Z56"
    pages = [client.get(f"/s/{code}") for code in (unknown, malformed)]
    assert [page.status_code for page in pages] == [404, 404]
    first, second = (
        page.text.replace(code, "") for page, code in zip(pages, (unknown, malformed), strict=True)
    )
    assert first == second
    answers = [
        client.post("/verify", data={"code": code}, headers=JSON).data
        for code in (unknown, malformed, "' or 1=1 --")
    ]
    assert len(set(answers)) == 1


def test_a_question_without_an_answer_is_told_what_to_do(client: FlaskClient) -> None:
    answer = client.post("/verify", data={"code": ""})
    assert answer.status_code == 422
    assert "Enter the code, or choose a PDF file." in answer.text
    empty = client.post("/verify", data={"file": (io.BytesIO(b""), "a.pdf")})
    assert empty.status_code == 422


def test_a_large_file_is_refused(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(routes, "LARGEST_FILE_MB", 0)
    answer = client.post("/verify", data={"file": (io.BytesIO(b"%PDF-"), "a.pdf")}, headers=JSON)
    assert answer.status_code == 422
    assert "too large" in answer.get_json()["error"]


def test_the_page_sets_no_cookie(recorded: Issued, client: FlaskClient) -> None:
    for answer in (client.get("/verify"), client.get(f"/s/{recorded.code}")):
        assert "Set-Cookie" not in answer.headers


def test_a_crawler_of_codes_is_slowed(
    recorded: Issued, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(routes, "CODES", Limit("verify-code", 2, 10))
    answers = [client.get(f"/s/{recorded.code}").status_code for _ in range(3)]
    assert answers == [200, 200, 429]


def test_the_command_says_the_same(issued: Issued, app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "received.pdf"
    file.write_bytes(issued.pdf)
    run = app.test_cli_runner().invoke
    result = run(args=["verify", str(file), "--json"])
    assert result.exit_code == 0
    assert json.loads(result.output)["ours"] is True
    file.write_bytes(issued.pdf + b"more")
    changed = run(args=["verify", str(file)])
    assert changed.exit_code == 1
    assert "unchanged: no" in changed.output


def test_a_receipt_is_recognised_by_its_file(client: FlaskClient, issued: Issued) -> None:
    receipt = receipt_file(issued)

    assert send(client, receipt)["ours"] is True
    shown = client.post("/verify", data={"file": (io.BytesIO(receipt), "receipt.pdf")})
    assert "This receipt is genuine and unchanged" in shown.text
    assert issued.reference in shown.text


def test_a_changed_receipt_is_not_ours(client: FlaskClient, issued: Issued) -> None:
    receipt = receipt_file(issued)
    changed = receipt[:-30] + b"%" + receipt[-29:]

    assert send(client, changed)["ours"] is False


@pytest.mark.parametrize("what", ["file", "answers", "receipt"])
def test_a_digest_of_a_receipt_leads_to_the_record(
    client: FlaskClient, issued: Issued, what: str
) -> None:
    with unit_of_work(Commission(make.KENYA), OPERATOR, read_only=True) as work:
        answers = work.session.query(Submission).one().digest
    digest = {
        "file": hashlib.sha256(issued.pdf).hexdigest(),
        "answers": answers,
        "receipt": hashlib.sha256(receipt_file(issued)).hexdigest(),
    }[what]
    typed = digest[:32].upper() + " " + digest[32:]

    answer = client.post("/verify", data={"code": typed})

    assert answer.status_code == 303
    assert answer.location == f"/s/{issued.code}"


def test_an_unknown_digest_is_answered_like_an_unknown_code(
    client: FlaskClient, issued: Issued
) -> None:
    answer = client.post("/verify", data={"code": "a" * 64}, follow_redirects=True)

    assert answer.status_code == 404
    assert "We know no document with this code" in answer.text


def receipt_file(issued: Issued) -> bytes:
    with unit_of_work(Commission(make.KENYA), OPERATOR) as work:
        application_id = work.session.query(Submission).one().application_id
        return read(receipt_of(work, application_id, 1).sha256)
