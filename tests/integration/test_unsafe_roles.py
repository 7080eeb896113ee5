"""The portal does not read a row through a role that could look past the policies."""

import pytest
from flask import Flask

from config.roles import DatabaseUrls
from config.scratch_database import ScratchDatabases
from portal.core.db import db
from portal.core.unit_of_work import OPERATOR, unit_of_work
from portal.tenancy.enforcement import UnsafeDatabaseRole, start_tenancy
from portal.tenancy.scope import Nobody


@pytest.mark.parametrize("who", ["superuser", "owner"])
def test_an_unsafe_role_is_refused_at_the_first_connection(
    who: str,
    started_app: Flask,
    scratch_databases: ScratchDatabases,
    database_urls: DatabaseUrls,
    database_name: str,
) -> None:
    unsafe = {
        "superuser": scratch_databases.admin_url(database_name),
        "owner": database_urls.owner,
    }[who]
    app = Flask("unsafe")
    app.config["SQLALCHEMY_DATABASE_URI"] = unsafe
    app.config["SQLALCHEMY_BINDS"] = {"coordination": database_urls.coordination}
    db.init_app(app)
    start_tenancy(app)
    try:
        with (
            app.app_context(),
            pytest.raises(UnsafeDatabaseRole, match="give it portal_app"),
            unit_of_work(Nobody(), OPERATOR) as work,
        ):
            work.session.connection()
    finally:
        with app.app_context():
            for engine in db.engines.values():
                engine.dispose()
        start_tenancy(started_app)
