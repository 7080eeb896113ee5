"""A commission says whether it takes in what came after its last day."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    answer = sa.Enum(
        "open",
        "accepted",
        "refused",
        name="lateanswer",
        native_enum=False,
        create_constraint=True,
        length=40,
    )
    op.add_column(
        "application", sa.Column("late_answer", answer, nullable=False, server_default="open")
    )
    op.add_column(
        "application",
        sa.Column("late_answer_reason", sa.Text(), nullable=False, server_default=""),
    )


def downgrade() -> None:
    op.drop_column("application", "late_answer_reason")
    op.drop_column("application", "late_answer")
