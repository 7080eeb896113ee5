"""evidence"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "public_certificate",
        sa.Column("commission_id", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("certificate_pem", sa.Text(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("commission_id", "fingerprint", name=op.f("pk_public_certificate")),
    )
    op.create_table(
        "public_seal",
        sa.Column("commission_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("city_name", sa.Text(), nullable=False),
        sa.Column("submission_number", sa.Integer(), nullable=False),
        sa.Column("answers_digest", sa.Text(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "current",
                "superseded",
                "withdrawn",
                name="sealstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("status_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("facts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("commission_id", "code", name=op.f("pk_public_seal")),
    )
    op.create_index("uq_public_seal_code", "public_seal", ["code"], unique=True)
    op.create_table(
        "signing_key",
        sa.Column("commission_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "root",
                "timestamp",
                "commission_authority",
                "signatory",
                name="keypurpose",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("certificate_pem", sa.Text(), nullable=False),
        sa.Column("wrapped_key", sa.LargeBinary(), nullable=False),
        sa.Column("revocation_list", sa.LargeBinary(), nullable=True),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("commission_id", "id", name=op.f("pk_signing_key")),
    )
    op.create_index(
        "ix_signing_key_purpose", "signing_key", ["commission_id", "purpose"], unique=False
    )
    op.create_table(
        "public_document",
        sa.Column("commission_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["commission_id", "code"],
            ["public_seal.commission_id", "public_seal.code"],
            name=op.f("fk_public_document_commission_id_code_public_seal"),
        ),
        sa.PrimaryKeyConstraint("commission_id", "sha256", name=op.f("pk_public_document")),
    )
    op.create_table(
        "document",
        sa.Column("commission_id", sa.Integer(), nullable=False),
        sa.Column("city_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "print",
                "signed",
                "scan",
                "attachment",
                "receipt",
                "endorsed",
                "sealed",
                "dossier",
                name="documentkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("shown_sha256s", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["commission_id", "city_id", "application_id"],
            ["application.commission_id", "application.city_id", "application.id"],
            name=op.f("fk_document_commission_id_city_id_application_id_application"),
        ),
        sa.PrimaryKeyConstraint("commission_id", "id", name=op.f("pk_document")),
    )
    op.create_index(
        "ix_document_application", "document", ["commission_id", "application_id"], unique=False
    )
    op.create_table(
        "history_entry",
        sa.Column("commission_id", sa.Integer(), nullable=False),
        sa.Column("city_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("actor_name", sa.Text(), nullable=False),
        sa.Column("actor_office", sa.Text(), nullable=False),
        sa.Column("actor_title", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submission_number", sa.Integer(), nullable=True),
        sa.Column("details", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("previous_hash", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("is_internal", sa.Boolean(), nullable=False),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["commission_id", "city_id", "application_id"],
            ["application.commission_id", "application.city_id", "application.id"],
            name=op.f("fk_history_entry_commission_id_city_id_application_id_application"),
        ),
        sa.PrimaryKeyConstraint("commission_id", "id", name=op.f("pk_history_entry")),
        sa.UniqueConstraint(
            "commission_id",
            "application_id",
            "position",
            name=op.f("uq_history_entry_commission_id_application_id_position"),
        ),
    )
    op.create_index(
        "ix_history_entry_recent", "history_entry", ["commission_id", "occurred_at"], unique=False
    )
    op.create_table(
        "history_head",
        sa.Column("commission_id", sa.Integer(), nullable=False),
        sa.Column("city_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["commission_id", "city_id", "application_id"],
            ["application.commission_id", "application.city_id", "application.id"],
            name=op.f("fk_history_head_commission_id_city_id_application_id_application"),
        ),
        sa.PrimaryKeyConstraint("commission_id", "application_id", name=op.f("pk_history_head")),
    )
    op.create_table(
        "signature",
        sa.Column("commission_id", sa.Integer(), nullable=False),
        sa.Column("city_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column(
            "part",
            sa.Enum(
                "mayor",
                "commission",
                name="part",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "method",
            sa.Enum(
                "electronic",
                "paper",
                name="method",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("signer_name", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("consent", sa.Text(), nullable=False),
        sa.Column("consent_language", sa.Text(), nullable=False),
        sa.Column("shown_sha256", sa.Text(), nullable=False),
        sa.Column("signed_sha256", sa.Text(), nullable=False),
        sa.Column("stamp_sha256", sa.Text(), nullable=True),
        sa.Column("certificate_fingerprint", sa.Text(), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_reason", sa.Text(), nullable=False),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["commission_id", "city_id", "application_id"],
            ["application.commission_id", "application.city_id", "application.id"],
            name=op.f("fk_signature_commission_id_city_id_application_id_application"),
        ),
        sa.PrimaryKeyConstraint("commission_id", "id", name=op.f("pk_signature")),
    )
    op.create_index(
        "uq_signature_valid",
        "signature",
        ["commission_id", "submission_id", "part"],
        unique=True,
        postgresql_where="voided_at is null",
    )


def downgrade() -> None:
    op.drop_index(
        "uq_signature_valid", table_name="signature", postgresql_where="voided_at is null"
    )
    op.drop_table("signature")
    op.drop_table("history_head")
    op.drop_index("ix_history_entry_recent", table_name="history_entry")
    op.drop_table("history_entry")
    op.drop_index("ix_document_application", table_name="document")
    op.drop_table("document")
    op.drop_table("public_document")
    op.drop_index("ix_signing_key_purpose", table_name="signing_key")
    op.drop_table("signing_key")
    op.drop_index("uq_public_seal_code", table_name="public_seal")
    op.drop_table("public_seal")
    op.drop_table("public_certificate")
