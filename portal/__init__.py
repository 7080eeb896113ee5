"""The Learning Cities Portal. ``create_app`` is a table of what it is made of."""

from importlib import import_module
from urllib.parse import urlsplit

from flask import Flask
from flask_babel import Babel
from flask_htmx import HTMX
from flask_wtf import CSRFProtect

from config.settings import Settings, load_settings
from config.web_server import THREADS
from portal.core.db import db
from portal.core.i18n import remember_translations
from portal.web.addresses import Portal
from portal.web.session_cookie import SessionCookie
from portal.web.templating import start_templating

FEATURES = (
    "portal.web.health",
    "portal.web.styleguide",
    "portal.web.page",
    "portal.web.unsent",
    "portal.accounts.page_context",
    "portal.accounts.routes",
    "portal.applications.routes",
    "portal.desk.routes",
    "portal.coordination.routes",
    "portal.members.routes",
    "portal.verification.routes",
    "portal.notifications.routes",
    "portal.public.routes",
)
"""Modules with ``register(app)``: blueprints with their prefixes, in order of registration."""
SECOND_CONNECTIONS = THREADS
"""One for each thread of a web process: signing and counting tries open a second, short unit of
work within the first. If each thread held its first and none could have a second, all would wait.
"""


def create_app(settings: Settings | None = None) -> Flask:
    """The WSGI application. Raises SettingsError if a setting is missing or wrong."""
    settings = settings or load_settings()
    is_https = settings.base_url.startswith("https://")
    app = Portal("portal", template_folder="web/templates", static_folder=None)
    app.config.from_mapping(
        SETTINGS=settings,
        SECRET_KEY=settings.secret_key,
        DEBUG=settings.debug,
        TESTING=settings.environment == "test",
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_BINDS={"coordination": settings.coordination_database_url},
        SQLALCHEMY_ENGINE_OPTIONS={
            "pool_size": settings.pool_size,
            "max_overflow": SECOND_CONNECTIONS,
        },
        BABEL_TRANSLATION_DIRECTORIES="../translations",
        TRUSTED_HOSTS=_trusted_hosts(settings),
        MAX_CONTENT_LENGTH=40 * 1024 * 1024,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=is_https,
        SESSION_COOKIE_NAME="__Host-portal_session" if is_https else "portal_session",
        WTF_CSRF_TIME_LIMIT=None,
    )
    app.session_interface = SessionCookie()
    start_templating(app)
    db.init_app(app)
    HTMX(app)
    CSRFProtect(app)
    _start(app)
    for module in FEATURES:
        import_module(module).register(app)
    return app


def _trusted_hosts(settings: Settings) -> list[str] | None:
    """In production our own host, and this machine for whoever probes it; elsewhere any.

    Development is opened by the name or number a machine happens to have.
    """
    if settings.environment != "production":
        return None
    return [urlsplit(settings.base_url).hostname or "localhost", "localhost", "127.0.0.1"]


def _start(app: Flask) -> None:
    """Start what all requests share, in the order in which it matters."""
    from portal import models, subscriptions  # noqa: F401 - needs the app's modules
    from portal.accounts.access import start_access
    from portal.accounts.page_context import choose_locale
    from portal.cli import register_commands
    from portal.commissions.gazetteer import use_gazetteer
    from portal.documents.shelf import use_storage
    from portal.documents.storage import Storage
    from portal.signing.keyring import start_signing
    from portal.tenancy.enforcement import start_tenancy
    from portal.web.assets import start_assets
    from portal.web.compression import start_compression
    from portal.web.error_pages import register_error_pages
    from portal.web.proxies import trust_proxies
    from portal.web.security_headers import start_security_headers

    Babel(app, locale_selector=choose_locale)
    remember_translations(app)
    settings: Settings = app.config["SETTINGS"]
    start_tenancy(app)
    use_storage(Storage(settings.storage_url or settings.var_dir / "files"))
    use_gazetteer(settings.places_file)
    start_signing(settings)
    start_access(app)
    trust_proxies(app, settings.trusted_proxies)
    start_assets(app)
    register_error_pages(app)
    start_security_headers(app)
    start_compression(app)
    subscriptions.subscribe_all()
    register_commands(app)
