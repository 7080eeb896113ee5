"""The digest of remarks in drafts: once a day, at the end of the commission's working day.

Walks what nobody was told of yet; run twice it tells nobody twice.
"""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from sqlalchemy import select

from portal.accounts.events import Recipient
from portal.applications.events import RemarksGathered
from portal.applications.models import Application
from portal.applications.remark_models import Remark
from portal.applications.services.remarking import people_told
from portal.calls.form import Form
from portal.calls.models import Call
from portal.calls.queries import form_of_version
from portal.commissions.models import Commission
from portal.core.i18n import INTERFACE_LANGUAGES, in_language, joined
from portal.core.unit_of_work import Work

TOLD_AT = time(17)
"""In the commission's time zone."""


def tell_of_remarks(work: Work, commission_id: int) -> int:
    """Queue the digests that are due; returns how many remarks they tell of."""
    commission = work.session.get_one(Commission, commission_id)
    due = list(
        work.session.scalars(
            select(Remark)
            .where(
                Remark.told_at.is_(None),
                Remark.written_at <= _last_end(work.now, ZoneInfo(commission.time_zone)),
            )
            .order_by(Remark.application_id, Remark.is_from_city, Remark.written_at, Remark.id)
            .with_for_update(skip_locked=True)
        )
    )
    for (application_id, is_from_city), group in groupby(
        due, key=lambda row: (row.application_id, row.is_from_city)
    ):
        rows = list(group)
        application = work.session.get_one(Application, (commission_id, application_id))
        form = form_of_version(
            work, work.session.get_one(Call, application.call_id).form_version_id
        )
        sections = {row.section for row in rows if row.resolved_at is None}
        told = people_told(work, application, is_from_city=is_from_city)
        for language, recipients in _by_language(told) if sections else ():
            work.record(
                RemarksGathered(
                    recipients=recipients,
                    commission_code=commission.code,
                    city_name=application.city_name,
                    reference=application.reference,
                    sections=_titles(form, sections, language),
                    is_from_city=is_from_city,
                )
            )
        for row in rows:
            row.told_at = work.now
    work.session.flush()
    return len(due)


def _last_end(now: datetime, zone: ZoneInfo) -> datetime:
    """The last moment at which a working day ended."""
    local = now.astimezone(zone)
    end = datetime.combine(local.date(), TOLD_AT, zone)
    return end if end <= local else end - timedelta(days=1)


def _by_language(people: Iterable[Recipient]) -> list[tuple[str, tuple[Recipient, ...]]]:
    ordered = sorted(people, key=lambda person: person.language)
    return [
        (language, tuple(group))
        for language, group in groupby(ordered, key=lambda person: person.language)
    ]


def _titles(form: Form, sections: set[str], language: str) -> str:
    shown = language if language in INTERFACE_LANGUAGES else "en"
    with in_language(shown):
        titles = [each.title(shown) for each in form.sections if each.key in sections]
        return joined(titles, shown)
