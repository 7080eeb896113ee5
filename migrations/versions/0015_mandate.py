"""The mayor's mandate of whoever applies for a city."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from portal.tenancy.ownership import APP_ROLE, grants_of, policies_of

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mandate",
        sa.Column("commission_id", sa.Integer(), nullable=False),
        sa.Column("city_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column(
            "applicant",
            sa.Enum(
                "authority",
                "representative",
                name="applicant",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("holder_name", sa.Text(), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("mayor_name", sa.Text(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("sha256", sa.Text(), nullable=True),
        sa.Column("shown_sha256s", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["commission_id", "city_id", "application_id"],
            ["application.commission_id", "application.city_id", "application.id"],
            name=op.f("fk_mandate_commission_id_city_id_application_id_application"),
        ),
        sa.PrimaryKeyConstraint("commission_id", "id", name=op.f("pk_mandate")),
        sa.UniqueConstraint(
            "commission_id", "application_id", name=op.f("uq_mandate_commission_id_application_id")
        ),
    )
    op.execute("alter table mandate enable row level security")
    op.execute("alter table mandate force row level security")
    for statement in policies_of("mandate", "city_draft").values():
        op.execute(statement)
    op.execute(f"grant {grants_of('city_draft')[0]} on mandate to {APP_ROLE}")


def downgrade() -> None:
    op.drop_table("mandate")
