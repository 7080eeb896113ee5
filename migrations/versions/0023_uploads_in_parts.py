"""uploads in parts, kinds of attachments"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from portal.tenancy.ownership import APP_ROLE, grants_of, policies_of

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "attachment", sa.Column("kind", sa.Text(), server_default="other", nullable=False)
    )
    op.alter_column("attachment", "kind", server_default=None)
    op.create_table(
        "upload",
        sa.Column("commission_id", sa.Integer(), nullable=False),
        sa.Column("city_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("part_sizes", postgresql.ARRAY(sa.Integer()), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("begun_by", sa.Text(), nullable=False),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["commission_id", "city_id", "application_id"],
            ["application.commission_id", "application.city_id", "application.id"],
            name=op.f("fk_upload_commission_id_city_id_application_id_application"),
        ),
        sa.PrimaryKeyConstraint("commission_id", "id", name=op.f("pk_upload")),
    )
    op.create_index("ix_upload_application", "upload", ["commission_id", "application_id"])
    op.execute("alter table upload enable row level security")
    op.execute("alter table upload force row level security")
    for statement in policies_of("upload", "city_draft").values():
        op.execute(statement)
    app, _coordination = grants_of("city_draft")
    op.execute(f"grant {app} on upload to {APP_ROLE}")


def downgrade() -> None:
    op.drop_table("upload")
    op.drop_column("attachment", "kind")
