"""``flask demo load``: demo data, or very many applications for measuring."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click
from flask import current_app
from flask.cli import AppGroup
from tqdm import tqdm

from config.settings import Settings
from portal.core.errors import PortalError
from portal.demo.bulk import load_many
from portal.demo.loading import load_demo, write_accounts
from portal.demo.plan import read_plans, shortened

MOST_PROCESSES = 4

demo = AppGroup("demo", help="Load demo data. Never in production.")


@demo.command("load")
@click.option(
    "--applications",
    type=click.IntRange(1, 1_000_000),
    help="So many plain applications for measuring, instead of the demo.",
)
@click.option("--commission", help="Code of the one commission that gets all of them.")
@click.option(
    "--only",
    type=click.IntRange(1, 150),
    help="At most so many applications of the demo: quicker, not every story is told.",
)
def load(applications: int | None, commission: str | None, only: int | None) -> None:
    """Load the demo: 15 commissions, 151 applications, accounts in var/demo.json."""
    from portal import create_app  # the application imports its commands

    settings: Settings = current_app.config["SETTINGS"]
    if commission and applications is None:
        raise click.UsageError("--commission goes with --applications.")
    with _told():
        if applications is not None:
            with _bar("applications") as begin:
                count = load_many(settings, applications, commission=commission, begin=begin)
            click.echo(f"{applications} applications in {count} commissions.")
            return
        plans = read_plans() if only is None else shortened(read_plans(), only)
        with _bar("acts") as begin:
            accounts = load_demo(
                settings,
                plans,
                processes=min(MOST_PROCESSES, os.cpu_count() or 1),
                begin=begin,
                make_app=create_app,
            )
    path = settings.var_dir / "demo.json"
    write_accounts(path, settings.base_url, accounts)
    told = sum(plan.applications for plan in plans)
    click.echo(f"{told} applications of {len(plans)} commissions; accounts are in {path}")


@contextmanager
def _bar(unit: str) -> Iterator[Callable[[int], Callable[[int], None]]]:
    """A progress bar that begins when its length is known."""
    bar = tqdm(total=0, unit=f" {unit}", file=sys.stderr, mininterval=0.3, delay=0.1)

    def begin(total: int) -> Callable[[int], None]:
        bar.reset(total=total)

        def advance(count: int) -> None:
            bar.update(count)

        return advance

    try:
        yield begin
    finally:
        bar.close()


@contextmanager
def _told() -> Iterator[None]:
    """Turn an expected error into one line on the terminal."""
    try:
        yield
    except PortalError as error:
        raise click.ClickException(str(error.message)) from error
