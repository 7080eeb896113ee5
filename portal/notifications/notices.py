"""Subscriber: for each event, tell those whom it concerns, by mail, in their own language.

Queues mail; never sends. Written in the worker from the history of the act, but with a secret, or
about an account, in the transaction of the act: history and queue must not know these. What is told
to whom stands in ``texts``; adding a notice needs no change here.
"""

from collections.abc import Iterable

from portal.accounts.events import AccountEvent
from portal.commissions.rewording import wordings_for, wordings_of
from portal.core.events import Event
from portal.core.i18n import Wordings, day, in_language, in_wordings
from portal.core.unit_of_work import Work
from portal.history.events import RecordedEvent
from portal.notifications.addresses import Addresses
from portal.notifications.events import DatesMoved, DeadlineNear, MonthEnding
from portal.notifications.facts import (
    CommissionFacts,
    Facts,
    application_facts,
    call_facts,
    commission_facts,
    dates_words,
    event_words,
    language_of_link,
    office_words,
    receipt_of,
)
from portal.notifications.notice import Audience, Notice
from portal.notifications.people import Reader, readers, readers_of_call, staff
from portal.notifications.services import AttachedFile, Mail, queue_mails
from portal.notifications.texts import (
    accounts,
    calls,
    city,
    commission,
    coordination,
    lateness,
    months,
    places,
    remarks,
    seasons,
)
from portal.notifications.writing import language_for, write
from portal.tenancy.scope import NETWORK_ID

NOTICES: tuple[Notice, ...] = (
    *city.NOTICES,
    *commission.NOTICES,
    *coordination.NOTICES,
    *places.NOTICES,
    *lateness.NOTICES,
    *months.NOTICES,
    *calls.NOTICES,
    *accounts.NOTICES,
    *remarks.NOTICES,
    *seasons.NOTICES,
)
_addresses: Addresses | None = None


def use_addresses(addresses: Addresses) -> None:
    """Tell how links are built; called once at start."""
    global _addresses
    _addresses = addresses


def notify_at_once(work: Work, event: Event) -> None:
    """Subscriber: queue, with the act, the mails that cannot be written from its history."""
    if not _can_wait(event):
        notify(work, event)


def notify_later(work: Work, event: Event) -> None:
    """Later subscriber: queue all other mails."""
    if _can_wait(event):
        notify(work, event)


def notify(work: Work, event: Event) -> None:
    """Queue the mails of an event. Somebody with two roles gets one mail."""
    notices = [
        notice
        for notice in NOTICES
        if isinstance(event, notice.event) and (notice.when is None or notice.when(event))
    ]
    if not notices:
        return
    if isinstance(event, AccountEvent):
        _tell_named(work, event, notices)
    elif isinstance(event, RecordedEvent | DeadlineNear):
        _tell_about_application(work, event, notices)
    elif isinstance(event, DatesMoved):
        _tell_of_dates(work, event, notices)
    elif isinstance(event, MonthEnding):
        _tell_of_months(work, event, notices)


def _can_wait(event: Event) -> bool:
    return isinstance(event, RecordedEvent) and not event.secrets()


def _tell_named(work: Work, event: AccountEvent, notices: list[Notice]) -> None:
    mails = []
    commission_id = getattr(event, "commission_id", None)
    wordings = None if commission_id is None else wordings_for(work, commission_id)
    for notice in notices:
        for recipient in event.recipients:
            language = language_for(recipient.language)
            reader = Reader(recipient.email, recipient.name, language)
            with in_wordings(wordings):
                with in_language(language):
                    words = event_words(event, language, "UTC")
                mails.append(_mail(notice, reader, words, language))
    scope_commission = getattr(work.scope, "commission_id", None)
    queue_mails(work, NETWORK_ID if scope_commission is None else scope_commission, mails)


