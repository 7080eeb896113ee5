"""Runs migrations as the owner role, which the portal itself never uses."""

from alembic import context
from sqlalchemy import create_engine

from config.settings import SettingsError, load_settings
from portal.core.db import db
from portal.models import ALL_MODELS

assert ALL_MODELS


def run() -> None:
    url = (
        context.get_x_argument(as_dictionary=True).get("url") or load_settings().owner_database_url
    )
    if not url:
        raise SettingsError("OWNER_DATABASE_URL is not set: migrations run as the owner role")
    engine = create_engine(url)
    with engine.connect() as connection:
        connection.exec_driver_sql("set lock_timeout = '5s'")
        connection.exec_driver_sql("set statement_timeout = '15min'")
        connection.commit()
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            compare_type=True,
            include_name=lambda name, kind, _parents: (
                kind != "table" or not str(name).startswith("procrastinate")
            ),
        )
        with context.begin_transaction():
            context.run_migrations()
    engine.dispose()


run()
