"""Sheets of the signed print as they come in: files as received, and their pages."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from portal.tenancy.ownership import APP_ROLE, grants_of, policies_of

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

OWNERSHIP = {"paper_file": "city_draft", "sheet": "city_draft"}
_OF_APPLICATION = (
    ["commission_id", "city_id", "application_id"],
    ["application.commission_id", "application.city_id", "application.id"],
)


def upgrade() -> None:
    op.create_table(
        "paper_file",
        sa.Column("commission_id", sa.Integer(), nullable=False),
        sa.Column("city_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "read",
                "refused",
                name="paperstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("refusal", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("led", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("led_from", sa.Text(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            *_OF_APPLICATION,
            name=op.f("fk_paper_file_commission_id_city_id_application_id_application"),
        ),
        sa.PrimaryKeyConstraint("commission_id", "id", name=op.f("pk_paper_file")),
        sa.UniqueConstraint(
            "commission_id", "city_id", "id", name=op.f("uq_paper_file_commission_id_city_id_id")
        ),
    )
    op.create_index("ix_paper_file_submission", "paper_file", ["commission_id", "submission_id"])
    op.create_table(
        "sheet",
        sa.Column("commission_id", sa.Integer(), nullable=False),
        sa.Column("city_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "finding",
            sa.Enum(
                "own",
                "outdated",
                "foreign",
                "several",
                "unread",
                name="finding",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.Column("is_by_hand", sa.Boolean(), nullable=False),
        sa.Column("about", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("painted_sha256", sa.Text(), nullable=False),
        sa.Column("shown_sha256", sa.Text(), nullable=False),
        sa.Column("thumbnail_sha256", sa.Text(), nullable=False),
        sa.Column("turns", sa.Integer(), nullable=False),
        sa.Column("ink", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("preferred_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            *_OF_APPLICATION, name=op.f("fk_sheet_commission_id_city_id_application_id_application")
        ),
        sa.ForeignKeyConstraint(
            ["commission_id", "city_id", "file_id"],
            ["paper_file.commission_id", "paper_file.city_id", "paper_file.id"],
            name=op.f("fk_sheet_commission_id_city_id_file_id_paper_file"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("commission_id", "id", name=op.f("pk_sheet")),
    )
    op.create_index("ix_sheet_submission", "sheet", ["commission_id", "submission_id"])
    op.create_index("ix_sheet_file", "sheet", ["commission_id", "file_id"])
    for table, ownership in OWNERSHIP.items():
        op.execute(f"alter table {table} enable row level security")
        op.execute(f"alter table {table} force row level security")
        for statement in policies_of(table, ownership).values():
            op.execute(statement)
        op.execute(f"grant {grants_of(ownership)[0]} on {table} to {APP_ROLE}")


def downgrade() -> None:
    op.drop_table("sheet")
    op.drop_table("paper_file")
