"""Who moved the dates of a call, when and why."""

import sqlalchemy as sa
from alembic import op

from portal.tenancy.ownership import APP_ROLE, grants_of, policies_of

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    op.create_table(
        "dates_change",
        sa.Column("commission_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("opens_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("commissions_close_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("commissions_close_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["call_id"], ["call.id"], name=op.f("fk_dates_change_call_id_call")
        ),
        sa.PrimaryKeyConstraint("commission_id", "id", name=op.f("pk_dates_change")),
    )
    op.create_index(
        "ix_dates_change_call", "dates_change", ["commission_id", "call_id", "changed_at"]
    )
    op.execute("alter table dates_change enable row level security")
    op.execute("alter table dates_change force row level security")
    for statement in policies_of("dates_change", "commission_paper").values():
        op.execute(statement)
    app, _ = grants_of("commission_paper")
    op.execute(f"grant {app} on dates_change to {APP_ROLE}")


def downgrade() -> None:
    op.drop_table("dates_change")
