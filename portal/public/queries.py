"""What anybody may read: commissions, open calls, dates, guiding documents, counts of members."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from portal.calls.queries import CallDates, GuidingText, guiding_texts, next_call, open_calls
from portal.commissions.countries import country_name, sort_key
from portal.commissions.models import Commission
from portal.commissions.names import wording
from portal.core.errors import NotFound
from portal.core.unit_of_work import Work


@dataclass(frozen=True)
class CommissionLink:
    """A commission in the list of all."""

    code: str
    country: str
    name: str


@dataclass(frozen=True)
class CommissionPage:
    """A commission's public facts."""

    commission_id: int
    code: str
    country: str
    """ISO 3166-1 alpha-2."""
    names: dict[str, str]
    languages: tuple[str, ...]
    official_language: str
    time_zone: str
    is_open: bool
    closes_on: date | None
    closing_reason: str
    contact_name: str
    contact_email: str
    contact_phone: str
    website: str
    brand_color: str
    introduction: dict[str, str]

    def name(self, language: str) -> str:
        """The official name in a language, else in the commission's own."""
        return wording(self.names, self.languages, language)

    def words(self, language: str) -> str:
        """The commission's words to its cities, in a language it wrote; may be empty."""
        return wording(self.introduction, self.languages, language)


@dataclass(frozen=True)
class HowToApply:
    """A commission's page: its facts, the call that is open, the next one, what is adopted."""

    commission: CommissionPage
    call: CallDates | None
    next_call: CallDates | None
    guiding_texts: tuple[GuidingText, ...]


def commission_links(work: Work, *, language: str, search: str) -> tuple[CommissionLink, ...]:
    """All commissions by country, in the reader's language; found by country, name or code."""
    rows = work.session.execute(
        select(
            Commission.code, Commission.country, Commission.names, Commission.languages
        ).order_by(Commission.commission_id)
    )
    links = [
        CommissionLink(
            code=row.code,
            country=country_name(row.country, language),
            name=wording(row.names, row.languages, language),
        )
        for row in rows
    ]
    words = sort_key(search.strip())
    found = [
        link
        for link in links
        if not words
        or words == link.code
        or any(words in sort_key(text) for text in (link.country, link.name))
    ]
    return tuple(sorted(found, key=lambda link: (sort_key(link.country), link.code)))


def network_calls(work: Work) -> tuple[CallDates, ...]:
    """Real calls that are open now anywhere."""
    return tuple(call for call in open_calls(work, 0) if not call.is_training)


def how_to_apply(work: Work, code: str) -> HowToApply:
    """Everything on a commission's page. Raises NotFound."""
    row = work.session.scalars(select(Commission).where(Commission.code == code.lower())).first()
    if row is None:
        raise NotFound()
    calls = [call for call in open_calls(work, row.commission_id) if not call.is_training]
    call = calls[0] if calls else None
    coming = next_call(work, row.commission_id)
    shown = call or coming
    return HowToApply(
        commission=_page(row),
        call=call,
        next_call=coming,
        guiding_texts=guiding_texts(work, shown.guiding_document_ids) if shown else (),
    )


def _page(row: Commission) -> CommissionPage:
    return CommissionPage(
        commission_id=row.commission_id,
        code=row.code,
        country=row.country,
        names=dict(row.names),
        languages=tuple(row.languages),
        official_language=row.official_language,
        time_zone=row.time_zone,
        is_open=row.is_open,
        closes_on=row.closes_on,
        closing_reason=row.closing_reason,
        contact_name=row.contact_name,
        contact_email=row.contact_email,
        contact_phone=row.contact_phone,
        website=row.website,
        brand_color=row.brand_color,
        introduction=dict(row.introduction),
    )
