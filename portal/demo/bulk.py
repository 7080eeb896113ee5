"""Very many plain applications for measuring, written by the database itself.

The one place that sets states by hand: no real application can be made in a millisecond. These
have no files and no signatures; everything else about them holds, down to the chain of history.
"""

import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert

from config.roles import connect
from config.settings import Settings
from portal.applications.models import ReferenceCounter
from portal.calls.form import parse_form
from portal.calls.models import Call
from portal.commissions.models import Commission
from portal.core import clock
from portal.core.errors import NotFound
from portal.core.i18n import lazy_gettext as _l
from portal.core.unit_of_work import OPERATOR, Work, unit_of_work
from portal.demo.answers import answers_of
from portal.demo.forms import demo_form
from portal.demo.loading import Progress, refresh_figures, refuse_in_production
from portal.demo.plan import read_plans
from portal.demo.telling import lay_ground
from portal.tenancy.scope import Nobody, Worker

_HERE = Path(__file__).parent
COMMISSIONS = 200
ROWS_AT_ONCE = 5_000
MOST_WITH_HISTORY = 100_000
_IN_CLOSED_CALL = 0.4
"""Share of the applications that belong to the round that is over."""
_OPEN_STATES = {
    "draft": 18,
    "awaiting_mayor": 6,
    "signed": 3,
    "submitted": 23,
    "returned": 9,
    "approved": 8,
    "endorsed": 6,
    "forwarded": 12,
    "incomplete": 3,
    "member": 6,
    "declined": 4,
    "withdrawn": 2,
}
_CLOSED_STATES = {"member": 72, "declined": 10, "lapsed": 12, "withdrawn": 6}
_SYLLABLES = [
    *("Al", "Be", "Ca", "Da", "El", "Fa", "Ga", "Ha", "Il", "Ja", "Ka", "La"),
    *("Ma", "Na", "Or", "Pa", "Ra", "Sa", "Ta", "Ul", "Va", "Wa", "Ya", "Za"),
]
_ENDINGS = [
    *("rada", "mira", "lona", "vento", "bury", "stadt", "grad", "pura"),
    *("dorf", "ville", "port", "sol", "monte", "nova", "brook", "haven"),
]


@dataclass(frozen=True)
class _Round:
    id: object
    code: str
    form_version_id: str
    opens_at: datetime
    until: datetime
    states: dict[str, int]


def load_many(
    settings: Settings,
    applications: int,
    *,
    commission: str | None,
    begin: Callable[[int], Progress],
) -> int:
    """Add so many applications, in one commission or spread over 200; how many got some.

    Raises NotAllowed in production, NotFound for an unknown commission.
    """
    refuse_in_production(settings)
    rounds = _rounds()
    chosen = _commissions(commission)
    progress = begin(applications)
    share, rest = divmod(applications, len(chosen))
    has_history = applications <= MOST_WITH_HISTORY
    filled = []
    for number, (commission_id, code) in enumerate(chosen):
        count = share + (number < rest)
        if not count:
            continue
        past = round(count * _IN_CLOSED_CALL)
        for call, rows in ((rounds[0], past), (rounds[1], count - past)):
            _fill(commission_id, code, call, rows, progress)
        if has_history:
            _add_history(commission_id)
        filled.append(commission_id)
    refresh_figures(filled)
    _tell_the_planner(settings)
    return len(filled)


def _fill(commission_id: int, code: str, call: _Round, rows: int, progress: Progress) -> None:
    """Add rows of one call to a commission, some thousands to a transaction."""
    while rows > 0:
        count = min(rows, ROWS_AT_ONCE)
        with unit_of_work(Worker(commission_id), OPERATOR) as work:
            last = _reserve(work, commission_id, call, count)
            _insert(work, commission_id, code, call, first=last - count + 1, last=last)
        progress(count)
        rows -= count


def _reserve(work: Work, commission_id: int, call: _Round, count: int) -> int:
    """Take so many numbers of references; the last of them."""
    counter = (
        insert(ReferenceCounter)
        .values(commission_id=commission_id, call_id=call.id, last_number=count)
        .on_conflict_do_update(
            index_elements=[ReferenceCounter.commission_id, ReferenceCounter.call_id],
            set_={"last_number": ReferenceCounter.last_number + count},
        )
        .returning(ReferenceCounter.last_number)
    )
    return int(work.session.execute(counter).scalar_one())


def _insert(
    work: Work, commission_id: int, code: str, call: _Round, *, first: int, last: int
) -> None:
    total, shares = 0, []
    for weight in call.states.values():
        total += weight
        shares.append(total / sum(call.states.values()))
    work.session.execute(
        text((_HERE / "bulk.sql").read_text(encoding="utf-8")),
        {
            "commission_id": commission_id,
            "code": code,
            "call_id": call.id,
            "call_code": call.code,
            "form_version_id": call.form_version_id,
            "opens_at": call.opens_at,
            "until": call.until,
            "first": first,
            "last": last,
            "seed": secrets.token_hex(8),
            "states": list(call.states),
            "shares": shares[:-1],
            "syllables": _SYLLABLES,
            "endings": _ENDINGS,
            "answers": _answers(call),
        },
    )


def _add_history(commission_id: int) -> None:
    with unit_of_work(Worker(commission_id), OPERATOR) as work:
        work.session.execute(
            text((_HERE / "bulk_history.sql").read_text(encoding="utf-8")),
            {"commission_id": commission_id},
        )


def _answers(call: _Round) -> str:
    """One city's answers, the same for all: what counts is their size."""
    plan = read_plans()[0]
    form = parse_form(demo_form(call.form_version_id))
    answers = answers_of(form, plan, plan.cities[0], call_code=call.code, guiding_documents=[])
    return json.dumps(answers, ensure_ascii=False)


def _rounds() -> tuple[_Round, _Round]:
    """The newest call that is over and the one that is open; made if there are none."""
    now = clock.now()
    with unit_of_work(Nobody(), OPERATOR, read_only=True) as work:
        has_calls = work.session.scalar(select(Call.id).limit(1)) is not None
    if not has_calls:
        lay_ground()
    with unit_of_work(Nobody(), OPERATOR, read_only=True) as work:
        calls = work.session.scalars(select(Call).order_by(Call.closes_at.desc())).all()
        over = [call for call in calls if call.commissions_close_at < now]
        current = [call for call in calls if call.opens_at <= now <= call.closes_at]
        if not over or not current:
            raise NotFound(_l("There must be a call that is over and one that is open."))
        return (
            _round(over[0], over[0].commissions_close_at, _CLOSED_STATES),
            _round(current[0], now, _OPEN_STATES),
        )


def _round(call: Call, until: datetime, states: dict[str, int]) -> _Round:
    return _Round(call.id, call.code, call.form_version_id, call.opens_at, until, states)


def _commissions(code: str | None) -> list[tuple[int, str]]:
    statement = select(Commission.commission_id, Commission.code).order_by(Commission.code)
    if code is not None:
        statement = statement.where(Commission.code == code.lower())
    with unit_of_work(Nobody(), OPERATOR, read_only=True) as work:
        rows = work.session.execute(statement.limit(COMMISSIONS)).all()
    if not rows:
        raise NotFound(_l("There is no commission of this code."))
    return [(row.commission_id, row.code) for row in rows]


def _tell_the_planner(settings: Settings) -> None:
    """Have the owner count the tables anew, if this process may: measuring needs it."""
    if settings.owner_database_url is None:
        return
    with connect(settings.owner_database_url) as owner:
        for table in ("application", "city", "submission", "history_entry", "history_head"):
            owner.execute(f"vacuum (analyze) {table}")
