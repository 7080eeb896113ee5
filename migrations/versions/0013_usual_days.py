"""How long each stage usually takes, readable by anybody; digests that people look up."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from portal.tenancy.ownership import APP_ROLE, COORDINATION_ROLE, grants_of, policies_of

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

NO_DAYS = f"{{{','.join(['0'] * 121)}}}"


def upgrade() -> None:
    for name in ("days_to_forward", "days_to_register"):
        op.add_column(
            "commission_figures",
            sa.Column(name, postgresql.ARRAY(sa.Integer()), nullable=False, server_default=NO_DAYS),
        )
        op.alter_column("commission_figures", name, server_default=None)
    op.create_table(
        "usual_days",
        sa.Column("commission_id", sa.Integer(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "decision",
                "forwarding",
                "registration",
                name="waitingstage",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("half", sa.Integer(), nullable=False),
        sa.Column("nine_of_ten", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("commission_id", "stage", name=op.f("pk_usual_days")),
    )
    op.execute("alter table usual_days enable row level security")
    op.execute("alter table usual_days force row level security")
    for statement in policies_of("usual_days", "public_fact").values():
        op.execute(statement)
    app, coordination = grants_of("public_fact")
    op.execute(f"grant {app} on usual_days to {APP_ROLE}")
    op.execute(f"grant {coordination} on usual_days to {COORDINATION_ROLE}")
    op.create_index("ix_public_document_sha256", "public_document", ["sha256"])
    op.create_index("ix_public_seal_answers_digest", "public_seal", ["answers_digest"])


def downgrade() -> None:
    op.drop_index("ix_public_seal_answers_digest", table_name="public_seal")
    op.drop_index("ix_public_document_sha256", table_name="public_document")
    op.drop_table("usual_days")
    for name in ("days_to_register", "days_to_forward"):
        op.drop_column("commission_figures", name)
