"""last file and national values"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from portal.tenancy.ownership import APP_ROLE, COORDINATION_ROLE, grants_of, policies_of

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("application", sa.Column("copied_from_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_application_commission_id_city_id_copied_from_id_application"),
        "application",
        "application",
        ["commission_id", "city_id", "copied_from_id"],
        ["commission_id", "city_id", "id"],
    )
    op.create_table(
        "national_values",
        sa.Column("commission_id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("answers", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("document_kinds", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["call_id"], ["call.id"], name=op.f("fk_national_values_call_id_call")
        ),
        sa.PrimaryKeyConstraint("commission_id", "call_id", name=op.f("pk_national_values")),
    )
    op.execute("alter table national_values enable row level security")
    op.execute("alter table national_values force row level security")
    for statement in policies_of("national_values", "public_fact").values():
        op.execute(statement)
    app, coordination = grants_of("public_fact")
    op.execute(f"grant {app} on national_values to {APP_ROLE}")
    op.execute(f"grant {coordination} on national_values to {COORDINATION_ROLE}")


def downgrade() -> None:
    op.drop_table("national_values")
    op.drop_constraint(
        op.f("fk_application_commission_id_city_id_copied_from_id_application"), "application"
    )
    op.drop_column("application", "copied_from_id")
