"""The screens of accounts, one file per group."""

from flask import Flask

from config.settings import Settings
from portal.accounts import jobs
from portal.accounts.routes import (
    city_registration,
    coordination_team,
    invitations,
    language,
    profile,
    resetting,
    second_factor,
    sessions,
    signing_in,
    spaces,
)
from portal.accounts.routes.blueprint import blueprint
from portal.accounts.services import passwords
from portal.accounts.services.second_factor import use_wrapping_key

SCREENS = (invitations, profile, resetting, second_factor, sessions, signing_in, spaces)
"""They hang on the blueprint by being imported."""
JOBS = jobs
"""The worker finds them by being imported."""


def register(app: Flask) -> None:
    """Mount the screens; tell the services the key and make the first hash."""
    settings: Settings = app.config["SETTINGS"]
    use_wrapping_key(settings.wrapping_key)
    passwords.warm_up()
    app.register_blueprint(blueprint)
    app.register_blueprint(city_registration.blueprint)
    app.register_blueprint(coordination_team.blueprint)
    language.register(app)
