"""applications"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "application",
        sa.Column("commission_id", sa.Integer(), nullable=False),
        sa.Column("city_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "awaiting_mayor",
                "signed",
                "submitted",
                "returned",
                "approved",
                "declined",
                "endorsed",
                "forwarded",
                "incomplete",
                "member",
                "not_admitted",
                "deferred",
                "withdrawn",
                "lapsed",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("city_name", sa.Text(), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("population", sa.Integer(), nullable=True),
        sa.Column("submission_number", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=True),
        sa.Column("officer_name", sa.Text(), nullable=False),
        sa.Column("checks_done", sa.Integer(), nullable=False),
        sa.Column("checks_total", sa.Integer(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("endorsed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("forwarded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("late_reason", sa.Text(), nullable=False),
        sa.Column("return_reason", sa.Text(), nullable=False),
        sa.Column("return_sections", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("small_city_reason", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state in ('draft', 'awaiting_mayor', 'signed', 'withdrawn', 'lapsed') or submitted_at is not null",
            name=op.f("ck_application_submitted_has_time"),
        ),
        sa.CheckConstraint(
            "state not in ('endorsed', 'forwarded', 'incomplete', 'member', 'not_admitted', 'deferred') or endorsed_at is not null",
            name=op.f("ck_application_endorsed_has_time"),
        ),
        sa.CheckConstraint(
            "state not in ('forwarded', 'incomplete', 'member', 'not_admitted', 'deferred') or forwarded_at is not null",
            name=op.f("ck_application_forwarded_has_time"),
        ),
        sa.CheckConstraint(
            "(submitted_at is null) = (shared_at is null)",
            name=op.f("ck_application_shared_from_submission"),
        ),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_application_call_id_call")),
        sa.ForeignKeyConstraint(
            ["commission_id", "city_id"],
            ["city.commission_id", "city.city_id"],
            name=op.f("fk_application_commission_id_city_id_city"),
        ),
        sa.PrimaryKeyConstraint("commission_id", "id", name=op.f("pk_application")),
        sa.UniqueConstraint(
            "commission_id", "city_id", "id", name=op.f("uq_application_commission_id_city_id_id")
        ),
        sa.UniqueConstraint(
            "commission_id", "reference", name=op.f("uq_application_commission_id_reference")
        ),
    )
    op.create_index(
        "ix_application_desk",
        "application",
        ["commission_id", "state", "state_since", "id"],
        unique=False,
        postgresql_include=["checks_done", "checks_total"],
    )
    op.create_index(
        "ix_application_figures",
        "application",
        ["commission_id", "call_id"],
        unique=False,
        postgresql_include=["state", "submitted_at", "endorsed_at", "forwarded_at"],
    )
    op.create_index(
        "ix_application_shared",
        "application",
        ["state", "state_since", "id"],
        unique=False,
        postgresql_where="shared_at is not null",
    )
    op.create_index(
        "uq_application_open",
        "application",
        ["commission_id", "city_id", "call_id"],
        unique=True,
        postgresql_where="state not in ('withdrawn', 'lapsed', 'declined')",
    )
    op.create_table(
        "reference_counter",
        sa.Column("commission_id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["call_id"], ["call.id"], name=op.f("fk_reference_counter_call_id_call")
        ),
        sa.PrimaryKeyConstraint("commission_id", "call_id", name=op.f("pk_reference_counter")),
    )
    op.create_table(
        "attachment",
        sa.Column("commission_id", sa.Integer(), nullable=False),
        sa.Column("city_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("shown_sha256s", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["commission_id", "city_id", "application_id"],
            ["application.commission_id", "application.city_id", "application.id"],
            name=op.f("fk_attachment_commission_id_city_id_application_id_application"),
        ),
        sa.PrimaryKeyConstraint("commission_id", "id", name=op.f("pk_attachment")),
    )
    op.create_index(
        "ix_attachment_application", "attachment", ["commission_id", "application_id"], unique=False
    )
    op.create_table(
        "check_point",
        sa.Column("commission_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("point", sa.Text(), nullable=False),
        sa.Column("submission_number", sa.Integer(), nullable=False),
        sa.Column(
            "verdict",
            sa.Enum(
                "meets",
                "needs_work",
                name="verdict",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("checked_by", sa.Text(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["commission_id", "application_id"],
            ["application.commission_id", "application.id"],
            name=op.f("fk_check_point_commission_id_application_id_application"),
        ),
        sa.PrimaryKeyConstraint(
            "commission_id", "application_id", "point", name=op.f("pk_check_point")
        ),
    )
    op.create_table(
        "draft_section",
        sa.Column("commission_id", sa.Integer(), nullable=False),
        sa.Column("city_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("section", sa.Text(), nullable=False),
        sa.Column("answers", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("revisions", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["commission_id", "city_id", "application_id"],
            ["application.commission_id", "application.city_id", "application.id"],
            name=op.f("fk_draft_section_commission_id_city_id_application_id_application"),
        ),
        sa.PrimaryKeyConstraint(
            "commission_id", "application_id", "section", name=op.f("pk_draft_section")
        ),
    )
    op.create_table(
        "mayor_link",
        sa.Column("commission_id", sa.Integer(), nullable=False),
        sa.Column("city_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["commission_id", "city_id", "application_id"],
            ["application.commission_id", "application.city_id", "application.id"],
            name=op.f("fk_mayor_link_commission_id_city_id_application_id_application"),
        ),
        sa.PrimaryKeyConstraint("commission_id", "token_hash", name=op.f("pk_mayor_link")),
    )
    op.create_index(
        "ix_mayor_link_submission", "mayor_link", ["commission_id", "submission_id"], unique=False
    )
    op.create_table(
        "message",
        sa.Column("commission_id", sa.Integer(), nullable=False),
        sa.Column("city_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("author_name", sa.Text(), nullable=False),
        sa.Column("is_from_city", sa.Boolean(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["commission_id", "city_id", "application_id"],
            ["application.commission_id", "application.city_id", "application.id"],
            name=op.f("fk_message_commission_id_city_id_application_id_application"),
        ),
        sa.PrimaryKeyConstraint("commission_id", "id", name=op.f("pk_message")),
    )
    op.create_index(
        "ix_message_application",
        "message",
        ["commission_id", "application_id", "sent_at"],
        unique=False,
    )
    op.create_table(
        "note",
        sa.Column("commission_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("author_name", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["commission_id", "application_id"],
            ["application.commission_id", "application.id"],
            name=op.f("fk_note_commission_id_application_id_application"),
        ),
        sa.PrimaryKeyConstraint("commission_id", "id", name=op.f("pk_note")),
    )
    op.create_index(
        "ix_note_application", "note", ["commission_id", "application_id"], unique=False
    )
    op.create_table(
        "submission",
        sa.Column("commission_id", sa.Integer(), nullable=False),
        sa.Column("city_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("form_version_id", sa.Text(), nullable=False),
        sa.Column("answers", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("attachments", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("print_sha256", sa.Text(), nullable=False),
        sa.Column("document_sha256", sa.Text(), nullable=False),
        sa.Column("verification_code", sa.Text(), nullable=False),
        sa.Column("mayor_name", sa.Text(), nullable=False),
        sa.Column("mayor_office", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("frozen_by", sa.Text(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submitted_by", sa.Text(), nullable=False),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["commission_id", "city_id", "application_id"],
            ["application.commission_id", "application.city_id", "application.id"],
            name=op.f("fk_submission_commission_id_city_id_application_id_application"),
        ),
        sa.ForeignKeyConstraint(
            ["form_version_id"],
            ["form_version.id"],
            name=op.f("fk_submission_form_version_id_form_version"),
        ),
        sa.PrimaryKeyConstraint("commission_id", "id", name=op.f("pk_submission")),
        sa.UniqueConstraint(
            "commission_id",
            "application_id",
            "number",
            name=op.f("uq_submission_commission_id_application_id_number"),
        ),
    )


def downgrade() -> None:
    op.drop_table("submission")
    op.drop_index("ix_note_application", table_name="note")
    op.drop_table("note")
    op.drop_index("ix_message_application", table_name="message")
    op.drop_table("message")
    op.drop_index("ix_mayor_link_submission", table_name="mayor_link")
    op.drop_table("mayor_link")
    op.drop_table("draft_section")
    op.drop_table("check_point")
    op.drop_index("ix_attachment_application", table_name="attachment")
    op.drop_table("attachment")
    op.drop_table("reference_counter")
    op.drop_index(
        "uq_application_open",
        table_name="application",
        postgresql_where="state not in ('withdrawn', 'lapsed', 'declined')",
    )
    op.drop_index(
        "ix_application_shared", table_name="application", postgresql_where="shared_at is not null"
    )
    op.drop_index(
        "ix_application_figures",
        table_name="application",
        postgresql_include=["state", "submitted_at", "endorsed_at", "forwarded_at"],
    )
    op.drop_index(
        "ix_application_desk",
        table_name="application",
        postgresql_include=["checks_done", "checks_total"],
    )
    op.drop_table("application")
