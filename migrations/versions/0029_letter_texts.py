"""Texts of letters in a commission's own words, every version kept."""

import sqlalchemy as sa
from alembic import op

from portal.tenancy.ownership import APP_ROLE, grants_of, policies_of

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "letter_text",
        sa.Column("commission_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by", sa.Text(), nullable=False),
        sa.CheckConstraint("version > 0", name=op.f("ck_letter_text_version_counts")),
        sa.PrimaryKeyConstraint("commission_id", "id", name=op.f("pk_letter_text")),
        sa.UniqueConstraint(
            "commission_id",
            "kind",
            "language",
            "version",
            name=op.f("uq_letter_text_commission_id_kind_language_version"),
        ),
    )
    op.execute("alter table letter_text enable row level security")
    op.execute("alter table letter_text force row level security")
    for statement in policies_of("letter_text", "commission_paper").values():
        op.execute(statement)
    app, _coordination = grants_of("commission_paper")
    op.execute(f"grant {app} on letter_text to {APP_ROLE}")


def downgrade() -> None:
    op.drop_table("letter_text")
