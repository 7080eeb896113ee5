"""Remarks of a commission's officers beside the fields of a draft, and the city's answers."""

import sqlalchemy as sa
from alembic import op

from portal.tenancy.ownership import APP_ROLE, grants_of, policies_of

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

_OF_APPLICATION = (
    ["commission_id", "city_id", "application_id"],
    ["application.commission_id", "application.city_id", "application.id"],
)


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    op.create_table(
        "draft_remark",
        sa.Column("commission_id", sa.Integer(), nullable=False),
        sa.Column("city_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("section", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("answers_to", sa.Uuid(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("is_from_city", sa.Boolean(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("author_name", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_by", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(resolved_at is null) = (resolved_by = '')",
            name=op.f("ck_draft_remark_resolved_by_somebody"),
        ),
        sa.CheckConstraint(
            "answers_to is not null or not is_from_city",
            name=op.f("ck_draft_remark_city_answers"),
        ),
        sa.ForeignKeyConstraint(
            *_OF_APPLICATION,
            name=op.f("fk_draft_remark_commission_id_city_id_application_id_application"),
        ),
        sa.ForeignKeyConstraint(
            ["commission_id", "city_id", "answers_to"],
            ["draft_remark.commission_id", "draft_remark.city_id", "draft_remark.id"],
            name=op.f("fk_draft_remark_commission_id_city_id_answers_to_draft_remark"),
        ),
        sa.PrimaryKeyConstraint("commission_id", "id", name=op.f("pk_draft_remark")),
        sa.UniqueConstraint(
            "commission_id", "city_id", "id", name=op.f("uq_draft_remark_commission_id_city_id_id")
        ),
    )
    op.create_index(
        "ix_draft_remark_application",
        "draft_remark",
        ["commission_id", "application_id", "section"],
    )
    op.create_index(
        "ix_draft_remark_untold",
        "draft_remark",
        ["commission_id", "written_at"],
        postgresql_where=sa.text("told_at is null"),
    )
    op.execute("alter table draft_remark enable row level security")
    op.execute("alter table draft_remark force row level security")
    for statement in policies_of("draft_remark", "city_draft").values():
        op.execute(statement)
    op.execute(f"grant {grants_of('city_draft')[0]} on draft_remark to {APP_ROLE}")


def downgrade() -> None:
    op.drop_table("draft_remark")
