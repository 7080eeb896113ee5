"""Figures of a commission are read by itself, the network and coordination; not by its cities."""

from alembic import op

from portal.tenancy.ownership import policies_of

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _replace("public_fact", "commission_figure")


def downgrade() -> None:
    _replace("commission_figure", "public_fact")


def _replace(before: str, after: str) -> None:
    op.execute("set local lock_timeout = '5s'")
    for policy in policies_of("commission_figures", before):
        op.execute(f"drop policy {policy} on commission_figures")
    for statement in policies_of("commission_figures", after).values():
        op.execute(statement)
