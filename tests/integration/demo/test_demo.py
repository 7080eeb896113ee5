"""The demo is told by the real services: all states, real signatures, accounts that work."""

import json
from collections import Counter
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from portal.accounts.models import Person
from portal.accounts.services.passwords import matches
from portal.applications.models import Application, Submission
from portal.applications.workflow import State
from portal.commissions.models import Commission
from portal.coordination.models import CommissionFigures
from portal.core.unit_of_work import OPERATOR, unit_of_work
from portal.demo.people import Account
from portal.demo.plan import read_plans
from portal.documents.shelf import read
from portal.history.models import HistoryEntry
from portal.history.services import broken_links
from portal.notifications.models import OutboxMail
from portal.signing.findings import TrustAnchors
from portal.signing.models import PublicCertificate
from portal.signing.proof import KnownCertificate, Proof, Verdict, judge
from portal.signing.reading import read_signatures
from portal.tenancy.scope import NETWORK_ID, Coordination, Nobody, Worker

pytestmark = pytest.mark.usefixtures("demo_accounts")

SIGNATURES = {
    State.AWAITING_MAYOR: 0,
    State.SIGNED: 1,
    State.SUBMITTED: 1,
    State.RETURNED: 1,
    State.APPROVED: 1,
    State.DECLINED: 1,
    State.ENDORSED: 2,
    State.FORWARDED: 2,
    State.INCOMPLETE: 2,
    State.NOT_ADMITTED: 2,
    State.DEFERRED: 2,
}
"""In the newest file of an application that never went back."""


def _commission_ids() -> list[int]:
    with unit_of_work(Nobody(), OPERATOR, read_only=True) as work:
        return list(work.session.scalars(select(Commission.commission_id)))


def _states() -> Counter[State]:
    found: Counter[State] = Counter()
    for commission_id in _commission_ids():
        with unit_of_work(Worker(commission_id), OPERATOR, read_only=True) as work:
            found.update(work.session.scalars(select(Application.state)))
    return found


@pytest.fixture(scope="module")
def proofs(demo_accounts: list[Account]) -> list[tuple[str, State, Proof]]:
    """Every application's newest file, examined."""
    with unit_of_work(Nobody(), OPERATOR, read_only=True) as work:
        known = {
            row.fingerprint: KnownCertificate(row.holder, row.office, row.purpose)
            for row in work.session.scalars(select(PublicCertificate))
        }
        roots = work.session.scalars(
            select(PublicCertificate.certificate_pem).where(PublicCertificate.purpose == "root")
        ).all()
    found = []
    for commission_id in _commission_ids():
        with unit_of_work(Worker(commission_id), OPERATOR, read_only=True) as work:
            rows = work.session.execute(
                select(Application.reference, Application.state, Submission.document_sha256).join(
                    Submission,
                    (Submission.application_id == Application.id)
                    & (Submission.number == Application.submission_number),
                )
            ).all()
        for row in rows:
            reading = read_signatures(read(row.document_sha256), TrustAnchors(tuple(roots)))
            proof = judge(reading, known)
            found.append((row.reference, row.state, proof))
    return found


def test_applications_end_in_every_state() -> None:
    assert set(_states()) == set(State)


def test_each_signed_file_is_genuine_although_its_certificates_may_have_expired(
    proofs: list[tuple[str, State, Proof]],
) -> None:
    assert len(proofs) > 20
    for reference, state, proof in proofs:
        is_signed = bool(proof.signatures)
        expected = Verdict.GENUINE if is_signed else Verdict.UNSIGNED
        assert (reference, proof.verdict) == (reference, expected)
        if state in SIGNATURES:
            assert (reference, len(proof.signatures)) == (reference, SIGNATURES[state])


def test_forwarded_files_are_sealed_for_decades(
    proofs: list[tuple[str, State, Proof]],
) -> None:
    sealed = [proof for _, state, proof in proofs if state is State.FORWARDED]
    assert sealed
    assert all(len(proof.timestamps) == 1 for proof in sealed)


def test_history_is_whole_and_nobody_acts_in_the_future() -> None:
    for commission_id in _commission_ids():
        with unit_of_work(Worker(commission_id), OPERATOR, read_only=True) as work:
            entries = work.session.scalars(
                select(HistoryEntry).order_by(HistoryEntry.application_id, HistoryEntry.position)
            ).all()
            chains: dict[object, list[HistoryEntry]] = {}
            for entry in entries:
                chains.setdefault(entry.application_id, []).append(entry)
            for chain in chains.values():
                assert broken_links(chain) == []
                moments = [entry.occurred_at for entry in chain]
                assert moments == sorted(moments)
                assert moments[-1] <= work.now


