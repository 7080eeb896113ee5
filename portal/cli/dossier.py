"""``flask dossier``: what an operator sees of all applications, and their files for the archive.

Reads one commission after the other, each in its own scope; changes nothing.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import click
from flask.cli import AppGroup
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import aliased

from portal.applications.models import Application, Submission
from portal.applications.services.forwarding import attached_files
from portal.applications.workflow import State
from portal.commissions.models import Commission
from portal.core.unit_of_work import OPERATOR, Work, unit_of_work
from portal.documents.dossier import build_dossier
from portal.documents.models import Document, DocumentKind
from portal.documents.shelf import read
from portal.signing.models import Part, Signature
from portal.tenancy.scope import Nobody, Worker

dossier = AppGroup("dossier", help="List applications and export their files.")
_NOT_FORWARDED = (
    "This archive was put together by an operator. The application has not been forwarded: it is"
    " no dossier yet, and signatures may be missing."
)


@dataclass(frozen=True)
class Line:
    """One application in the list."""

    reference: str
    state: str
    commission: str
    city: str
    mayor_signature: str
    """``electronic``, ``paper`` or ``none``."""
    commission_signature: str
    """The same for Part 2."""


@dossier.command("list")
@click.option("--state", type=click.Choice([str(state) for state in State]))
@click.option("--json", "wants_json", is_flag=True, help="Write the list as JSON.")
def list_dossiers(state: str | None, wants_json: bool) -> None:
    """List reference, state, commission, city and how mayor and commission signed."""
    lines = [
        line
        for commission_id, code in _commissions()
        for line in _lines(commission_id, code, State(state) if state else None)
    ]
    if wants_json:
        click.echo(json.dumps([asdict(line) for line in lines], ensure_ascii=False, indent=1))
        return
    for line in lines:
        click.echo(
            f"{line.reference:<16} {line.state:<15} {line.commission:<6}"
            f" {line.mayor_signature:<11} {line.commission_signature:<11} {line.city}"
        )


@dossier.command("export")
@click.argument("reference")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def export(reference: str, folder: Path) -> None:
    """Write the newest PDF and the ZIP of REFERENCE into FOLDER."""
    reference = reference.strip().upper()
    with _worker_of(reference) as work:
        application, submission = _current(work, reference)
        pdf = read(submission.document_sha256)
        archive = _forwarded_archive(work, submission)
        is_forwarded = archive is not None
        if archive is None:
            archive = _archive_of_what_exists(application, submission, pdf)
        state = str(application.state)
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in ((f"{reference}.pdf", pdf), (f"{reference}.zip", archive)):
        (folder / name).write_bytes(content)
        click.echo(str(folder / name))
    if not is_forwarded:
        click.echo(
            f"{reference} has not been forwarded ({state}): the archive holds what exists so far.",
            err=True,
        )


def _commissions() -> list[tuple[int, str]]:
    with unit_of_work(Nobody(), OPERATOR, read_only=True) as work:
        rows = work.session.execute(
            select(Commission.commission_id, Commission.code).order_by(Commission.code)
        )
        return [(row.commission_id, row.code) for row in rows]


def _lines(commission_id: int, code: str, state: State | None) -> list[Line]:
    by_mayor, by_commission = aliased(Signature), aliased(Signature)
    statement = (
        select(
            Application.reference,
            Application.state,
            Application.city_name,
            by_mayor.method.label("mayor"),
            by_commission.method.label("commission"),
        )
        .outerjoin(
            Submission,
            (Submission.commission_id == Application.commission_id)
            & (Submission.application_id == Application.id)
            & (Submission.number == Application.submission_number),
        )
        .outerjoin(by_mayor, _signs(by_mayor, Part.MAYOR))
        .outerjoin(by_commission, _signs(by_commission, Part.COMMISSION))
        .order_by(Application.reference, Application.id)
    )
    if state is not None:
        statement = statement.where(Application.state == state)
    with unit_of_work(Worker(commission_id), OPERATOR, read_only=True) as work:
        return [
            Line(
                reference=row.reference,
                state=str(row.state),
                commission=code,
                city=row.city_name,
                mayor_signature=str(row.mayor or "none"),
                commission_signature=str(row.commission or "none"),
            )
            for row in work.session.execute(statement)
        ]


def _signs(signature: type[Signature], part: Part) -> ColumnElement[bool]:
    return (
        (signature.commission_id == Submission.commission_id)
        & (signature.submission_id == Submission.id)
        & (signature.part == part)
        & signature.voided_at.is_(None)
    )


@contextmanager
def _worker_of(reference: str) -> Iterator[Work]:
    """The space of the commission whose code begins the reference."""
    code = reference.rsplit("-", 2)[0].lower()
    commission_id = {code: number for number, code in _commissions()}.get(code)
    if commission_id is None:
        raise _unknown(reference)
    with unit_of_work(Worker(commission_id), OPERATOR, read_only=True) as work:
        yield work


def _current(work: Work, reference: str) -> tuple[Application, Submission]:
    """The application and its newest frozen version."""
    application = work.session.scalars(
        select(Application).where(Application.reference == reference)
    ).first()
    if application is None:
        raise _unknown(reference)
    submission = work.session.scalars(
        select(Submission)
        .where(Submission.application_id == application.id)
        .order_by(Submission.number.desc())
        .limit(1)
    ).first()
    if submission is None:
        raise click.ClickException(f"{reference} is a draft: nothing has been frozen yet.")
    return application, submission


def _forwarded_archive(work: Work, submission: Submission) -> bytes | None:
    sha256 = work.session.scalar(
        select(Document.sha256)
        .where(Document.submission_id == submission.id, Document.kind == DocumentKind.DOSSIER)
        .order_by(Document.created_at.desc(), Document.id.desc())
        .limit(1)
    )
    return None if sha256 is None else read(sha256)


def _archive_of_what_exists(application: Application, submission: Submission, pdf: bytes) -> bytes:
    facts = {
        "city": application.city_name,
        "state": str(application.state),
        "submission": submission.number,
        "is_forwarded": False,
    }
    return build_dossier(
        application.reference, pdf, attached_files(submission), facts, readme=_NOT_FORWARDED
    )


def _unknown(reference: str) -> click.ClickException:
    return click.ClickException(f"There is no application {reference}.")
