"""Certificates of membership among the kinds of files, and the network's own key to seal them."""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

KINDS = ("print", "signed", "scan", "attachment", "receipt", "endorsed", "sealed", "dossier")
PURPOSES = ("root", "timestamp", "commission_authority", "signatory")


def upgrade() -> None:
    _allow("document", "kind", "documentkind", (*KINDS, "certificate"))
    _allow("signing_key", "purpose", "keypurpose", (*PURPOSES, "network_seal"))


def downgrade() -> None:
    op.execute("delete from public_document where kind = 'certificate'")
    op.execute("delete from document where kind = 'certificate'")
    op.execute("delete from signing_key where purpose = 'network_seal'")
    _allow("document", "kind", "documentkind", KINDS)
    _allow("signing_key", "purpose", "keypurpose", PURPOSES)


def _allow(table: str, column: str, name: str, values: tuple[str, ...]) -> None:
    constraint = op.f(f"ck_{table}_{name}")
    op.drop_constraint(constraint, table, type_="check")
    allowed = ", ".join(f"'{value}'" for value in values)
    op.create_check_constraint(constraint, table, f"{column} in ({allowed})")
