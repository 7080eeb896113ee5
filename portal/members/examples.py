"""How member cities answered a question of the form: public facts, for those who write now.

Only cities of the register, and of them only answers to questions their own form called public.
"""

import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from portal.applications.queries.city import Draft
from portal.calls.models import Call, FormVersion
from portal.calls.queries import remembered_form
from portal.commissions.countries import country_name
from portal.commissions.models import Commission
from portal.core.unit_of_work import Work
from portal.members.models import Member
from portal.members.queries import PUBLIC_STATUSES

MOST_EXAMPLES = 6


@dataclass(frozen=True)
class Example:
    """One member city's text."""

    city: str
    country: str
    is_own_country: bool
    population: int | None
    admitted_on: date
    certificate_code: str
    text: str
    language: str
    """Language of the text."""


def population_of(written: Draft) -> int | None:
    """The population as the draft gives it."""
    figure = written.answers.get("profile", {}).get("population") or {}
    digits = str(figure.get("value") or "")
    return int(float(digits)) if digits.replace(".", "", 1).isdecimal() else None


def examples(
    work: Work,
    field: str,
    *,
    commission_id: int,
    city_id: uuid.UUID,
    population: int | None,
    language: str,
) -> tuple[Example, ...]:
    """Official texts of other members: the own country's first, then those of a similar size.

    ``language``: of the reader, for names of countries.
    """
    is_own = Member.commission_id == commission_id
    size = func.abs(func.ln(func.greatest(Member.population, 1)) - func.ln(max(population or 1, 1)))
    rows = work.session.execute(
        select(
            Member.commission_id,
            Member.name,
            Member.population,
            Member.admitted_on,
            Member.certificate_code,
            Member.profile[field]["official"].astext.label("text"),
            Commission.country,
            Commission.official_language,
            FormVersion.id,
            FormVersion.digest,
        )
        .join(Commission, Commission.commission_id == Member.commission_id)
        .join(Call, Call.code == Member.call_code)
        .join(FormVersion, FormVersion.id == Call.form_version_id)
        .where(
            Member.status.in_(PUBLIC_STATUSES),
            Member.city_id != city_id,
            Member.profile[field]["official"].astext != "",
        )
        .order_by(is_own.desc(), size.asc().nulls_last(), Member.admitted_on.desc(), Member.city_id)
        .limit(MOST_EXAMPLES)
    ).all()
    found = []
    for row in rows:
        form = remembered_form(work, row.id, row.digest)
        if not any(each.key == field and each.is_public for _section, each in form.fields()):
            continue
        found.append(
            Example(
                city=row.name,
                country=country_name(row.country, language),
                is_own_country=row.commission_id == commission_id,
                population=row.population,
                admitted_on=row.admitted_on,
                certificate_code=row.certificate_code,
                text=row.text,
                language=row.official_language,
            )
        )
    return tuple(found)
