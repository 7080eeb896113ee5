"""What a commission does with an application; names of methods are those of ``stories``."""

from sqlalchemy import select

from portal.applications.checklist import point_keys
from portal.applications.models import Application, Submission, Verdict
from portal.applications.part_two_on_paper import Scan, ScannedCode
from portal.applications.services import (
    assigning,
    checking,
    coordinating,
    deciding,
    endorsing,
    endorsing_on_paper,
    forwarding,
    noting,
    places,
)
from portal.commissions.models import SignatureMethod
from portal.core.i18n import direction
from portal.demo import pictures
from portal.demo.plan import texts
from portal.demo.stage import Stage
from portal.demo.stories import dice
from portal.documents.application_print import COMMISSION_FIELD
from portal.documents.codes_on_paper import page_address
from portal.documents.shelf import read
from portal.signing.keyring import page_key, portal_address
from portal.tenancy.scope import Commission

_PAPER_SHARE = 0.3
"""Of endorsements in commissions that offer both ways."""


class CommissionActs(Stage):
    """The officers' acts and the signatory's."""

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

    def ask_for_place(self) -> None:
        """Ask the Coordination Team for one more place in the call."""
        with self._officer() as work:
            places.ask_for_place(work, self.application_id, reason=texts()["place"]["en"])

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
        """Sign Part 2, on screen or on paper, as the commission does."""
        method = self.plan.signature_method
        on_paper = dice("part two", self.city.latin).random() < _PAPER_SHARE
        if method is SignatureMethod.PAPER or (method is SignatureMethod.BOTH and on_paper):
            self._endorse_on_paper()
        else:
            self._endorse_on_screen()

    def _endorse_on_screen(self) -> None:
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

    def send_part_two(self) -> None:
        """Send the scan of Part 2 signed by hand; nobody has attested it yet."""
        self._send_scan()

    def _send_scan(self) -> tuple[str, str]:
        """Digests of what was signed and of its scan."""
        signatory = self._signatory
        with self._officer() as work:
            shown = self._document(work)
            number, page = pictures.signed_page(
                read(shown),
                field=COMMISSION_FIELD,
                signer=signatory.name,
                stamp=f"UNESCO {self.plan.code}",
                direction=direction(self._language),
            )
            code = work.session.scalars(
                select(Submission.verification_code).where(Submission.document_sha256 == shown)
            ).one()
            address = page_address(portal_address(), code, number, key=page_key())
            scan = endorsing_on_paper.take_in_scan(
                work,
                self.application_id,
                seen_revision=self._revision(work),
                shown_sha256=shown,
                scan=Scan(
                    data=page,
                    file_name="part-2-signed.jpg",
                    media_type="image/jpeg",
                    pages=(page,),
                    codes=(ScannedCode(1, address),),
                ),
            ).scan_sha256
        return shown, scan

    def _endorse_on_paper(self) -> None:
        """An officer sends the scan, the signatory attests it."""
        signatory = self._signatory
        shown, scan = self._send_scan()
        with self._as(signatory, Commission(self.commission_id)) as work:
            endorsing_on_paper.endorse_on_paper(
                work,
                self.application_id,
                seen_revision=self._revision(work),
                shown_sha256=shown,
                scan_sha256=scan,
                hand=endorsing_on_paper.PaperHand(
                    signer_name=signatory.name,
                    signer_office=signatory.title,
                    written_on=work.now.date(),
                    attester_name=signatory.name,
                    attester_office=signatory.title,
                    consent=texts()["consent_paper"][self._language],
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

    def _mark(self, points: tuple[str, ...]) -> None:
        with self._officer() as work:
            for point in points:
                checking.mark_point(work, self.application_id, point=point, verdict=Verdict.MEETS)
