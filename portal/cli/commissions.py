"""``flask commissions``: load the directory, add, close and reopen a commission."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

import click
from flask.cli import AppGroup
from sqlalchemy import select

from portal.commissions import directory
from portal.commissions.models import Commission, Region, Standing
from portal.core.errors import PortalError
from portal.core.unit_of_work import OPERATOR, Work, unit_of_work
from portal.tenancy.scope import Network

commissions = AppGroup("commissions", help="Keep the directory of commissions.")


@commissions.command("load")
def load() -> None:
    """Add the commissions that are missing and refresh facts about their countries."""
    with unit_of_work(Network(), OPERATOR) as work:
        loaded = directory.load_directory(work)
    click.echo(f"{loaded.added} commissions added, {loaded.refreshed} refreshed.")


@commissions.command("add")
@click.argument("code")
@click.option("--country", required=True, help="Two letters of the country, such as BE.")
@click.option("--name", required=True, help="Official name of the commission.")
@click.option("--region", required=True, type=click.Choice([str(region) for region in Region]))
@click.option(
    "--standing",
    default=str(Standing.MEMBER),
    type=click.Choice([str(standing) for standing in Standing]),
)
@click.option("--languages", required=True, help="Language codes, the first is the default.")
@click.option("--official-language", default="en", type=click.Choice(["en", "fr"]))
@click.option("--time-zone", required=True, help="Such as Europe/Brussels.")
def add(
    code: str,
    country: str,
    name: str,
    region: str,
    standing: str,
    languages: str,
    official_language: str,
    time_zone: str,
) -> None:
    """Add a commission that the directory does not know."""
    with _told(), unit_of_work(Network(), OPERATOR) as work:
        number = directory.add_commission(
            work,
            code,
            country=country,
            name=name,
            region=Region(region),
            standing=Standing(standing),
            languages=tuple(languages.split()),
            official_language=official_language,
            time_zone=time_zone,
        )
    click.echo(f"Added {code} with number {number}.")


@commissions.command("close")
@click.argument("code")
@click.option("--on", "closes_on", required=True, type=click.DateTime(["%Y-%m-%d"]))
@click.option("--reason", required=True)
def close(code: str, closes_on: datetime, reason: str) -> None:
    """Make a commission's space read only after a day."""
    last_day: date = closes_on.date()
    with _told(), unit_of_work(Network(), OPERATOR) as work:
        directory.close_commission(work, _number_of(work, code), closes_on=last_day, reason=reason)
    click.echo(f"{code} can be changed until {last_day.isoformat()}, then only read.")


@commissions.command("reopen")
@click.argument("code")
def reopen(code: str) -> None:
    """Take the closing of a commission's space back."""
    with _told(), unit_of_work(Network(), OPERATOR) as work:
        directory.reopen_commission(work, _number_of(work, code))
    click.echo(f"{code} is open again.")


@contextmanager
def _told() -> Iterator[None]:
    """Turn an expected error into one line on the terminal."""
    try:
        yield
    except PortalError as error:
        raise click.ClickException(str(error.message)) from error


def _number_of(work: Work, code: str) -> int:
    number = work.session.scalar(
        select(Commission.commission_id).where(Commission.code == code.lower())
    )
    if number is None:
        raise click.ClickException(f"There is no commission {code}.")
    return number
