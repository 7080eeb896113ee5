"""Anybody may read that a call closes later or earlier than announced, and why."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

_TABLES = ("call", "national_window")


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    for table in _TABLES:
        op.add_column(table, sa.Column("closes_before", sa.DateTime(timezone=True), nullable=True))
        op.add_column(
            table, sa.Column("change_reason", sa.Text(), nullable=False, server_default="")
        )


def downgrade() -> None:
    for table in _TABLES:
        op.drop_column(table, "change_reason")
        op.drop_column(table, "closes_before")
