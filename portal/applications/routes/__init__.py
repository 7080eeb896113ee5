"""Screens of a city, of its mayor, and the files of an application."""

from flask import Flask

from portal.applications.draft_languages import direction_of, draft_languages
from portal.applications.routes import (
    attaching,
    commenting,
    comparing,
    drafting,
    files,
    freezing,
    handwritten,
    home,
    last_file,
    mandate,
    mayor,
    mayor_files,
    offline,
    own_city,
    people,
    sheets,
    tracking,
    uploading,
    with_mayor,
)
from portal.applications.routes.blueprint import blueprint

__all__ = [
    "attaching",
    "commenting",
    "comparing",
    "drafting",
    "files",
    "freezing",
    "handwritten",
    "home",
    "last_file",
    "mandate",
    "mayor",
    "mayor_files",
    "offline",
    "own_city",
    "people",
    "register",
    "sheets",
    "tracking",
    "uploading",
    "with_mayor",
]


def register(app: Flask) -> None:
    """Mount the city's screens, the mayor's pages and the files."""
    app.jinja_env.globals.update(direction_of=direction_of, draft_languages=draft_languages)
    app.register_blueprint(blueprint)
    mayor.register(app)
    files.register(app)
