"""``flask places``: build the file from which names of places are proposed."""

import click
from flask import current_app
from flask.cli import AppGroup

from config.settings import Settings
from portal.commissions.gazetteer_file import build_gazetteer

places = AppGroup("places", help="Keep the names of places that are proposed to cities.")


@places.command("build")
def build() -> None:
    """Write the file of places from the installed package of GeoNames' data."""
    settings: Settings = current_app.config["SETTINGS"]
    count = build_gazetteer(settings.places_file)
    click.echo(f"{count} places are in {settings.places_file}.")
