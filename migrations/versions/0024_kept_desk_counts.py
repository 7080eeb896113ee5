"""The desk's counts are kept until an application changes; each change says so by itself."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from portal.tenancy.ownership import APP_ROLE, grants_of, policies_of

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

OWNERSHIP = {"desk_count": "commission_paper", "desk_change": "commission_space"}
COUNTED = ("state", "state_since", "checks_done", "checks_total")


def upgrade() -> None:
    op.create_table(
        "desk_count",
        sa.Column("commission_id", sa.Integer(), nullable=False),
        sa.Column("counts", postgresql.JSONB(), nullable=False),
        sa.Column("slow_before", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("commission_id", name=op.f("pk_desk_count")),
    )
    op.create_table(
        "desk_change",
        sa.Column("commission_id", sa.Integer(), nullable=False),
        sa.Column("change_id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.PrimaryKeyConstraint("commission_id", "change_id", name=op.f("pk_desk_change")),
    )
    for table, ownership in OWNERSHIP.items():
        op.execute(f"alter table {table} enable row level security")
        op.execute(f"alter table {table} force row level security")
        for statement in policies_of(table, ownership).values():
            op.execute(statement)
        app, _coordination = grants_of(ownership)
        op.execute(f"grant {app} on {table} to {APP_ROLE}")
    op.execute("insert into desk_change (commission_id) select commission_id from commission")
    _note_changes()


def _note_changes() -> None:
    """New applications may come by the thousand; of the others only what is counted matters."""
    op.execute(
        "create function note_new_applications() returns trigger language plpgsql as $$ begin"
        " insert into desk_change (commission_id) select distinct commission_id from added;"
        " return null; end $$"
    )
    op.execute(
        "create function note_changed_application() returns trigger language plpgsql as $$ begin"
        " insert into desk_change (commission_id) values (old.commission_id);"
        " return null; end $$"
    )
    op.execute(
        "create trigger note_new after insert on application referencing new table as added"
        " for each statement execute function note_new_applications()"
    )
    columns = ", ".join(COUNTED)
    before, after = (", ".join(f"{row}.{name}" for name in COUNTED) for row in ("old", "new"))
    op.execute(
        f"create trigger note_changed after update of {columns} on application for each row"
        f" when (({before}) is distinct from ({after})) execute function note_changed_application()"
    )
    op.execute(
        "create trigger note_deleted after delete on application for each row"
        " execute function note_changed_application()"
    )


def downgrade() -> None:
    for trigger in ("note_deleted", "note_changed", "note_new"):
        op.execute(f"drop trigger {trigger} on application")
    for function in ("note_changed_application", "note_new_applications"):
        op.execute(f"drop function {function}()")
    for table in OWNERSHIP:
        op.drop_table(table)
