"""Forms filled in away from the portal: PDFs that came back, and paper that is typed in."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from portal.tenancy.ownership import APP_ROLE, grants_of, policies_of

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

TABLES = ("filled_form", "paper_form")
_APPLICATION = ["commission_id", "city_id", "application_id"]


def upgrade() -> None:
    op.create_table(
        "filled_form",
        *_keys(),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("form_version_id", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answers", postgresql.JSONB(), nullable=False),
        sa.Column("marks", postgresql.JSONB(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_by", sa.Text(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.Text(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        *_constraints("filled_form"),
    )
    op.create_table(
        "paper_form",
        *_keys(),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("shown_sha256s", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("is_for_commission", sa.Boolean(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_by", sa.Text(), nullable=False),
        sa.Column("received_office", sa.Text(), nullable=False),
        sa.Column("typed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("typed_by", sa.Text(), nullable=False),
        sa.Column("typed_office", sa.Text(), nullable=False),
        sa.Column("is_typed_for_city", sa.Boolean(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "finished_at is null or typed_at is not null",
            name=op.f("ck_paper_form_finished_is_typed"),
        ),
        sa.CheckConstraint(
            "confirmed_at is null or typed_at is not null",
            name=op.f("ck_paper_form_confirmed_is_typed"),
        ),
        *_constraints("paper_form"),
    )
    app, _coordination = grants_of("city_draft")
    for table in TABLES:
        op.create_index(f"ix_{table}_application", table, ["commission_id", "application_id"])
        op.execute(f"alter table {table} enable row level security")
        op.execute(f"alter table {table} force row level security")
        for statement in policies_of(table, "city_draft").values():
            op.execute(statement)
        op.execute(f"grant {app} on {table} to {APP_ROLE}")


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)


def _keys() -> tuple[sa.Column, ...]:
    return (
        sa.Column("commission_id", sa.Integer(), nullable=False),
        sa.Column("city_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
    )


def _constraints(table: str) -> tuple[sa.Constraint, ...]:
    target = ["application.commission_id", "application.city_id", "application.id"]
    return (
        sa.ForeignKeyConstraint(
            _APPLICATION,
            target,
            name=op.f(f"fk_{table}_commission_id_city_id_application_id_application"),
        ),
        sa.PrimaryKeyConstraint("commission_id", "id", name=op.f(f"pk_{table}")),
    )
