"""What a city is: where it is found, how many live there, who belongs to a consortium."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    json_list = postgresql.JSONB(astext_type=sa.Text())
    op.add_column("city", sa.Column("called", sa.Text(), nullable=False, server_default=""))
    op.add_column("city", sa.Column("place_id", sa.BigInteger(), nullable=True))
    op.add_column("city", sa.Column("population", sa.Integer(), nullable=True))
    op.add_column("city", sa.Column("partners", json_list, nullable=False, server_default="[]"))
    op.alter_column("city", "called", server_default=None)
    op.alter_column("city", "partners", server_default=None)
    op.add_column("account_token", sa.Column("city_place_id", sa.BigInteger(), nullable=True))
    op.add_column("account_token", sa.Column("city_population", sa.Integer(), nullable=True))
    op.add_column("submission", sa.Column("city", json_list, nullable=False, server_default="{}"))
    op.alter_column("submission", "city", server_default=None)
    op.add_column("member", sa.Column("subdivision", sa.Text(), nullable=False, server_default=""))
    op.alter_column("member", "subdivision", server_default=None)


def downgrade() -> None:
    op.drop_column("member", "subdivision")
    op.drop_column("submission", "city")
    op.drop_column("account_token", "city_population")
    op.drop_column("account_token", "city_place_id")
    op.drop_column("city", "partners")
    op.drop_column("city", "population")
    op.drop_column("city", "place_id")
    op.drop_column("city", "called")
