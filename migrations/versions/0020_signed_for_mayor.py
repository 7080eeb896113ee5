"""Signatures made for a mayor with a mandate; stamps and mandates as files of their own."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

KINDS = (
    "print",
    "signed",
    "scan",
    "attachment",
    "receipt",
    "endorsed",
    "sealed",
    "dossier",
    "certificate",
)


def upgrade() -> None:
    for name in ("acting_for", "acting_for_office"):
        op.add_column("signature", sa.Column(name, sa.Text(), nullable=False, server_default=""))
        op.alter_column("signature", name, server_default=None)
    op.add_column("signature", sa.Column("mandate_sha256", sa.Text(), nullable=True))
    _allow((*KINDS, "stamp", "mandate"))


def downgrade() -> None:
    op.execute("delete from document where kind in ('stamp', 'mandate')")
    _allow(KINDS)
    for name in ("mandate_sha256", "acting_for_office", "acting_for"):
        op.drop_column("signature", name)


def _allow(kinds: tuple[str, ...]) -> None:
    constraint = op.f("ck_document_documentkind")
    op.drop_constraint(constraint, "document", type_="check")
    allowed = ", ".join(f"'{kind}'" for kind in kinds)
    op.create_check_constraint(constraint, "document", f"kind in ({allowed})")
