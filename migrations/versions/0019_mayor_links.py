"""Reminders to mayors: which links were mailed to bring an open one to mind."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "mayor_link",
        sa.Column("is_reminder", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.alter_column("mayor_link", "is_reminder", server_default=None)


def downgrade() -> None:
    op.drop_column("mayor_link", "is_reminder")
