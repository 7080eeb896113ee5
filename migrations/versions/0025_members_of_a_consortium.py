"""A member that is a consortium names its municipalities in the register."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    json_list = postgresql.JSONB(astext_type=sa.Text())
    op.add_column("member", sa.Column("partners", json_list, nullable=False, server_default="[]"))
    op.alter_column("member", "partners", server_default=None)


def downgrade() -> None:
    op.drop_column("member", "partners")
