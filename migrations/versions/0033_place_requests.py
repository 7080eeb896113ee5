"""A commission asks for a place beyond its quota; the Coordination Team answers with a reason."""

import sqlalchemy as sa
from alembic import op

from portal.tenancy.ownership import APP_ROLE, COORDINATION_ROLE, grants_of, policies_of

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    answer = sa.Enum(
        "open",
        "granted",
        "refused",
        name="placeanswer",
        native_enum=False,
        create_constraint=True,
        length=40,
    )
    op.create_table(
        "place_request",
        sa.Column("commission_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", answer, nullable=False),
        sa.Column("answer_reason", sa.Text(), nullable=False),
        sa.Column("answered_by", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_place_request_has_reason")),
        sa.CheckConstraint(
            "(answer = 'open') = (answered_at is null)"
            " and (answer = 'open' or answer_reason <> '')",
            name=op.f("ck_place_request_answer_has_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["call_id"], ["call.id"], name=op.f("fk_place_request_call_id_call")
        ),
        sa.ForeignKeyConstraint(
            ["commission_id", "application_id"],
            ["application.commission_id", "application.id"],
            name=op.f("fk_place_request_commission_id_application_id_application"),
        ),
        sa.PrimaryKeyConstraint("commission_id", "id", name=op.f("pk_place_request")),
    )
    op.create_index(
        "uq_place_request_open",
        "place_request",
        ["commission_id", "application_id"],
        unique=True,
        postgresql_where=sa.text("answer = 'open'"),
    )
    op.create_index(
        "ix_place_request_application",
        "place_request",
        ["commission_id", "application_id", "asked_at"],
    )
    op.execute("alter table place_request enable row level security")
    op.execute("alter table place_request force row level security")
    for statement in policies_of("place_request", "commission_figure").values():
        op.execute(statement)
    app, coordination = grants_of("commission_figure")
    op.execute(f"grant {app} on place_request to {APP_ROLE}")
    op.execute(f"grant {coordination} on place_request to {COORDINATION_ROLE}")


def downgrade() -> None:
    op.drop_table("place_request")
