"""The commission's letter about its endorsement, and the pictures of its letterhead."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from portal.tenancy.ownership import APP_ROLE, COORDINATION_ROLE, grants_of, policies_of

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

KINDS = (
    "print",
    "signed",
    "scan",
    "attachment",
    "receipt",
    "endorsed",
    "sealed",
    "dossier",
    "certificate",
    "stamp",
    "mandate",
)
OWNERSHIP = {"endorsement_letter": "shared_record", "stamp_picture": "commission_paper"}


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    op.add_column("commission", sa.Column("logo_sha256", sa.Text(), nullable=True))
    _allow((*KINDS, "letter"))
    op.create_table(
        "stamp_picture",
        sa.Column("commission_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("commission_id", name=op.f("pk_stamp_picture")),
    )
    op.create_table(
        "endorsement_letter",
        sa.Column("commission_id", sa.Integer(), nullable=False),
        sa.Column("city_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("signature_id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("versions", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("commission_id", "id", name=op.f("pk_endorsement_letter")),
        sa.ForeignKeyConstraint(
            ["commission_id", "city_id", "application_id"],
            ["application.commission_id", "application.city_id", "application.id"],
            name=op.f("fk_endorsement_letter_commission_id_city_id_application_id_application"),
        ),
        sa.ForeignKeyConstraint(
            ["commission_id", "document_id"],
            ["document.commission_id", "document.id"],
            name=op.f("fk_endorsement_letter_commission_id_document_id_document"),
        ),
        sa.ForeignKeyConstraint(
            ["commission_id", "signature_id"],
            ["signature.commission_id", "signature.id"],
            name=op.f("fk_endorsement_letter_commission_id_signature_id_signature"),
        ),
        sa.UniqueConstraint(
            "commission_id",
            "signature_id",
            name=op.f("uq_endorsement_letter_commission_id_signature_id"),
        ),
    )
    for table, ownership in OWNERSHIP.items():
        op.execute(f"alter table {table} enable row level security")
        op.execute(f"alter table {table} force row level security")
        for statement in policies_of(table, ownership).values():
            op.execute(statement)
        app, coordination = grants_of(ownership)
        op.execute(f"grant {app} on {table} to {APP_ROLE}")
        if coordination:
            op.execute(f"grant {coordination} on {table} to {COORDINATION_ROLE}")


def downgrade() -> None:
    op.drop_table("endorsement_letter")
    op.drop_table("stamp_picture")
    op.execute("delete from document where kind = 'letter'")
    _allow(KINDS)
    op.drop_column("commission", "logo_sha256")


def _allow(kinds: tuple[str, ...]) -> None:
    constraint = op.f("ck_document_documentkind")
    op.drop_constraint(constraint, "document", type_="check")
    allowed = ", ".join(f"'{kind}'" for kind in kinds)
    op.create_check_constraint(constraint, "document", f"kind in ({allowed})")
