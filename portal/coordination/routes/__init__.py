"""The Coordination Team's screens: one blueprint; each module holds a group of them."""

from flask import Flask

from portal.coordination.routes import (
    calls,
    commissions,
    dashboard,
    dossiers,
    inherited_settings,
    places,
)
from portal.coordination.routes.blueprint import blueprint

__all__ = [
    "calls",
    "commissions",
    "dashboard",
    "dossiers",
    "inherited_settings",
    "places",
    "register",
]


def register(app: Flask) -> None:
    """Register the screens under ``/coordination``."""
    app.register_blueprint(blueprint)
