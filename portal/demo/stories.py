"""How applications fare: each story is a row of acts, and each act takes its time.

Names of acts are names of methods of ``scenes.Scene``. Nothing here touches the database.
"""

import hashlib
import random
from dataclasses import dataclass
from datetime import datetime, timedelta

_STARTED = ("start",)
_BEGUN_AGAIN = ("start_again",)
_HALF = (*_STARTED, "write_some")
_DONE = (*_HALF, "write_all", "attach")
_FROZEN = (*_DONE, "freeze")
_SIGNED = (*_FROZEN, "sign")
_SUBMITTED = (*_SIGNED, "submit")
_CHECKING = (*_SUBMITTED, "assign", "check_some", "write_note")
_RETURNED = (*_CHECKING, "ask_city", "answer_commission", "send_back")
_AGAIN = (*_RETURNED, "reopen", "improve", "freeze", "sign", "submit")
_CHECKED = (*_CHECKING, "check_all")
_APPROVED = (*_CHECKED, "approve")
_ENDORSED = (*_APPROVED, "endorse")
_FORWARDED = (*_ENDORSED, "forward")
_MEMBER = (*_FORWARDED, "register")

STORIES: dict[str, tuple[str, ...]] = {
    "fresh": _STARTED,
    "begun_again": _BEGUN_AGAIN,
    "half": _HALF,
    "from_pdf": (*_HALF, "fill_offline", "attach", "send_pdf"),
    "from_paper": (*_STARTED, "bring_paper", "type_paper"),
    "to_type": (*_STARTED, "bring_paper"),
    "done": _DONE,
    "awaiting": (*_FROZEN, "send_link"),
    "reminded": (*_FROZEN, "send_link", "remind"),
    "refused": (*_FROZEN, "send_link", "refuse"),
    "awaiting_paper": (*_FROZEN, "send_some_sheets"),
    "signed": _SIGNED,
    "signed_for_mayor": (*_FROZEN, "sign_paper_for_mayor"),
    "submitted": _SUBMITTED,
    "submitted_for_mayor": (*_FROZEN, "sign_for_mayor", "submit"),
    "checking": _CHECKING,
    "again": _AGAIN,
    "returned": _RETURNED,
    "approved": _APPROVED,
    "asking_place": (*_APPROVED, "ask_for_place"),
    "part_two_sent": (*_APPROVED, "send_part_two"),
    "revoked": (*_ENDORSED, "revoke"),
    "declined": (*_CHECKED, "decline"),
    "endorsed": _ENDORSED,
    "forwarded": _FORWARDED,
    "incomplete": (*_FORWARDED, "ask"),
    "answered": (*_FORWARDED, "ask", "answer"),
    "member": _MEMBER,
    "member_again": (*_AGAIN, "assign", "check_all", "approve", "endorse", "forward", "register"),
    "member_asked": (*_FORWARDED, "ask", "answer", "register"),
    "member_left": (*_MEMBER, "leave"),
    "withdrawn": (*_DONE, "withdraw"),
    "taken_back": (*_CHECKING, "withdraw"),
    "lapsed_draft": _HALF,
    "lapsed_signed": _SIGNED,
    "lapsed_returned": _RETURNED,
    "admitted": (*_FORWARDED, "admit"),
    "not_admitted": (*_FORWARDED, "not_admit"),
    "deferred": (*_FORWARDED, "defer"),
}

_DAYS_BEFORE = {
    "write_some": 2.0,
    "write_all": 5.0,
    "fill_offline": 4.0,
    "send_pdf": 0.5,
    "bring_paper": 2.0,
    "type_paper": 1.5,
    "attach": 1.0,
    "freeze": 1.0,
    "send_link": 0.1,
    "remind": 3.0,
    "refuse": 1.5,
    "sign": 2.0,
    "sign_for_mayor": 2.0,
    "sign_paper_for_mayor": 3.0,
    "send_part_two": 1.5,
    "submit": 0.6,
    "assign": 2.0,
    "check_some": 1.0,
    "write_note": 0.1,
    "ask_city": 0.2,
    "answer_commission": 1.2,
    "send_back": 1.0,
    "reopen": 2.0,
    "improve": 3.0,
    "check_all": 3.0,
    "approve": 0.8,
    "decline": 1.5,
    "ask_for_place": 0.4,
    "endorse": 3.5,
    "forward": 1.0,
    "revoke": 2.5,
    "ask": 4.0,
    "answer": 3.0,
    "register": 5.0,
    "withdraw": 3.0,
}
"""Days that usually pass before an act."""
_OF_COORDINATION = {"ask", "answer", "register", "admit", "not_admit", "defer", "leave"}
_DAYS_AFTER_CALL = {
    "ask": 12,
    "answer": 21,
    "register": 85,
    "admit": 85,
    "not_admit": 85,
    "defer": 85,
    "leave": 330,
}
"""In a call that is over: days after the last day of the commissions."""
_FOR_THE_MAYOR = ("freeze", "send_link", "remind", "refuse")
_SHORTEST_PAUSE = timedelta(minutes=9)


