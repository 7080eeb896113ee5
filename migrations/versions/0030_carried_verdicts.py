"""Verdicts carried over to a new version, for points whose matter did not change."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    op.add_column("check_point", sa.Column("carried_from", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("check_point", "carried_from")
