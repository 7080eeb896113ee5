"""The desk's counts come from its index alone: the policy looks at the city too."""

from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

NAME, COLUMNS = "ix_application_desk", ["commission_id", "state", "state_since", "id"]


def upgrade() -> None:
    _make_again(["city_id", "checks_done", "checks_total"])


def downgrade() -> None:
    _make_again(["checks_done", "checks_total"])


def _make_again(included: list[str]) -> None:
    op.drop_index(NAME, table_name="application")
    op.create_index(NAME, "application", COLUMNS, postgresql_include=included)
