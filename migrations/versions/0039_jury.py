"""A commission's jury: grids, criteria, assigned files, points, and the role of its members."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from portal.tenancy.ownership import APP_ROLE, grants_of, policies_of

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

_TABLES = ("scoring_grid", "scoring_criterion", "jury_assignment", "jury_score")
_BEFORE = ("delegate", "editor", "reader", "officer", "signatory", "coordinator")
_NOW = ("delegate", "editor", "reader", "officer", "signatory", "juror", "coordinator")
_PLACE = (
    "(role = 'coordinator' and commission_id is null and city_id is null)"
    " or (role in ('delegate', 'editor', 'reader') and commission_id is not null"
    " and city_id is not null)"
    " or (role in ({staff}) and commission_id is not null and city_id is null)"
)


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    _set_roles(_NOW, "'officer', 'signatory', 'juror'")
    _create_grids()
    _create_assignments()
    for table in _TABLES:
        op.execute(f"alter table {table} enable row level security")
        op.execute(f"alter table {table} force row level security")
        for statement in policies_of(table, "commission_paper").values():
            op.execute(statement)
        op.execute(f"grant {grants_of('commission_paper')[0]} on {table} to {APP_ROLE}")


def downgrade() -> None:
    for table in reversed(_TABLES):
        op.drop_table(table)
    for table in ("membership", "account_token"):
        op.execute(f"delete from {table} where role = 'juror'")
    _set_roles(_BEFORE, "'officer', 'signatory'")


def _create_grids() -> None:
    op.create_table(
        "scoring_grid",
        sa.Column("commission_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["call_id"], ["call.id"], name=op.f("fk_scoring_grid_call_id_call")
        ),
        sa.PrimaryKeyConstraint("commission_id", "id", name=op.f("pk_scoring_grid")),
        sa.UniqueConstraint(
            "commission_id", "call_id", name=op.f("uq_scoring_grid_commission_id_call_id")
        ),
    )
    op.create_table(
        "scoring_criterion",
        sa.Column("commission_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("grid_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("titles", postgresql.JSONB(), nullable=False),
        sa.Column("hints", postgresql.JSONB(), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("maximum", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "weight between 1 and 100", name=op.f("ck_scoring_criterion_weight_in_range")
        ),
        sa.CheckConstraint(
            "maximum between 1 and 100", name=op.f("ck_scoring_criterion_maximum_in_range")
        ),
        sa.ForeignKeyConstraint(
            ["commission_id", "grid_id"],
            ["scoring_grid.commission_id", "scoring_grid.id"],
            name=op.f("fk_scoring_criterion_commission_id_grid_id_scoring_grid"),
        ),
        sa.PrimaryKeyConstraint("commission_id", "id", name=op.f("pk_scoring_criterion")),
    )
    op.create_index(
        "ix_scoring_criterion_grid", "scoring_criterion", ["commission_id", "grid_id", "position"]
    )


def _create_assignments() -> None:
    op.create_table(
        "jury_assignment",
        sa.Column("commission_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("juror_id", sa.Uuid(), nullable=False),
        sa.Column("juror_name", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("conflict_reason", sa.Text(), nullable=False),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("assigned_by", sa.Text(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state in ('asked', 'submitted', 'recused')",
            name=op.f("ck_jury_assignment_assignmentstate"),
        ),
        sa.CheckConstraint(
            "(state = 'recused') = (conflict_reason <> '')",
            name=op.f("ck_jury_assignment_conflict_has_reason"),
        ),
        sa.CheckConstraint(
            "(state = 'submitted') = (submitted_at is not null)",
            name=op.f("ck_jury_assignment_submitted_has_time"),
        ),
        sa.ForeignKeyConstraint(
            ["commission_id", "application_id"],
            ["application.commission_id", "application.id"],
            name=op.f("fk_jury_assignment_commission_id_application_id_application"),
        ),
        sa.ForeignKeyConstraint(
            ["juror_id"], ["person.id"], name=op.f("fk_jury_assignment_juror_id_person")
        ),
        sa.PrimaryKeyConstraint("commission_id", "id", name=op.f("pk_jury_assignment")),
        sa.UniqueConstraint(
            "commission_id",
            "application_id",
            "juror_id",
            name=op.f("uq_jury_assignment_commission_id_application_id_juror_id"),
        ),
    )
    op.create_index(
        "ix_jury_assignment_juror",
        "jury_assignment",
        ["commission_id", "juror_id", "application_id"],
    )
    op.create_table(
        "jury_score",
        sa.Column("commission_id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Uuid(), nullable=False),
        sa.Column("criterion_id", sa.Uuid(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=True),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("points between 0 and 100", name=op.f("ck_jury_score_points_in_range")),
        sa.ForeignKeyConstraint(
            ["commission_id", "assignment_id"],
            ["jury_assignment.commission_id", "jury_assignment.id"],
            name=op.f("fk_jury_score_commission_id_assignment_id_jury_assignment"),
        ),
        sa.ForeignKeyConstraint(
            ["commission_id", "criterion_id"],
            ["scoring_criterion.commission_id", "scoring_criterion.id"],
            name=op.f("fk_jury_score_commission_id_criterion_id_scoring_criterion"),
        ),
        sa.PrimaryKeyConstraint(
            "commission_id", "assignment_id", "criterion_id", name=op.f("pk_jury_score")
        ),
    )


def _set_roles(roles: tuple[str, ...], staff: str) -> None:
    listed = ", ".join(f"'{role}'" for role in roles)
    for table in ("membership", "account_token"):
        op.drop_constraint(op.f(f"ck_{table}_role"), table, type_="check")
        op.create_check_constraint(op.f(f"ck_{table}_role"), table, f"role in ({listed})")
    op.drop_constraint(op.f("ck_membership_place"), "membership", type_="check")
    op.create_check_constraint(
        op.f("ck_membership_place"), "membership", _PLACE.format(staff=staff)
    )
