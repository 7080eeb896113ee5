"""How a commission works with its cities: pass through, accompany or select."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    style = sa.Enum(
        "pass_through",
        "accompany",
        "select",
        name="style",
        native_enum=False,
        create_constraint=True,
        length=40,
    )
    op.add_column(
        "commission", sa.Column("style", style, nullable=False, server_default="pass_through")
    )


def downgrade() -> None:
    op.drop_column("commission", "style")
