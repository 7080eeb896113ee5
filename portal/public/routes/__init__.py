"""The pages for everybody, one file per group."""

from flask import Flask

from portal.public.routes import applying, blank_forms, calendars, pages, readiness
from portal.public.routes.blueprint import blueprint

SCREENS = (applying, blank_forms, calendars, pages, readiness)
"""They hang on the blueprint by being imported."""


def register(app: Flask) -> None:
    """Mount the pages."""
    app.register_blueprint(blueprint)
