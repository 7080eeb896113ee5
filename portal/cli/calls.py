"""``flask calls``: list, create and extend rounds of application."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import click
from flask.cli import AppGroup
from sqlalchemy import select

from portal.calls.models import Call, CallMode
from portal.calls.services import (
    NewCall,
    create_call,
    extend_call,
    form_definition,
    store_form_version,
    store_guiding_documents,
)
from portal.core.errors import PortalError
from portal.core.unit_of_work import OPERATOR, unit_of_work
from portal.tenancy.scope import Network

HAMBURG = ZoneInfo("Europe/Berlin")
"""Where the Coordination Team works: its deadlines are days there."""
DAY = click.DateTime(["%Y-%m-%d"])

calls = AppGroup("calls", help="Keep the rounds of application.")


@calls.command("list")
def list_calls() -> None:
    """All calls with their dates, newest first."""
    with unit_of_work(Network(), OPERATOR, read_only=True) as work:
        rows = work.session.scalars(select(Call).order_by(Call.opens_at.desc(), Call.code)).all()
    for call in rows:
        click.echo(
            f"{call.code}: cities {_day(call.opens_at)} to {_day(call.closes_at)},"
            f" commissions to {_day(call.commissions_close_at)}, {call.mode}"
        )


@calls.command("create")
@click.argument("code")
@click.option("--title", required=True, help="Title in English.")
@click.option("--opens", required=True, type=DAY, help="First day for cities.")
@click.option("--closes", required=True, type=DAY, help="Last day for cities.")
@click.option("--commissions-close", required=True, type=DAY, help="Last day for commissions.")
@click.option("--mode", default="registration", type=click.Choice([str(mode) for mode in CallMode]))
@click.option("--quota", type=click.IntRange(min=1), help="Places per commission.")
def create(
    code: str,
    title: str,
    opens: datetime,
    closes: datetime,
    commissions_close: datetime,
    mode: str,
    quota: int | None,
) -> None:
    """Create a call with the form and the guiding documents that come with the portal."""
    try:
        with unit_of_work(Network(), OPERATOR) as work:
            form = store_form_version(work, form_definition())
            documents = store_guiding_documents(work)
            create_call(
                work,
                NewCall(
                    code=code,
                    titles={"en": title},
                    opens_at=_begins(opens),
                    closes_at=_ends(closes),
                    commissions_close_at=_ends(commissions_close),
                    form_version_id=form.id,
                    mode=CallMode(mode),
                    quota=quota,
                    guiding_document_ids=documents,
                ),
            )
    except PortalError as error:
        raise click.ClickException(str(error.message)) from error
    click.echo(f"Created call {code}.")


@calls.command("extend")
@click.argument("code")
@click.option("--closes", required=True, type=DAY, help="New last day for cities.")
@click.option("--commissions-close", required=True, type=DAY, help="New last day for commissions.")
@click.option("--reason", required=True, help="Why: everybody concerned reads it in a mail.")
def extend(code: str, closes: datetime, commissions_close: datetime, reason: str) -> None:
    """Give more time to all; every commission's dates follow, and everybody is told."""
    try:
        with unit_of_work(Network(), OPERATOR) as work:
            call_id = work.session.scalar(select(Call.id).where(Call.code == code))
            if call_id is None:
                raise click.ClickException(f"There is no call {code}.")
            extend_call(
                work,
                call_id,
                closes_at=_ends(closes),
                commissions_close_at=_ends(commissions_close),
                reason=reason,
            )
    except PortalError as error:
        raise click.ClickException(str(error.message)) from error
    click.echo(f"Call {code} now closes on {closes.date().isoformat()}.")


def _begins(day: datetime) -> datetime:
    return datetime.combine(day.date(), time.min, HAMBURG).astimezone(UTC)


def _ends(day: datetime) -> datetime:
    return _begins(day + timedelta(days=1)) - timedelta(seconds=1)


def _day(moment: datetime) -> str:
    return moment.astimezone(HAMBURG).date().isoformat()
