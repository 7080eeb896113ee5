"""The pieces of the portal that mail needs: database, languages, storage, worker."""

from flask import Flask
from flask_babel import Babel
from werkzeug.routing import Map, Rule

from config.settings import Settings, load_settings
from portal import models
from portal.cli import worker
from portal.core.db import db
from portal.documents.shelf import use_storage
from portal.documents.storage import Storage
from portal.notifications import sending
from portal.notifications.addresses import Addresses
from portal.notifications.notices import use_addresses
from portal.tenancy.enforcement import start_tenancy

assert models.ALL_MODELS

PAGES = Map(
    [
        Rule("/c/<commission>/my/<reference>", endpoint="city.task_list"),
        Rule("/c/<commission>/my/<reference>/tracker", endpoint="city.tracker"),
        Rule("/c/<commission>/desk/<reference>", endpoint="desk.application"),
        Rule("/coordination/<commission>/<reference>", endpoint="coordination.application"),
        Rule("/mayor/<commission>/<token>", endpoint="mayor.open"),
        Rule("/invitation/<secret>", endpoint="accounts.accept"),
        Rule("/reset/<secret>", endpoint="accounts.reset"),
    ]
)
"""Pages that mails link to, as far as these tests need them."""


def create_app(settings: Settings | None = None) -> Flask:
    """An application with nothing but what jobs stand on."""
    settings = settings or load_settings()
    app = Flask("portal")
    app.config.from_mapping(
        SETTINGS=settings,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_BINDS={"coordination": settings.coordination_database_url},
        SQLALCHEMY_ENGINE_OPTIONS={"pool_size": 4},
        BABEL_TRANSLATION_DIRECTORIES="../translations",
    )
    db.init_app(app)
    Babel(app)
    start_tenancy(app)
    use_storage(Storage(settings.var_dir / "files"))
    sending.use_settings(settings)
    use_addresses(Addresses(PAGES, "https://portal.example"))
    app.cli.add_command(worker.worker)
    return app