def test_figures_are_counted_when_the_demo_is_told() -> None:
    with unit_of_work(Coordination(), OPERATOR, read_only=True) as work:
        world = work.session.scalars(
            select(CommissionFigures.reached).where(CommissionFigures.commission_id == NETWORK_ID)
        ).all()
    assert sum(reached["started"] for reached in world) == sum(_states().values())


def test_only_the_last_days_are_told_by_mail() -> None:
    acts = mails = 0
    for commission_id in _commission_ids():
        with unit_of_work(Worker(commission_id), OPERATOR, read_only=True) as work:
            acts += len(work.session.scalars(select(HistoryEntry.id)).all())
            mails += len(work.session.scalars(select(OutboxMail.id)).all())
    assert acts > 300
    assert mails < 100


def test_accounts_have_the_password_and_signatories_a_second_factor(
    demo_accounts: list[Account],
) -> None:
    first = demo_accounts[0]
    with unit_of_work(Nobody(), OPERATOR, read_only=True) as work:
        stored = work.session.scalars(
            select(Person.password_hash).where(Person.email == first.email)
        ).one()
    assert matches(stored, first.password)
    assert all(account.email.endswith(".example") for account in demo_accounts)
    needed = {"signatory", "coordinator"}
    assert {account.role for account in demo_accounts if account.totp_secret} == needed
    assert all(account.totp_secret for account in demo_accounts if account.role in needed)


def test_one_officer_serves_two_commissions_and_one_delegate_two_cities() -> None:
    plans = read_plans()
    officers = Counter(staff.email for plan in plans for staff in plan.staff)
    delegates = Counter(city.delegate_email for plan in plans for city in plan.cities)
    assert officers["mariama.correia@westcoast.example"] == 2
    assert delegates["zawadi.chepkoech@maji-mazuri.example"] == 2


def test_the_whole_demo_tells_151_applications_of_15_commissions() -> None:
    plans = read_plans()
    assert len(plans) == 15
    assert sum(plan.applications for plan in plans) == 151


def test_a_second_load_is_refused(started_app: Flask) -> None:
    result = started_app.test_cli_runner().invoke(args=["demo", "load"])
    assert result.exit_code == 1
    assert "There are data already" in result.output


def test_list_names_state_commission_and_signature(started_app: Flask) -> None:
    result = started_app.test_cli_runner().invoke(args=["dossier", "list", "--json"])
    lines = json.loads(result.output)
    assert len(lines) == sum(_states().values())
    assert set(lines[0]) == {
        "reference",
        "state",
        "commission",
        "city",
        "mayor_signature",
        "commission_signature",
    }
    assert {line["mayor_signature"] for line in lines} == {"electronic", "paper", "none"}
    returned = started_app.test_cli_runner().invoke(
        args=["dossier", "list", "--json", "--state", "returned"]
    )
    assert {line["state"] for line in json.loads(returned.output)} == {"returned"}


def test_export_writes_the_forwarded_dossier(started_app: Flask, tmp_path: Path) -> None:
    reference = _first(started_app, "forwarded")
    result = started_app.test_cli_runner().invoke(
        args=["dossier", "export", reference.lower(), str(tmp_path)]
    )
    assert result.exit_code == 0, result.output
    assert (tmp_path / f"{reference}.pdf").read_bytes().startswith(b"%PDF-")
    assert (tmp_path / f"{reference}.zip").read_bytes().startswith(b"PK")
    assert "not been forwarded" not in result.output


def test_export_says_when_nothing_was_forwarded_yet(started_app: Flask, tmp_path: Path) -> None:
    runner = started_app.test_cli_runner()
    signed = runner.invoke(args=["dossier", "export", _first(started_app, "signed"), str(tmp_path)])
    assert signed.exit_code == 0
    assert "has not been forwarded" in signed.output
    unknown = runner.invoke(args=["dossier", "export", "KE-2027-999", str(tmp_path)])
    assert unknown.exit_code == 1
    assert "There is no application KE-2027-999." in unknown.output


def _first(app: Flask, state: str) -> str:
    result = app.test_cli_runner().invoke(args=["dossier", "list", "--json", "--state", state])
    return str(json.loads(result.output)[0]["reference"])
