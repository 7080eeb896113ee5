"""Cities that have just registered themselves: what an officer finds to confirm."""

from datetime import datetime, timedelta

from portal.accounts.access import ANONYMOUS
from portal.accounts.events import AddressToConfirm
from portal.accounts.services import cities
from portal.accounts.services.invitations import Newcomer as NewAccount
from portal.core.clock import pretend
from portal.core.events import Event, heard_only_by
from portal.core.unit_of_work import Work, unit_of_work
from portal.demo.plan import PASSWORD, CommissionPlan, Newcomer
from portal.tenancy.scope import Worker

_AGO = timedelta(hours=20)
_UNTIL_CONFIRMED = timedelta(minutes=40)
_ADDRESS = "192.0.2.17"
"""From the block reserved for documentation (RFC 5737)."""


def register_newcomers(commission_id: int, plan: CommissionPlan, *, now: datetime) -> None:
    """Let each newcomer register and prove the address; the officers are told as usual."""
    for newcomer in plan.newcomers:
        with pretend(now - _AGO):
            secret = _register(commission_id, newcomer)
        with (
            pretend(now - _AGO + _UNTIL_CONFIRMED),
            unit_of_work(Worker(commission_id), ANONYMOUS) as work,
        ):
            account = NewAccount(name=newcomer.name, language=newcomer.language, password=PASSWORD)
            cities.confirm_as_newcomer(work, secret, account)


def _register(commission_id: int, newcomer: Newcomer) -> str:
    """Fill in the form; the secret that the mail would carry."""
    secrets: list[str] = []

    def listen(_work: Work, event: Event) -> None:
        if isinstance(event, AddressToConfirm):
            secrets.append(event.secret)

    with heard_only_by(listen), unit_of_work(Worker(commission_id), ANONYMOUS) as work:
        cities.register_city(
            work,
            commission_id,
            city=cities.CityFacts(
                name=newcomer.city,
                latin_name=newcomer.latin,
                kind=newcomer.kind,
                subdivision=newcomer.subdivision,
            ),
            registrant=cities.Registrant(
                name=newcomer.name,
                office=newcomer.office,
                email=newcomer.email,
                language=newcomer.language,
            ),
            address=_ADDRESS,
        )
    return secrets[0]
