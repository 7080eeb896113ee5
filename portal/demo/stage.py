"""The ground of all scenes: one application, the people who act in it, and their units of work."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from portal.applications.models import Application
from portal.applications.services import messaging
from portal.applications.services.moving import current_submission
from portal.calls.form import Form
from portal.core.unit_of_work import Actor, Work, unit_of_work
from portal.demo.people import Cast
from portal.demo.plan import CityPlan, CommissionPlan, texts
from portal.demo.stories import dice
from portal.tenancy.scope import City, Commission

_NOT_STARTED = uuid.UUID(int=0)


@dataclass(frozen=True)
class CallFacts:
    """What scenes need to know of a call."""

    id: uuid.UUID
    code: str
    form: Form
    guiding_documents: list[dict[str, str]]


@dataclass
class Stage:
    """An application under way, before anybody has acted."""

    plan: CommissionPlan
    city: CityPlan
    commission_id: int
    city_id: uuid.UUID
    call: CallFacts
    cast: Cast
    delegate: Actor
    coordinator: Actor
    is_on_paper: bool
    team: tuple[Actor, ...] = ()
    """Editors and readers of the city."""
    application_id: uuid.UUID = _NOT_STARTED

    def _say(self, actor: Actor, kind: str, scope: City | Commission) -> None:
        with self._as(actor, scope) as work:
            messaging.mark_messages_read(work, self.application_id)
            messaging.send_message(work, self.application_id, self._text(kind))

    def _text(self, kind: str) -> str:
        told: list[str] = texts()[kind][self._language]
        return dice(self.city.latin, self.call.code, kind).choice(told)

    def _revision(self, work: Work) -> int:
        key = (self.commission_id, self.application_id)
        return work.session.get_one(Application, key).revision

    def _document(self, work: Work) -> str:
        key = (self.commission_id, self.application_id)
        application = work.session.get_one(Application, key)
        return current_submission(work, application).document_sha256

    @property
    def _language(self) -> str:
        return self.plan.languages[0]

    @property
    def _officer_now(self) -> Actor:
        return self.cast.officers[len(self.city.latin) % len(self.cast.officers)]

    @property
    def _signatory(self) -> Actor:
        assert self.cast.signatory is not None
        return self.cast.signatory

    @contextmanager
    def _as(self, actor: Actor, scope: object) -> Iterator[Work]:
        with unit_of_work(scope, actor) as work:
            yield work

    @contextmanager
    def _city(self) -> Iterator[Work]:
        with self._as(self.delegate, City(self.commission_id, self.city_id)) as work:
            yield work

    @contextmanager
    def _officer(self) -> Iterator[Work]:
        with self._as(self._officer_now, Commission(self.commission_id)) as work:
            yield work

    @contextmanager
    def _coordinator(self) -> Iterator[Work]:
        reason = f"Membership in the call {self.call.code}"
        actor = replace(self.coordinator, on_behalf_of=reason)
        with self._as(actor, Commission(self.commission_id)) as work:
            yield work
