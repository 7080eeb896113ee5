"""Blank forms, made once a day for each language and process: anybody may ask for them."""

from datetime import date

from portal.applications.offline_form import languages_of
from portal.applications.services.filling_offline import blank_form
from portal.commissions.models import Commission
from portal.core.errors import NotFound
from portal.core.unit_of_work import Work
from portal.public.queries import how_to_apply

_KEPT: dict[tuple[object, ...], tuple[date, bytes]] = {}
_MOST = 60


def blank_form_of(work: Work, code: str, *, language: str, by_hand: bool) -> bytes:
    """The blank form of the call that is open, or opens next, as PDF. Raises NotFound."""
    found = how_to_apply(work, code)
    if not found.has_form or found.call is None:
        raise NotFound()
    commission = work.session.get_one(Commission, found.commission.commission_id)
    spoken = languages_of(commission)
    chosen = language if language in spoken else spoken[0]
    call = found.call
    key = (code, call.id, call.form_version_id, chosen, by_hand, commission.updated_at)
    today = work.now.date()
    kept = _KEPT.get(key)
    if kept is None or kept[0] != today:
        if len(_KEPT) >= _MOST:
            _KEPT.clear()
        pdf = blank_form(work, commission, call, language=chosen, by_hand=by_hand)
        kept = _KEPT[key] = (today, pdf)
    return kept[1]
