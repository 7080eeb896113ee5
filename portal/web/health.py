"""Two addresses for whoever supervises the portal: is the process alive, may it get requests.

They say no more than that: what is wrong in detail is for ``flask doctor``.
"""

from flask import Blueprint, Flask, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from config.migrations import newest_revision
from portal.core.db import db

health = Blueprint("health", __name__, url_prefix="/healthz")


@health.get("/live")
def live() -> ResponseReturnValue:
    """The process answers."""
    return jsonify(status="alive")


@health.get("/ready")
def ready() -> ResponseReturnValue:
    """The database answers and has the newest migration; otherwise 503."""
    problem = _problem()
    if problem:
        return jsonify(status="not ready", reason=problem), 503
    return jsonify(status="ready")


for _view in (live, ready):
    _view.is_public = True  # type: ignore[attr-defined]  # accounts, with its mark, lies above us


def register(app: Flask) -> None:
    """Mount under ``/healthz``."""
    app.register_blueprint(health)


def _problem() -> str:
    try:
        with db.engine.connect() as connection:
            found = connection.execute(text("select version_num from alembic_version")).scalar()
    except SQLAlchemyError:
        return "database"
    return "" if found == newest_revision() else "migrations"
