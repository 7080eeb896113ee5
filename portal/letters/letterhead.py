"""The pictures of a commission's letterhead: its logo, for everybody, and its stamp, for letters.

Both come painted anew (``documents.logo``, ``documents.intake``). Letters once made keep theirs.
"""

from sqlalchemy import delete

from portal.accounts.roles import Permission
from portal.commissions.models import Commission
from portal.core.errors import NotAllowed, NotFound
from portal.core.i18n import lazy_gettext as _l
from portal.core.unit_of_work import Work
from portal.documents.shelf import storage
from portal.letters.models import StampPicture


def set_logo(work: Work, commission_id: int, png: bytes | None) -> None:
    """Show this logo from now on, or none."""
    commission = _to_change(work, commission_id)
    commission.logo_sha256 = storage().put(png) if png else None
    commission.updated_at = work.now
    work.session.flush()


def set_stamp(work: Work, commission_id: int, png: bytes | None) -> None:
    """Print this stamp on letters from now on, or none."""
    _to_change(work, commission_id)
    work.session.execute(delete(StampPicture).where(StampPicture.commission_id == commission_id))
    if png:
        work.session.add(
            StampPicture(
                commission_id=commission_id,
                sha256=storage().put(png),
                given_at=work.now,
                given_by=work.actor.name,
            )
        )
    work.session.flush()


def _to_change(work: Work, commission_id: int) -> Commission:
    if Permission.COMMISSION_SETTINGS not in work.actor.permissions:
        raise NotAllowed(_l("Only the commission's own people change its settings."))
    commission = work.session.get(Commission, commission_id, with_for_update=True)
    if commission is None:
        raise NotFound()
    return commission
