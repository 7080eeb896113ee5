"""``flask verify FILE``: the verdicts of the public page about a file, on the terminal."""

import json
import sys
from contextlib import AbstractContextManager
from pathlib import Path

import click

from portal.core.unit_of_work import OPERATOR, Work, unit_of_work
from portal.tenancy.scope import Nobody
from portal.verification.services import verify_file
from portal.verification.verdicts import as_plain


@click.command("verify")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "wants_json", is_flag=True, help="Write the verdicts as JSON.")
def verify(file: Path, wants_json: bool) -> None:
    """Say whether FILE is ours, unchanged and current; ends with 1 if it is not all three."""
    found = as_plain(verify_file(file.read_bytes(), _public_work))
    if wants_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        click.echo(f"ours: {_yes(found['ours'])}")
        click.echo(f"unchanged: {_yes(found['unchanged'])}")
        click.echo(f"status: {found['status']}")
        for signature in found["signatures"]:
            validity = "valid" if signature["valid"] else "NOT VALID"
            click.echo(
                f"signed ({signature['part']}, {signature['method']}): {signature['name']},"
                f" {signature['office']}, {signature['signed_at']}: {validity}"
            )
            if signature["acting_for"]:
                click.echo(
                    "  for and on behalf of:"
                    f" {signature['acting_for']}, {signature['acting_for_office']}"
                )
            if signature["attested_by"]:
                click.echo(
                    f"  attested by: {signature['attested_by']}, {signature['attested_office']}"
                )
    is_good = found["ours"] and found["unchanged"] and found["status"] == "current"
    sys.exit(0 if is_good else 1)


def _public_work() -> AbstractContextManager[Work]:
    return unit_of_work(Nobody(), OPERATOR, read_only=True)


def _yes(value: bool) -> str:
    return "yes" if value else "no"
