"""mail members figures"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "commission_figures",
        sa.Column("commission_id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("by_state", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("reached", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("ageing", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("days_to_endorse", postgresql.ARRAY(sa.Integer()), nullable=False),
        sa.Column("median_days", sa.Double(), nullable=True),
        sa.Column("oldest_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_activity_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("population", sa.Integer(), nullable=False),
        sa.Column("computed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("commission_id", "call_id", name=op.f("pk_commission_figures")),
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


def downgrade() -> None:
    op.drop_index("uq_member_certificate_code", table_name="member")
    op.drop_index("ix_member_admitted", table_name="member")
    op.drop_table("member")
    op.drop_index("ix_outbox_mail_state", table_name="outbox_mail")
    op.drop_table("outbox_mail")
    op.drop_table("commission_figures")
