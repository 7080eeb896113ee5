"""One application's acts, each by the person whose act it is, through the services of the portal.

Names of methods are those of ``stories``. Never sets a state: that is the services' alone.
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from portal.accounts.roles import permissions_of
from portal.applications.checklist import point_keys
from portal.applications.models import Application, Verdict
from portal.applications.services import (
    assigning,
    attaching,
    attesting,
    checking,
    coordinating,
    deciding,
    drafting,
    endorsing,
    forwarding,
    freezing,
    mayor_signing,
    messaging,
    noting,
    reopening,
    starting,
    submitting,
)
from portal.applications.services.moving import current_submission
from portal.calls.form import Form
from portal.core.unit_of_work import Actor, Work, unit_of_work
from portal.demo import pictures
from portal.demo.answers import Answers, answers_of, improved, sections_of
from portal.demo.people import Cast
from portal.demo.plan import CityPlan, CommissionPlan, texts
from portal.demo.stories import dice
from portal.documents.shelf import read
from portal.members import services as members
from portal.members.models import MemberStatus
from portal.tenancy.scope import City, Commission, Network, Worker

_MAYOR_PERMISSIONS = frozenset(str(permission) for permission in permissions_of("mayor"))
_FIRST_SECTIONS = ("city", "mayor", "contact", "profile")


@dataclass(frozen=True)
class CallFacts:
    """What scenes need to know of a call."""

    id: uuid.UUID
    code: str
    form: Form
    guiding_documents: list[dict[str, str]]


@dataclass
class Scene:
    """An application under way."""

    plan: CommissionPlan
    city: CityPlan
    commission_id: int
    city_id: uuid.UUID
    call: CallFacts
    cast: Cast
    delegate: Actor
    coordinator: Actor
    is_on_paper: bool
    application_id: uuid.UUID = uuid.UUID(int=0)

    def play(self, act: str) -> None:
        """Carry out the act of that name."""
        getattr(self, act)()

    # The city

    def start(self) -> None:
        """Open the draft."""
        with self._city() as work:
            application = starting.start_application(
                work,
                self.commission_id,
                city_id=self.city_id,
                call_id=self.call.id,
                copy_answers=False,
            )
            self.application_id = application.id

    def write_some(self) -> None:
        """Fill in the first sections."""
        self._write(sections_of(self._answers(), _FIRST_SECTIONS))

    def write_all(self) -> None:
        """Fill in the rest."""
        answers = self._answers()
        self._write({key: value for key, value in answers.items() if key not in _FIRST_SECTIONS})

    def attach(self) -> None:
        """Add supporting documents, as many as this commission asks for."""
        told = texts()["attachments"][self.plan.official_language]
        first = dice(self.city.latin, "attachments").randrange(len(told))
        for number in range(self.plan.attachments_each):
            page = told[(first + number) % len(told)]
            lines = [line.format(city=self.city.latin) for line in page["lines"]]
            image = pictures.supporting_page(page["title"], self.city.latin, lines)
            file = attaching.ExaminedFile(
                data=pictures.as_pdf([image]),
                file_name=f"{page['file']}-{self.city.slug}.pdf",
                media_type="application/pdf",
                pages=1,
                shown_pages=(pictures.as_jpeg(image),),
            )
            with self._city() as work:
                attaching.add_attachment(work, self.application_id, title=page["title"], file=file)

    def freeze(self) -> None:
        """Make the version the mayor signs."""
        with self._city() as work:
            freezing.freeze(work, self.application_id, seen_revision=self._revision(work))

    def send_link(self) -> str:
        """Send the mayor the one-time link; the secret is what the mail carries."""
        with self._city() as work:
            return mayor_signing.make_mayor_link(
                work,
                self.application_id,
                email=f"mayor@{self.city.slug}.example",
                language=self._language,
            )

    def sign(self) -> None:
        """The mayor signs, on screen or on paper."""
        if self.is_on_paper:
            self._sign_on_paper()
        else:
            self._sign_on_screen()

    def submit(self) -> None:
        """Hand the application to the commission."""
        with self._city() as work:
            submitting.submit(work, self.application_id, seen_revision=self._revision(work))

    def answer_commission(self) -> None:
        """Write back."""
        self._say(self.delegate, "from_city", City(self.commission_id, self.city_id))

    def reopen(self) -> None:
        """Take the returned application back to work on it."""
        with self._city() as work:
            reopening.reopen(work, self.application_id, seen_revision=self._revision(work))

    def improve(self) -> None:
        """Complete what the commission asked for."""
        self._write(improved(self._answers(), self.plan, self.city))

    def withdraw(self) -> None:
        """End the application at the city's wish."""
        with self._city() as work:
            reopening.withdraw(
                work,
                self.application_id,
                seen_revision=self._revision(work),
                reason=self._text("withdraw"),
            )

    # The commission

    def assign(self) -> None:
        """An officer takes the file."""
        with self._officer() as work:
            assigning.assign_officer(
                work, self.application_id, officer_id=self._officer_now.person_id
            )

    def check_some(self) -> None:
        """Give the first verdicts."""
        keys = point_keys(self.call.form)
        self._mark(keys[: len(keys) // 2])

    def check_all(self) -> None:
        """Give the verdicts that are still open on this version."""
        keys = point_keys(self.call.form)
        with self._officer() as work:
            key = (self.commission_id, self.application_id)
            done = work.session.get_one(Application, key).checks_done
        self._mark(keys[done:])

    def write_note(self) -> None:
        """Leave a note for colleagues."""
        with self._officer() as work:
            noting.write_note(work, self.application_id, text=self._text("note"))

    def ask_city(self) -> None:
        """Write the city a message."""
        self._say(self._officer_now, "from_commission", Commission(self.commission_id))

    def send_back(self) -> None:
        """Return the application for completion, one point marked as needing work."""
        with self._officer() as work:
            checking.mark_point(
                work,
                self.application_id,
                point="substance",
                verdict=Verdict.NEEDS_WORK,
                note=self._text("note"),
            )
            deciding.return_for_completion(
                work,
                self.application_id,
                seen_revision=self._revision(work),
                reason=self._text("return"),
                sections=("profile", "motivation"),
            )

    def approve(self) -> None:
        """Decide to endorse, where the commission decides in two steps."""
        if not self.plan.two_step_decision:
            return
        with self._officer() as work:
            deciding.approve(
                work,
                self.application_id,
                seen_revision=self._revision(work),
                small_city_reason=self._text("small") if self.city.population < 10_000 else "",
            )

    def decline(self) -> None:
        """Decline with a reason."""
        actor = self._officer_now if self.plan.officers_may_decline else self._signatory
        with self._as(actor, Commission(self.commission_id)) as work:
            deciding.decline(
                work,
                self.application_id,
                seen_revision=self._revision(work),
                reason=self._text("decline"),
            )

    def endorse(self) -> None:
        """Sign Part 2."""
        signatory = self._signatory
        with self._as(signatory, Commission(self.commission_id)) as work:
            endorsing.endorse(
                work,
                self.application_id,
                seen_revision=self._revision(work),
                shown_sha256=self._document(work),
                hand=endorsing.SignatorysHand(
                    name=signatory.name,
                    office=signatory.title,
                    consent=texts()["consent_commission"][self._language],
                    language=self._language,
                ),
            )

    def forward(self) -> None:
        """Hand the dossier on, unless it went with the endorsement."""
        if self.plan.forward_at_once:
            return
        with self._officer() as work:
            forwarding.forward(work, self.application_id, seen_revision=self._revision(work))

    def revoke(self) -> None:
        """Withdraw the endorsement."""
        with self._as(self._signatory, Commission(self.commission_id)) as work:
            endorsing.revoke(
                work,
                self.application_id,
                seen_revision=self._revision(work),
                reason=self._text("revoke"),
            )

    def answer(self) -> None:
        """Answer the Coordination Team."""
        with self._officer() as work:
            coordinating.answer(
                work,
                self.application_id,
                seen_revision=self._revision(work),
                answer=self._text("answer"),
            )

    # The Coordination Team

    def ask(self) -> None:
        """Ask for a completion."""
        with self._coordinator() as work:
            coordinating.ask(
                work,
                self.application_id,
                seen_revision=self._revision(work),
                question=texts()["question"]["en"],
            )

    def register(self) -> None:
        """Register the member."""
        with self._coordinator() as work:
            members.register(work, self.application_id, seen_revision=self._revision(work))

    def admit(self) -> None:
        """Register what the jury recommended."""
        with self._coordinator() as work:
            members.admit(work, self.application_id, **self._minute(work))

    def not_admit(self) -> None:
        """Record that the jury did not recommend."""
        with self._coordinator() as work:
            members.not_admit(work, self.application_id, **self._minute(work))

    def defer(self) -> None:
        """Put the decision off."""
        with self._coordinator() as work:
            members.defer(work, self.application_id, **self._minute(work))

    def leave(self) -> None:
        """A member leaves the network."""
        with self._as(self.coordinator, Network()) as work:
            members.change_status(
                work,
                self.commission_id,
                self.city_id,
                seen_status=MemberStatus.ACTIVE,
                status=MemberStatus.LEFT,
                since=work.now.date(),
                reason=texts()["leave"]["en"],
            )

    # What acts are made of

    def _sign_on_screen(self) -> None:
        secret = self.send_link()
        chance = dice(self.city.latin, "hand")
        name = f"{self.city.mayor_given} {self.city.mayor_family}"
        is_drawn = chance.random() < 0.6
        hand = mayor_signing.MayorsHand(
            name=name,
            office=self.plan.mayor_title,
            consent=texts()["consent_mayor"][self._language],
            language=self._language,
            drawn=pictures.signature_picture(name) if is_drawn else None,
            stamp=pictures.stamp_picture(self.city.latin) if chance.random() < 0.6 else None,
        )
        mayor = Actor(name=name, office="mayor", permissions=_MAYOR_PERMISSIONS)
        with self._as(mayor, Worker(self.commission_id)) as work:
            mayor_signing.sign_electronically(
                work, secret, shown_sha256=self._document(work), hand=hand
            )

    def _sign_on_paper(self) -> None:
        name = f"{self.city.mayor_given} {self.city.mayor_family}"
        with self._city() as work:
            shown = self._document(work)
            page = pictures.signed_page(read(shown), mayor=name, city=self.city.latin)
            attesting.attest_paper(
                work,
                self.application_id,
                seen_revision=self._revision(work),
                shown_sha256=shown,
                scan=attesting.Scan(
                    data=page,
                    file_name=f"signed-{self.city.slug}.jpg",
                    media_type="image/jpeg",
                    pages=(page,),
                ),
                attestation=attesting.Attestation(
                    mayor_name=name,
                    mayor_office=self.plan.mayor_title,
                    consent=texts()["consent_attestation"][self._language],
                    language=self._language,
                ),
            )

    def _write(self, answers: Answers) -> None:
        for section, values in answers.items():
            with self._city() as work:
                seen = drafting.save_section(work, self.application_id, section, {}, {}).revisions
                drafting.save_section(work, self.application_id, section, values, seen)

    def _mark(self, points: tuple[str, ...]) -> None:
        with self._officer() as work:
            for point in points:
                checking.mark_point(
                    work, self.application_id, point=point, verdict=Verdict.MEETS
                )

    def _say(self, actor: Actor, kind: str, scope: City | Commission) -> None:
        with self._as(actor, scope) as work:
            messaging.mark_messages_read(work, self.application_id)
            messaging.send_message(work, self.application_id, self._text(kind))

    def _answers(self) -> Answers:
        return answers_of(
            self.call.form,
            self.plan,
            self.city,
            call_code=self.call.code,
            guiding_documents=self.call.guiding_documents,
        )

    def _text(self, kind: str) -> str:
        told: list[str] = texts()[kind][self._language]
        return dice(self.city.latin, self.call.code, kind).choice(told)

    def _minute(self, work: Work) -> dict[str, Any]:
        return {
            "seen_revision": self._revision(work),
            "minute": f"Jury {self.call.code}, minute 4.{len(self.city.latin)}",
        }

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
