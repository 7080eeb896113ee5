"""Row-level security: who reads and writes what. Fails closed without a scope.

Written out here once; a test compares the database with ``tenancy.ownership``.
"""

from alembic import op

from portal.tenancy.ownership import APP_ROLE, COORDINATION_ROLE, grants_of, policies_of

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

OWNERSHIP = {
    "application": "shared_record",
    "attachment": "city_draft",
    "check_point": "commission_paper",
    "city": "shared_record",
    "commission": "public_fact",
    "commission_figures": "public_fact",
    "document": "shared_record",
    "draft_section": "city_draft",
    "history_entry": "chronicle",
    "history_head": "city_draft",
    "mayor_link": "city_draft",
    "member": "public_fact",
    "message": "shared_record",
    "national_window": "public_fact",
    "note": "commission_paper",
    "outbox_mail": "outgoing",
    "public_certificate": "public_fact",
    "public_document": "public_fact",
    "public_seal": "public_fact",
    "reference_counter": "commission_space",
    "signature": "shared_record",
    "signing_key": "commission_space",
    "submission": "shared_record",
}
READ_BY_ALL = ("call", "form_version", "guiding_document")
PEOPLE = ("account_token", "attempt", "membership", "person", "recovery_code", "sign_in_session")


def upgrade() -> None:
    op.execute(f"grant usage on schema public to {APP_ROLE}, {COORDINATION_ROLE}")
    op.execute(f"grant select on alembic_version to {APP_ROLE}")  # /healthz/ready compares it
    for table, ownership in OWNERSHIP.items():
        op.execute(f"alter table {table} enable row level security")
        op.execute(f"alter table {table} force row level security")
        for statement in policies_of(table, ownership).values():
            op.execute(statement)
        app, coordination = grants_of(ownership)
        op.execute(f"grant {app} on {table} to {APP_ROLE}")
        if coordination:
            op.execute(f"grant {coordination} on {table} to {COORDINATION_ROLE}")
    for table in READ_BY_ALL:
        op.execute(f"grant select, insert, update on {table} to {APP_ROLE}")
        op.execute(f"grant select on {table} to {COORDINATION_ROLE}")
    for table in PEOPLE:
        op.execute(f"grant select, insert, update, delete on {table} to {APP_ROLE}")


def downgrade() -> None:
    for table, ownership in OWNERSHIP.items():
        for name in policies_of(table, ownership):
            op.execute(f"drop policy {name} on {table}")
        op.execute(f"alter table {table} no force row level security")
        op.execute(f"alter table {table} disable row level security")
    for table in (*OWNERSHIP, *READ_BY_ALL, *PEOPLE, "alembic_version"):
        op.execute(f"revoke all on {table} from {APP_ROLE}, {COORDINATION_ROLE}")
    op.execute(f"revoke usage on schema public from {APP_ROLE}, {COORDINATION_ROLE}")
