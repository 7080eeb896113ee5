"""The desk's screens: registers one blueprint; each module holds a group of them."""

from flask import Flask

from portal.desk.routes import (
    application,
    completion,
    decisions,
    drafts,
    inbox,
    intake,
    lateness,
    letter_text,
    letterhead,
    national_dates,
    national_values,
    people,
    place,
    return_texts,
    season_archives,
    seasons,
    set_up,
    settings,
    signing,
    signing_on_paper,
    style,
    themes,
    wording,
)
from portal.desk.routes.blueprint import blueprint

__all__ = [
    "application",
    "completion",
    "decisions",
    "drafts",
    "inbox",
    "intake",
    "lateness",
    "letter_text",
    "letterhead",
    "national_dates",
    "national_values",
    "people",
    "place",
    "register",
    "return_texts",
    "season_archives",
    "seasons",
    "set_up",
    "settings",
    "signing",
    "signing_on_paper",
    "style",
    "themes",
    "wording",
]


def register(app: Flask) -> None:
    """Register the desk under ``/c/<commission>/desk``, and the themes of all commissions."""
    app.register_blueprint(blueprint)
    app.register_blueprint(themes.blueprint)
