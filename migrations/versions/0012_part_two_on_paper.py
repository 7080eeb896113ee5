"""Part 2 on paper: the commission's way of signing, its scans, and who attested what."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from portal.tenancy.ownership import APP_ROLE, grants_of, policies_of

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

TABLE, OWNERSHIP = "endorsement_scan", "commission_paper"


def upgrade() -> None:
    op.add_column(
        "commission",
        sa.Column(
            "signature_method",
            sa.Enum(
                "electronic",
                "paper",
                "both",
                name="signaturemethod",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
            server_default="both",
        ),
    )
    op.alter_column("commission", "signature_method", server_default=None)
    for column in ("attested_by", "attested_office"):
        op.add_column("signature", sa.Column(column, sa.Text(), nullable=False, server_default=""))
        op.alter_column("signature", column, server_default=None)
    op.add_column("signature", sa.Column("written_on", sa.Date(), nullable=True))
    op.create_table(
        TABLE,
        sa.Column("commission_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("document_sha256", sa.Text(), nullable=False),
        sa.Column("scan_sha256", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("shown_sha256s", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("part_two_page", sa.Integer(), nullable=False),
        sa.Column("uploaded_by", sa.Text(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attested_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["commission_id", "application_id"],
            ["application.commission_id", "application.id"],
            name=op.f("fk_endorsement_scan_commission_id_application_id_application"),
        ),
        sa.PrimaryKeyConstraint("commission_id", "id", name=op.f("pk_endorsement_scan")),
    )
    op.create_index(
        "ix_endorsement_scan_application", TABLE, ["commission_id", "application_id", "uploaded_at"]
    )
    op.execute(f"alter table {TABLE} enable row level security")
    op.execute(f"alter table {TABLE} force row level security")
    for statement in policies_of(TABLE, OWNERSHIP).values():
        op.execute(statement)
    op.execute(f"grant {grants_of(OWNERSHIP)[0]} on {TABLE} to {APP_ROLE}")


def downgrade() -> None:
    op.drop_table(TABLE)
    for column in ("written_on", "attested_office", "attested_by"):
        op.drop_column("signature", column)
    op.drop_column("commission", "signature_method")
