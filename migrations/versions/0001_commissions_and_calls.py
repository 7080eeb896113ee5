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
        "national_window",
        sa.Column("commission_id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("quota", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["call_id"], ["call.id"], name=op.f("fk_national_window_call_id_call")
        ),
        sa.PrimaryKeyConstraint("commission_id", "call_id", name=op.f("pk_national_window")),
    )


def downgrade() -> None:
    op.drop_table("national_window")
    op.drop_table("call")
    op.drop_table("guiding_document")
    op.drop_table("form_version")
    op.drop_table("commission")
    op.drop_index("ix_city_status", table_name="city")
    op.drop_table("city")
