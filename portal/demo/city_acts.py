"""What a city does with its application; names of methods are those of ``stories``."""

from datetime import timedelta

from sqlalchemy import select

from portal.accounts.roles import permissions_of
from portal.applications.mandates import Applicant
from portal.applications.paper_jobs import read_paper
from portal.applications.paper_models import PaperFile
from portal.applications.services import (
    attaching,
    attesting,
    commenting,
    drafting,
    freezing,
    gathering,
    mandating,
    mayor_links,
    mayor_signing,
    reopening,
    starting,
    submitting,
)
from portal.core.i18n import direction
from portal.core.unit_of_work import Actor
from portal.demo import pictures
from portal.demo.answers import Answers, answers_of, improved, sections_of
from portal.demo.plan import texts
from portal.demo.stage import Stage
from portal.demo.stories import dice
from portal.documents.application_print import MAYOR_FIELD
from portal.documents.form_values import SignedPage
from portal.documents.shelf import read
from portal.tenancy.scope import City, Worker

_MAYOR_PERMISSIONS = frozenset(str(permission) for permission in permissions_of("mayor"))
_FIRST_SECTIONS = ("city", "mayor", "contact", "profile")


class CityActs(Stage):
    """The delegate's acts and the mayor's signature."""

    _secret = ""
    """What opens the mayor's link."""

    def start(self) -> None:
        """Open the draft with empty pages."""
        self._start(copy_answers=False)

    def start_again(self) -> None:
        """Open the draft with the answers of the last application."""
        self._start(copy_answers=True)

    def write_some(self) -> None:
        """Fill in the first sections."""
        self._write(sections_of(self._answers(), _FIRST_SECTIONS))
        if self.team:
            self._discuss()
        if self.city.organisation:
            self._give_mandate()

    def _discuss(self) -> None:
        """An editor and the delegate talk about two fields; one matter is settled."""
        helper = self.team[0]
        for field, section, actor, line in (
            ("population", "profile", helper, 0),
            ("contact_organisation", "contact", helper, 1),
            ("contact_organisation", "contact", self.delegate, 2),
        ):
            with self._as(actor, City(self.commission_id, self.city_id)) as work:
                comment = commenting.add_comment(
                    work,
                    self.application_id,
                    section=section,
                    field=field,
                    text=texts()["comments"][self._language][line],
                    tell=[self.delegate.person_id] if self.delegate.person_id else [],
                    commission_code=self.plan.code,
                )
                if line == 1:
                    commenting.resolve_comment(work, comment.id)

    def _give_mandate(self) -> None:
        """The signed document by which the mayor endorses a representative."""
        holder = self.team[0].name if self.team else self.city.delegate_name
        mayor = f"{self.city.mayor_given} {self.city.mayor_family}"
        told = texts()["mandate"]
        words = {"city": self.city.latin, "holder": holder, "organisation": self.city.organisation}
        lines = [line.format(**words) for line in told["lines"]]
        image = pictures.supporting_page(told["title"], self.city.latin, lines)
        with self._city() as work:
            today = work.now.date()
            mandating.set_mandate(
                work,
                self.application_id,
                values=mandating.MandateValues(
                    applicant=Applicant.REPRESENTATIVE,
                    holder_name=holder,
                    organisation=self.city.organisation,
                    mayor_name=mayor,
                    signed_on=today - timedelta(days=9),
                    valid_until=today + timedelta(days=300),
                ),
                file=attaching.ExaminedFile(
                    data=pictures.as_pdf([image]),
                    file_name=f"mandate-{self.city.slug}.pdf",
                    media_type="application/pdf",
                    pages=1,
                    shown_pages=(pictures.as_jpeg(image),),
                ),
            )

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
                attaching.add_attachment(
                    work, self.application_id, title=page["title"], file=file, kind=page["kind"]
                )

    def freeze(self) -> None:
        """Make the version the mayor signs."""
        with self._city() as work:
            freezing.freeze(work, self.application_id, seen_revision=self._revision(work))

    def send_link(self) -> None:
        """Send the mayor the one-time link; the secret is what the mail carries."""
        with self._city() as work:
            self._secret = mayor_links.make_mayor_link(
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

    def remind(self) -> None:
        """Mail the mayor once more."""
        with self._city() as work:
            mayor_links.remind_mayor(work, self.application_id)

    def refuse(self) -> None:
        """The mayor reads and does not sign: something should change first."""
        with self._as(self._mayor(), Worker(self.commission_id)) as work:
            mayor_signing.decline_to_sign(work, self._secret, reason=self._text("refuse"))

    def sign_for_mayor(self) -> None:
        """The deputy signs on screen, with a mandate."""
        self._sign_on_screen(for_mayor=True)

    def sign_paper_for_mayor(self) -> None:
        """The deputy signs by hand, with a mandate."""
        self._sign_on_paper(for_mayor=True)

    def submit(self) -> None:
        """Hand the application to the commission."""
        with self._city() as work:
            submitting.submit(work, self.application_id, seen_revision=self._revision(work))

    def answer_commission(self) -> None:
        """Write back."""
        self._say(self.delegate, "from_city", City(self.commission_id, self.city_id))

    def send_some_sheets(self) -> None:
        """Photograph some pages of the signed print: one is missing, one cannot be read."""
        with self._city() as work:
            printed = read(self._document(work))
        direction_of_print = direction(self._language)
        name = f"{self.city.mayor_given} {self.city.mayor_family}"
        sheets = pictures.photographs(
            printed, mayor=name, city=self.city.latin, direction=direction_of_print
        )
        files = [
            gathering.SentFile(sheet, f"IMG_{4711 + number}.jpg", "image/jpeg")
            for number, sheet in enumerate(sheets)
        ]
        with self._city() as work:
            gathering.add_paper(work, self.application_id, files)
            kept = work.session.scalars(
                select(PaperFile.id).where(PaperFile.application_id == self.application_id)
            ).all()
        for file_id in kept:
            read_paper(
                commission_id=self.commission_id, city_id=str(self.city_id), file_id=str(file_id)
            )

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

    def _start(self, *, copy_answers: bool) -> None:
        with self._city() as work:
            application = starting.start_application(
                work,
                self.commission_id,
                city_id=self.city_id,
                call_id=self.call.id,
                copy_answers=copy_answers,
            )
            self.application_id = application.id

    def _mayor(self, name: str = "") -> Actor:
        own = f"{self.city.mayor_given} {self.city.mayor_family}"
        return Actor(name=name or own, office="mayor", permissions=_MAYOR_PERMISSIONS)

    def _deputy(self) -> str:
        """A name of the country that is not the mayor's."""
        given, _, family = self.city.delegate_name.partition(" ")
        return f"{self.city.mayor_given} {family or given}"

    def _represented(self) -> mayor_signing.RepresentedMayor:
        """The mayor who is away, and the decree by which the deputy signs."""
        mayor = f"{self.city.mayor_given} {self.city.mayor_family}"
        told = texts()["decree"][self.plan.official_language]
        words = {"city": self.city.latin, "mayor": mayor, "deputy": self._deputy()}
        lines = [line.format(**words) for line in told["lines"]]
        image = pictures.supporting_page(told["title"], self.city.latin, lines)
        return mayor_signing.RepresentedMayor(
            mayor,
            self.plan.mayor_title,
            attaching.ExaminedFile(
                data=pictures.as_pdf([image]),
                file_name=f"decree-{self.city.slug}.pdf",
                media_type="application/pdf",
                pages=1,
                shown_pages=(pictures.as_jpeg(image),),
            ),
        )

    def _sign_on_screen(self, *, for_mayor: bool = False) -> None:
        self.send_link()
        chance = dice(self.city.latin, "hand")
        name = self._deputy() if for_mayor else self._mayor().name
        is_drawn = chance.random() < 0.6
        hand = mayor_signing.MayorsHand(
            name=name,
            office=self._office_of_signer(for_mayor=for_mayor),
            consent=texts()["consent_mayor"][self._language],
            language=self._language,
            drawn=pictures.signature_picture(name) if is_drawn else None,
            stamp=pictures.stamp_picture(self.city.latin) if chance.random() < 0.6 else None,
            mayor=self._represented() if for_mayor else None,
        )
        with self._as(self._mayor(name), Worker(self.commission_id)) as work:
            mayor_signing.sign_electronically(
                work, self._secret, shown_sha256=self._document(work), hand=hand
            )

    def _office_of_signer(self, *, for_mayor: bool) -> str:
        if not for_mayor:
            return self.plan.mayor_title
        office: str = texts()["deputy"][self.plan.official_language]
        return office

    def _sign_on_paper(self, *, for_mayor: bool = False) -> None:
        name = self._deputy() if for_mayor else self._mayor().name
        with self._city() as work:
            shown = self._document(work)
            _number, page = pictures.signed_page(
                read(shown),
                field=MAYOR_FIELD,
                signer=name,
                stamp=self.city.latin,
                direction=direction(self._language),
            )
            attesting.attest_paper(
                work,
                self.application_id,
                seen_revision=self._revision(work),
                shown_sha256=shown,
                paper=attesting.SignedPaper(
                    pages=(SignedPage(page),),
                    files=(
                        attesting.Received(
                            data=page,
                            file_name=f"signed-{self.city.slug}.jpg",
                            media_type="image/jpeg",
                            shown_pages=(page,),
                        ),
                    ),
                ),
                attestation=attesting.Attestation(
                    signer_name=name,
                    signer_office=self._office_of_signer(for_mayor=for_mayor),
                    consent=texts()["consent_attestation"][self._language],
                    language=self._language,
                    mayor=self._represented() if for_mayor else None,
                ),
            )

    def _write(self, answers: Answers) -> None:
        for section, values in answers.items():
            with self._city() as work:
                seen = drafting.save_section(work, self.application_id, section, {}, {}).revisions
                drafting.save_section(work, self.application_id, section, values, seen)

    def _answers(self) -> Answers:
        return answers_of(
            self.call.form,
            self.plan,
            self.city,
            call_code=self.call.code,
            guiding_documents=self.call.guiding_documents,
        )
