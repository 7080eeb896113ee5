"""The revocation lists that our certificates name: for PDF readers, today and in ten years."""

from flask import Blueprint
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from portal.accounts.access import public, reading, writing
from portal.commissions.models import Commission
from portal.core.errors import NotFound
from portal.signing.keyring import revocation_list_of
from portal.tenancy.scope import NETWORK_ID, Worker

blueprint = Blueprint("revocation", __name__)
ROOT = "root"


@blueprint.get("/crl/<code>.crl")
@public
def revocation_list(code: str) -> ResponseReturnValue:
    """The current list (DER, RFC 5280) of the root or of one commission's authority."""
    commission_id: int | None = NETWORK_ID
    if code != ROOT:
        with reading() as work:
            commission_id = work.session.scalar(
                select(Commission.commission_id).where(Commission.code == code)
            )
    if commission_id is None:
        raise NotFound()
    with writing(Worker(commission_id)) as work:
        found = revocation_list_of(work, commission_id)
    if found is None:
        raise NotFound()
    return found, 200, {"Content-Type": "application/pkix-crl", "Cache-Control": "max-age=3600"}
