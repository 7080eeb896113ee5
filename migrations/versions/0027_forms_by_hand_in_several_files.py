"""A form filled in by hand may come as several files; each is kept as it was received."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    json_list = postgresql.JSONB(astext_type=sa.Text())
    op.add_column("paper_form", sa.Column("files", json_list, nullable=False, server_default="[]"))
    op.alter_column("paper_form", "files", server_default=None)


def downgrade() -> None:
    op.drop_column("paper_form", "files")
