"""commissions and calls"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account_token",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "invitation",
                "password_reset",
                name="tokenpurpose",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "delegate",
                "officer",
                "signatory",
                "coordinator",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("commission_id", sa.Integer(), nullable=True),
        sa.Column("city_id", sa.Uuid(), nullable=True),
        sa.Column("city_name", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("invited_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_account_token")),
    )
    op.create_index(
        op.f("ix_account_token_commission_id"), "account_token", ["commission_id"], unique=False
    )
    op.create_table(
        "attempt",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("window_started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_attempt")),
    )
    op.create_table(
        "city",
        sa.Column("commission_id", sa.Integer(), nullable=False),
        sa.Column("city_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("latin_name", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "municipality",
                "district",
                "commune",
                "county",
                "town_council",
                "consortium",
                name="citykind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "pending",
                "confirmed",
                "refused",
                name="citystatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("subdivision", sa.Text(), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("commission_id", "city_id", name=op.f("pk_city")),
    )
    op.create_index("ix_city_status", "city", ["commission_id", "status"], unique=False)
    op.create_table(
        "commission",
        sa.Column("commission_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column(
            "region",
            sa.Enum(
                "africa",
                "arab_states",
                "asia_pacific",
                "europe_north_america",
                "latin_america_caribbean",
                name="region",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("electoral_group", sa.Text(), nullable=False),
        sa.Column(
            "standing",
            sa.Enum(
                "member",
                "associate",
                name="standing",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("names", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("languages", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("official_language", sa.Text(), nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=True),
        sa.Column("closing_reason", sa.Text(), nullable=False),
        sa.Column(
            "style",
            sa.Enum(
                "pass_through",
                "accompany",
                "select",
                name="style",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("two_step_decision", sa.Boolean(), nullable=False),
        sa.Column("forward_at_once", sa.Boolean(), nullable=False),
        sa.Column("officers_may_decline", sa.Boolean(), nullable=False),
        sa.Column("letterhead", sa.Text(), nullable=False),
        sa.Column("contact_name", sa.Text(), nullable=False),
        sa.Column("contact_email", sa.Text(), nullable=False),
        sa.Column("contact_phone", sa.Text(), nullable=False),
        sa.Column("website", sa.Text(), nullable=False),
        sa.Column("brand_color", sa.Text(), nullable=False),
        sa.Column("introduction", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "official_language in ('en', 'fr')", name=op.f("ck_commission_official_language")
        ),
        sa.CheckConstraint("code = lower(code)", name=op.f("ck_commission_code_lower")),
        sa.PrimaryKeyConstraint("commission_id", name=op.f("pk_commission")),
        sa.UniqueConstraint("code", name=op.f("uq_commission_code")),
    )
    op.create_table(
        "commission_figures",
        sa.Column("commission_id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("by_state", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("reached", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("ageing", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("days_to_endorse", postgresql.ARRAY(sa.Integer()), nullable=False),
        sa.Column("median_days", sa.Double(), nullable=True),
        sa.Column("p90_days", sa.Double(), nullable=True),
        sa.Column("oldest_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_activity_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("population", sa.Integer(), nullable=False),
        sa.Column("computed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("commission_id", "call_id", name=op.f("pk_commission_figures")),
    )
    op.create_table(
        "form_version",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("definition", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_version")),
    )
    op.create_table(
        "guiding_document",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("titles", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("adopted_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guiding_document")),
    )
    op.create_table(
        "outbox_mail",
        sa.Column("commission_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("to_address", sa.Text(), nullable=False),
        sa.Column("to_name", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("attachments", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "queued",
                "sending",
                "sent",
                "failed",
                name="mailstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("commission_id", "id", name=op.f("pk_outbox_mail")),
    )
    op.create_index(
        "ix_outbox_mail_state",
        "outbox_mail",
        ["commission_id", "state", "created_at"],
        unique=False,
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("totp_secret", sa.LargeBinary(), nullable=True),
        sa.Column("totp_confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("totp_last_step", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_person_email_lower")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email", name=op.f("uq_person_email")),
    )
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
        "call",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("titles", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("form_version_id", sa.Text(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("commissions_close_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "mode",
            sa.Enum(
                "registration",
                "jury",
                name="callmode",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("quota", sa.Integer(), nullable=True),
        sa.Column("population_warning", sa.Integer(), nullable=False),
        sa.Column("guiding_document_ids", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("official_languages", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("is_training", sa.Boolean(), nullable=False),
        sa.Column("accepts_associates", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "closes_at <= commissions_close_at", name=op.f("ck_call_cities_before_commissions")
        ),
        sa.CheckConstraint("opens_at < closes_at", name=op.f("ck_call_opens_before_closing")),
        sa.ForeignKeyConstraint(
            ["form_version_id"],
            ["form_version.id"],
            name=op.f("fk_call_form_version_id_form_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call")),
        sa.UniqueConstraint("code", name=op.f("uq_call_code")),
    )
    op.create_table(
        "member",
        sa.Column("commission_id", sa.Integer(), nullable=False),
        sa.Column("city_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("latin_name", sa.Text(), nullable=False),
        sa.Column("call_code", sa.Text(), nullable=False),
        sa.Column("admitted_on", sa.Date(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "active",
                "inactive",
                "left",
                "removed",
                name="memberstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("status_since", sa.Date(), nullable=False),
        sa.Column("status_reason", sa.Text(), nullable=False),
        sa.Column("certificate_code", sa.Text(), nullable=False),
        sa.Column("population", sa.Integer(), nullable=True),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("profile", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["commission_id", "city_id"],
            ["city.commission_id", "city.city_id"],
            name=op.f("fk_member_commission_id_city_id_city"),
        ),
        sa.PrimaryKeyConstraint("commission_id", "city_id", name=op.f("pk_member")),
    )
    op.create_index("ix_member_admitted", "member", ["admitted_on"], unique=False)
    op.create_index("uq_member_certificate_code", "member", ["certificate_code"], unique=True)
    op.create_table(
        "membership",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "delegate",
                "officer",
                "signatory",
                "coordinator",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("commission_id", sa.Integer(), nullable=True),
        sa.Column("city_id", sa.Uuid(), nullable=True),
        sa.Column("city_name", sa.Text(), nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(role = 'coordinator' and commission_id is null and city_id is null) or (role = 'delegate' and commission_id is not null and city_id is not null) or (role in ('officer', 'signatory') and commission_id is not null and city_id is null)",
            name=op.f("ck_membership_place"),
        ),
        sa.ForeignKeyConstraint(
            ["commission_id"],
            ["commission.commission_id"],
            name=op.f("fk_membership_commission_id_commission"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_membership_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
    )
    op.create_index(op.f("ix_membership_person_id"), "membership", ["person_id"], unique=False)
    op.create_index("ix_membership_place", "membership", ["commission_id", "city_id"], unique=False)
    op.create_index(
        "uq_membership_current",
        "membership",
        ["person_id", "role", "commission_id", "city_id"],
        unique=True,
        postgresql_where="ended_at is null",
        postgresql_nulls_not_distinct=True,
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
        "recovery_code",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.Text(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_recovery_code_person_id_person")
        ),
        sa.PrimaryKeyConstraint("person_id", "code_hash", name=op.f("pk_recovery_code")),
    )
    op.create_table(
        "sign_in_session",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("second_factor_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("device", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_sign_in_session_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_in_session_token_hash")),
    )
    op.create_index(
        op.f("ix_sign_in_session_person_id"), "sign_in_session", ["person_id"], unique=False
    )
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
        "national_window",
        sa.Column("commission_id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("quota", sa.Integer(), nullable=True),
        sa.Column("quota_reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["call_id"], ["call.id"], name=op.f("fk_national_window_call_id_call")
        ),
        sa.PrimaryKeyConstraint("commission_id", "call_id", name=op.f("pk_national_window")),
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
    op.drop_index(
        "uq_signature_valid", table_name="signature", postgresql_where="voided_at is null"
    )
    op.drop_table("signature")
    op.drop_index("ix_note_application", table_name="note")
    op.drop_table("note")
    op.drop_index("ix_message_application", table_name="message")
    op.drop_table("message")
    op.drop_index("ix_mayor_link_submission", table_name="mayor_link")
    op.drop_table("mayor_link")
    op.drop_index("ix_history_entry_recent", table_name="history_entry")
    op.drop_table("history_entry")
    op.drop_table("draft_section")
    op.drop_index("ix_document_application", table_name="document")
    op.drop_table("document")
    op.drop_table("check_point")
    op.drop_index("ix_attachment_application", table_name="attachment")
    op.drop_table("attachment")
    op.drop_table("reference_counter")
    op.drop_table("national_window")
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
    op.drop_index("ix_application_desk", table_name="application")
    op.drop_table("application")
    op.drop_index(op.f("ix_sign_in_session_person_id"), table_name="sign_in_session")
    op.drop_table("sign_in_session")
    op.drop_table("recovery_code")
    op.drop_table("public_document")
    op.drop_index(
        "uq_membership_current",
        table_name="membership",
        postgresql_where="ended_at is null",
        postgresql_nulls_not_distinct=True,
    )
    op.drop_index("ix_membership_place", table_name="membership")
    op.drop_index(op.f("ix_membership_person_id"), table_name="membership")
    op.drop_table("membership")
    op.drop_index("uq_member_certificate_code", table_name="member")
    op.drop_index("ix_member_admitted", table_name="member")
    op.drop_table("member")
    op.drop_table("call")
    op.drop_index("ix_signing_key_purpose", table_name="signing_key")
    op.drop_table("signing_key")
    op.drop_index("uq_public_seal_code", table_name="public_seal")
    op.drop_table("public_seal")
    op.drop_table("public_certificate")
    op.drop_table("person")
    op.drop_index("ix_outbox_mail_state", table_name="outbox_mail")
    op.drop_table("outbox_mail")
    op.drop_table("guiding_document")
    op.drop_table("form_version")
    op.drop_table("commission_figures")
    op.drop_table("commission")
    op.drop_index("ix_city_status", table_name="city")
    op.drop_table("city")
    op.drop_table("attempt")
    op.drop_index(op.f("ix_account_token_commission_id"), table_name="account_token")
    op.drop_table("account_token")
