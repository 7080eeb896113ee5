"""The job queue's own tables and functions, at the version the lock file pins."""

from alembic import op
from procrastinate.schema import SchemaManager

from portal.tenancy.ownership import APP_ROLE

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    connection = op.get_bind().connection.driver_connection
    connection.execute(SchemaManager.get_schema())
    for relation_kind, rights in (
        ("r", "select, insert, update, delete"),
        ("S", "usage, select"),
    ):
        op.execute(
            "do $$ declare o record; begin for o in select c.relname from pg_class c"
            " join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'"
            f" where c.relname like 'procrastinate%' and c.relkind = '{relation_kind}'"
            f" loop execute format('grant {rights} on %I to {APP_ROLE}', o.relname);"
            " end loop; end $$"
        )


def downgrade() -> None:
    op.execute(
        "do $$ declare o record; begin"
        " for o in select tablename from pg_tables where schemaname = 'public'"
        " and tablename like 'procrastinate%'"
        " loop execute format('drop table %I cascade', o.tablename); end loop;"
        " for o in select p.oid::regprocedure as signature from pg_proc p"
        " join pg_namespace n on n.oid = p.pronamespace and n.nspname = 'public'"
        " where p.proname like 'procrastinate%'"
        " loop execute format('drop function %s cascade', o.signature); end loop;"
        " for o in select t.typname from pg_type t join pg_namespace n on n.oid = t.typnamespace"
        " where n.nspname = 'public' and t.typname like 'procrastinate%' and t.typtype in ('e', 'c')"
        " loop execute format('drop type if exists %I cascade', o.typname); end loop; end $$"
    )
