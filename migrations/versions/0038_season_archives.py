"""Archives of a call, for the ministry or for a successor."""

import sqlalchemy as sa
from alembic import op

from portal.tenancy.ownership import APP_ROLE, grants_of, policies_of

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    op.create_table(
        "season_archive",
        sa.Column("commission_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "made_for",
            sa.Enum(
                "ministry",
                "successor",
                name="archivefor",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("has_drafts", sa.Boolean(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=True),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("applications_done", sa.Integer(), nullable=False),
        sa.Column("applications_total", sa.Integer(), nullable=False),
        sa.Column("files", sa.Integer(), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("commission_id", "id", name=op.f("pk_season_archive")),
        sa.ForeignKeyConstraint(
            ["call_id"], ["call.id"], name=op.f("fk_season_archive_call_id_call")
        ),
        sa.UniqueConstraint(
            "commission_id",
            "call_id",
            "version",
            name=op.f("uq_season_archive_commission_id_call_id_version"),
        ),
    )
    op.execute("alter table season_archive enable row level security")
    op.execute("alter table season_archive force row level security")
    for statement in policies_of("season_archive", "commission_paper").values():
        op.execute(statement)
    app, _coordination = grants_of("commission_paper")
    op.execute(f"grant {app} on season_archive to {APP_ROLE}")


def downgrade() -> None:
    op.drop_table("season_archive")