def _tell_about_application(
    work: Work, event: RecordedEvent | DeadlineNear, notices: list[Notice]
) -> None:
    facts = application_facts(work, event.commission_id, event.application_id)
    audiences = {notice.audience for notice in notices}
    people = readers(work, audiences, commission_id=event.commission_id, city_id=event.city_id)
    if Audience.MAYOR in audiences:
        people[Audience.MAYOR] = [_mayor(work, event)]
    mails, told = [], set()
    for notice in notices:
        enclosed = _enclosed(work, event, notice)
        for reader in people[notice.audience]:
            if reader.email in told:
                continue
            told.add(reader.email)
            language = language_for(reader.language)
            with in_wordings(_wordings(facts, notice)):
                words = _words(work, event, facts, language)
                mails.append(_mail(notice, reader, words, language, event, enclosed))
    queue_mails(work, event.commission_id, mails)


def _tell_of_dates(work: Work, event: DatesMoved, notices: list[Notice]) -> None:
    audiences = {notice.audience for notice in notices}
    people = readers_of_call(
        work, audiences, commission_id=event.commission_id, call_id=event.call_id
    )
    facts = call_facts(work, event)
    mails: dict[str, Mail] = {}
    for notice in notices:
        for reader in people[notice.audience]:
            language = language_for(reader.language)
            words = dates_words(event, facts, language)
            with in_wordings(_wordings(facts, notice)):
                mails.setdefault(reader.email, _mail(notice, reader, words, language))
    queue_mails(work, event.commission_id, list(mails.values()))


def _tell_of_months(work: Work, event: MonthEnding, notices: list[Notice]) -> None:
    audiences = {notice.audience for notice in notices}
    people = staff(work, audiences, commission_id=event.commission_id)
    facts = commission_facts(work, event.commission_id)
    mails: dict[str, Mail] = {}
    for notice in notices:
        for reader in people[notice.audience]:
            language = language_for(reader.language)
            with in_wordings(_wordings(facts, notice)):
                with in_language(language):
                    words = {
                        **facts.in_words(language),
                        "first_day": day(event.files[0].ends_on, language),
                        "files": "\n".join(
                            months.file_line(file, language) for file in event.files
                        ),
                    }
                mails.setdefault(reader.email, _mail(notice, reader, words, language))
    queue_mails(work, event.commission_id, list(mails.values()))


def _wordings(facts: Facts | CommissionFacts, notice: Notice) -> Wordings | None:
    """The commission's own words, but not towards the Coordination Team."""
    if notice.audience is Audience.COORDINATION:
        return None
    return wordings_of(facts.commission_id, facts.wording_revision)


def _words(
    work: Work, event: RecordedEvent | DeadlineNear, facts: Facts, language: str
) -> dict[str, str]:
    with in_language(language):
        return {
            **event_words(event, language, facts.time_zone),
            **facts.in_words(language),
            "actor": work.actor.name or office_words(work.actor.office),
        }


def _mail(
    notice: Notice,
    reader: Reader,
    words: dict[str, str],
    language: str,
    event: RecordedEvent | DeadlineNear | None = None,
    enclosed: Iterable[AttachedFile] = (),
) -> Mail:
    if _addresses is None:
        raise RuntimeError("create_app() has not been called: links of mails cannot be built")
    written = write(notice, words, reader_name=reader.name, language=language, addresses=_addresses)
    kind = notice.kind
    if isinstance(event, DeadlineNear):
        kind = f"{kind}.{event.days}"
    return Mail(
        kind=kind,
        to_address=reader.email,
        to_name=reader.name,
        language=written.language,
        subject=written.subject,
        text=written.text,
        html=written.html,
        application_id=event.application_id if event else None,
        attachments=tuple(enclosed),
    )


def _mayor(work: Work, event: Event) -> Reader:
    email, secret = getattr(event, "email"), getattr(event, "secret")  # noqa: B009
    return Reader(email, "", language_of_link(work, secret))


def _enclosed(
    work: Work, event: RecordedEvent | DeadlineNear, notice: Notice
) -> list[AttachedFile]:
    if not notice.encloses_receipt or not isinstance(event, RecordedEvent):
        return []
    return receipt_of(work, event.application_id, event.submission_number)
