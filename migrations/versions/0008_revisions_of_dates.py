"""How often and when the dates of a call changed, so that calendars follow an extension."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

TABLES = ("call", "national_window")


def upgrade() -> None:
    for table in TABLES:
        op.add_column(
            table, sa.Column("dates_revision", sa.Integer(), server_default="0", nullable=False)
        )
        op.add_column(
            table,
            sa.Column(
                "dates_changed_at",
                sa.DateTime(timezone=True),
                server_default=sa.func.now(),
                nullable=False,
            ),
        )


def downgrade() -> None:
    for table in TABLES:
        op.drop_column(table, "dates_changed_at")
        op.drop_column(table, "dates_revision")
