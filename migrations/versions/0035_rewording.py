"""Sentences that a commission says in its own words, and when it last changed them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from portal.tenancy.ownership import APP_ROLE, COORDINATION_ROLE, grants_of, policies_of

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    op.add_column(
        "commission",
        sa.Column("wording_revision", sa.BigInteger(), nullable=False, server_default="0"),
    )
    op.create_table(
        "rewording",
        sa.Column("commission_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("context", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("texts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("commission_id", "language", "key", name=op.f("pk_rewording")),
    )
    op.execute("alter table rewording enable row level security")
    op.execute("alter table rewording force row level security")
    for statement in policies_of("rewording", "public_fact").values():
        op.execute(statement)
    app, coordination = grants_of("public_fact")
    op.execute(f"grant {app} on rewording to {APP_ROLE}")
    op.execute(f"grant {coordination} on rewording to {COORDINATION_ROLE}")


def downgrade() -> None:
    op.drop_table("rewording")
    op.drop_column("commission", "wording_revision")
