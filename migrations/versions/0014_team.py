"""A city's team: editors and readers, comments beside fields, who has which section open."""

import sqlalchemy as sa
from alembic import op

from portal.tenancy.ownership import APP_ROLE, grants_of, policies_of

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_TABLES = ("comment", "presence")
_BEFORE = ("delegate", "officer", "signatory", "coordinator")
_NOW = ("delegate", "editor", "reader", "officer", "signatory", "coordinator")
_STAFF = (
    "(role = 'coordinator' and commission_id is null and city_id is null)"
    " or (role {city} and commission_id is not null and city_id is not null)"
    " or (role in ('officer', 'signatory') and commission_id is not null and city_id is null)"
)
_OF_APPLICATION = (
    ["commission_id", "city_id", "application_id"],
    ["application.commission_id", "application.city_id", "application.id"],
)


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    _set_roles(_NOW, "in ('delegate', 'editor', 'reader')")
    op.create_table(
        "comment",
        sa.Column("commission_id", sa.Integer(), nullable=False),
        sa.Column("city_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("section", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("author_name", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_by", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(resolved_at is null) = (resolved_by = '')",
            name=op.f("ck_comment_resolved_by_somebody"),
        ),
        sa.ForeignKeyConstraint(
            *_OF_APPLICATION,
            name=op.f("fk_comment_commission_id_city_id_application_id_application"),
        ),
        sa.PrimaryKeyConstraint("commission_id", "id", name=op.f("pk_comment")),
    )
    op.create_index(
        "ix_comment_application", "comment", ["commission_id", "application_id", "section"]
    )
    op.create_table(
        "presence",
        sa.Column("commission_id", sa.Integer(), nullable=False),
        sa.Column("city_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("section", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            *_OF_APPLICATION,
            name=op.f("fk_presence_commission_id_city_id_application_id_application"),
        ),
        sa.PrimaryKeyConstraint(
            "commission_id", "application_id", "person_id", name=op.f("pk_presence")
        ),
    )
    for table in _TABLES:
        op.execute(f"alter table {table} enable row level security")
        op.execute(f"alter table {table} force row level security")
        for statement in policies_of(table, "city_paper").values():
            op.execute(statement)
        op.execute(f"grant {grants_of('city_paper')[0]} on {table} to {APP_ROLE}")


def downgrade() -> None:
    for table in reversed(_TABLES):
        op.drop_table(table)
    for table in ("membership", "account_token"):
        op.execute(f"delete from {table} where role in ('editor', 'reader')")
    _set_roles(_BEFORE, "= 'delegate'")


def _set_roles(roles: tuple[str, ...], of_city: str) -> None:
    listed = ", ".join(f"'{role}'" for role in roles)
    for table in ("membership", "account_token"):
        op.drop_constraint(op.f(f"ck_{table}_role"), table, type_="check")
        op.create_check_constraint(op.f(f"ck_{table}_role"), table, f"role in ({listed})")
    op.drop_constraint(op.f("ck_membership_place"), "membership", type_="check")
    op.create_check_constraint(
        op.f("ck_membership_place"), "membership", _STAFF.format(city=of_city)
    )
