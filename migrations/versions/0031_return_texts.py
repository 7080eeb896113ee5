"""A commission's own texts with which it asks cities for completion."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from portal.tenancy.ownership import APP_ROLE, grants_of, policies_of

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "return_text",
        sa.Column("commission_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("wordings", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("commission_id", "id", name=op.f("pk_return_text")),
        sa.UniqueConstraint(
            "commission_id", "title", name=op.f("uq_return_text_commission_id_title")
        ),
    )
    op.execute("alter table return_text enable row level security")
    op.execute("alter table return_text force row level security")
    for statement in policies_of("return_text", "commission_paper").values():
        op.execute(statement)
    op.execute(f"grant {grants_of('commission_paper')[0]} on return_text to {APP_ROLE}")


def downgrade() -> None:
    op.drop_table("return_text")