@dataclass(frozen=True)
class Round:
    """A call as the demo tells it."""

    code: str
    opens_at: datetime
    closes_at: datetime
    commissions_close_at: datetime


def dice(*faces: object) -> random.Random:
    """Chance that falls the same way each time for the same words."""
    seed = hashlib.sha256("\x00".join(map(str, faces)).encode()).digest()
    return random.Random(seed)  # noqa: S311 - of a demo, not of a secret


def moments_of(
    story: str, call: Round, *, seed: str, now: datetime, silent_days: float = 0
) -> list[tuple[str, datetime]]:
    """Each act of a story with its moment: in order, within the call, in the past."""
    chance = dice(seed, call.code, story)
    acts = STORIES[story]
    if call.commissions_close_at < now:
        return _long_ago(acts, call, chance)
    return _up_to_now(acts, call, chance, now, silent_days)


def _long_ago(
    acts: tuple[str, ...], call: Round, chance: random.Random
) -> list[tuple[str, datetime]]:
    moment = call.opens_at + timedelta(days=chance.uniform(2, 30))
    found: list[tuple[str, datetime]] = []
    for act in acts:
        if act in _OF_COORDINATION:
            day = call.commissions_close_at + timedelta(days=_DAYS_AFTER_CALL[act])
            moment = day + timedelta(days=chance.uniform(0, 3))
        else:
            moment += timedelta(days=_DAYS_BEFORE.get(act, 0) * chance.uniform(0.6, 1.5))
        found.append((act, moment))
    return _in_office_hours(found, chance)


def _up_to_now(
    acts: tuple[str, ...],
    call: Round,
    chance: random.Random,
    now: datetime,
    silent_days: float,
) -> list[tuple[str, datetime]]:
    """Told backwards from the last act, some days ago; hurried if the call is too young."""
    pauses = [_DAYS_BEFORE.get(act, 0) * chance.uniform(0.6, 1.5) for act in acts]
    ago = silent_days + chance.uniform(0, 1) ** 2 * 16 + 0.2
    if acts[-1] in _FOR_THE_MAYOR:
        ago = chance.uniform(0.3, 6)  # links for mayors hold for two weeks
    available = (now - call.opens_at) / timedelta(days=1) - 1.5
    ago = min(ago, available / 2)
    hurry = min(1.0, (available - ago) / (sum(pauses) or 1))
    moment = now - timedelta(days=ago + hurry * sum(pauses))
    found = []
    for act, pause in zip(acts, pauses, strict=True):
        moment += timedelta(days=pause * hurry)
        found.append((act, moment))
    told = _in_office_hours(found, chance)
    late = told[-1][1] - (now - timedelta(minutes=20))
    if late > timedelta(0):
        told = [(act, moment - late - timedelta(hours=1)) for act, moment in told]
    return told


def _in_office_hours(
    acts: list[tuple[str, datetime]], chance: random.Random
) -> list[tuple[str, datetime]]:
    told: list[tuple[str, datetime]] = []
    for act, moment in acts:
        hour, minute = chance.randint(7, 15), chance.randint(0, 59)
        moment = moment.replace(hour=hour, minute=minute, second=chance.randint(0, 59))
        moment = moment.replace(microsecond=0)
        if told and moment <= told[-1][1]:
            moment = told[-1][1] + _SHORTEST_PAUSE * chance.uniform(1, 6)
            moment = moment.replace(microsecond=0)
        told.append((act, moment))
    return told
