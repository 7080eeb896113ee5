"""What a commission has set itself, what it inherits, and how far its guided set-up has come."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from portal.tenancy.ownership import APP_ROLE, COORDINATION_ROLE, grants_of, policies_of

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

COLUMNS = ("own_settings", "set_up_steps")
INHERITED = (
    "brand_color",
    "forward_at_once",
    "introduction",
    "officers_may_decline",
    "signature_method",
    "two_step_decision",
)


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    for name in COLUMNS:
        op.add_column(
            "commission",
            sa.Column(name, postgresql.ARRAY(sa.Text()), nullable=False, server_default="{}"),
        )
    # Whoever has saved the settings once has seen and set them all. The owner of the table is
    # under its policies too, which let no row be changed here.
    op.execute("alter table commission no force row level security")
    names = ", ".join(f"'{name}'" for name in INHERITED)
    op.execute(f"update commission set own_settings = array[{names}] where updated_at is not null")
    op.execute("alter table commission force row level security")
    op.create_table(
        "network_settings",
        sa.Column("commission_id", sa.Integer(), nullable=False),
        sa.Column("brand_color", sa.Text(), nullable=False),
        sa.Column("introduction", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("two_step_decision", sa.Boolean(), nullable=False),
        sa.Column("forward_at_once", sa.Boolean(), nullable=False),
        sa.Column("officers_may_decline", sa.Boolean(), nullable=False),
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
        ),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("commission_id = 0", name=op.f("ck_network_settings_network")),
        sa.PrimaryKeyConstraint("commission_id", name=op.f("pk_network_settings")),
    )
    op.execute("alter table network_settings enable row level security")
    op.execute("alter table network_settings force row level security")
    for statement in policies_of("network_settings", "public_fact").values():
        op.execute(statement)
    app, coordination = grants_of("public_fact")
    op.execute(f"grant {app} on network_settings to {APP_ROLE}")
    op.execute(f"grant {coordination} on network_settings to {COORDINATION_ROLE}")


def downgrade() -> None:
    op.drop_table("network_settings")
    for name in COLUMNS:
        op.drop_column("commission", name)
