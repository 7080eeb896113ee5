"""The way of an application behind its submission, taken by the real services."""

import io
import uuid
from dataclasses import dataclass

import pikepdf
from PIL import Image

from portal.accounts.roles import Role
from portal.applications.checklist import point_keys
from portal.applications.handwritten_files import FormFile, received_form
from portal.applications.mandates import Applicant
from portal.applications.models import Submission, Verdict
from portal.applications.part_two_on_paper import Scan, ScannedCode, place_of_part_two
from portal.applications.services.attaching import ExaminedFile, add_attachment
from portal.applications.services.checking import mark_point
from portal.applications.services.deciding import approve
from portal.applications.services.endorsing import SignatorysHand, endorse
from portal.applications.services.endorsing_on_paper import take_in_scan
from portal.applications.services.filling_offline import application_form, receive_filled_form
from portal.applications.services.forwarding import forward
from portal.applications.services.freezing import freeze
from portal.applications.services.gathering import SentFile, add_paper
from portal.applications.services.mandating import MandateValues, set_mandate
from portal.applications.services.mayor_links import make_mayor_link
from portal.applications.services.mayor_signing import (
    MayorsHand,
    sign_electronically,
)
from portal.applications.services.submitting import submit
from portal.applications.services.typing_from_paper import add_paper_form
from portal.applications.services.uploading import add_part, begin_upload
from portal.calls.form import parse_form
from portal.calls.services import form_definition
from portal.core.unit_of_work import OPERATOR, Actor, unit_of_work
from portal.documents.codes_on_paper import page_address
from portal.documents.offline_reading import read_offline_form
from portal.documents.shelf import read
from portal.signing.keyring import page_key
from portal.tenancy.scope import City, Commission
from tests import paper
from tests.factories import (
    KENYA,
    Filed,
    Somebody,
    make_person,
    permissions_of,
    revision_of,
)
from tests.unit.documents.filled_forms import fill


@dataclass(frozen=True)
class Staff:
    """Who works in one commission."""

    officer: Somebody
    signatory: Somebody


def make_staff(*, commission_id: int = KENYA) -> Staff:
    """An officer and a signatory."""
    return Staff(
        make_person(Role.OFFICER, "Joseph Mwangi", commission_id=commission_id),
        make_person(
            Role.SIGNATORY, "Amina Otieno", commission_id=commission_id, office="Secretary-General"
        ),
    )


def attach(filed: Filed, delegate: Somebody, *, title: str, file_name: str) -> uuid.UUID:
    """Put a small PDF beside the answers of a draft."""
    pdf, page = io.BytesIO(), io.BytesIO()
    blank = pikepdf.new()
    blank.add_blank_page()
    blank.docinfo["/Title"] = title
    blank.save(pdf)
    Image.new("RGB", (12, 16), "white").save(page, "JPEG")
    file = ExaminedFile(
        data=pdf.getvalue(),
        file_name=file_name,
        media_type="application/pdf",
        pages=1,
        shown_pages=(page.getvalue(),),
    )
    with unit_of_work(City(KENYA, filed.city_id), delegate.actor) as work:
        return add_attachment(work, filed.id, title=title, file=file).id


def endorse_applicant(filed: Filed, delegate: Somebody) -> None:
    """Say that the city authority itself applies."""
    with unit_of_work(City(KENYA, filed.city_id), delegate.actor) as work:
        set_mandate(work, filed.id, values=MandateValues(applicant=Applicant.AUTHORITY))


def send_offline_forms(filed: Filed, delegate: Somebody, *, word: str) -> None:
    """A filled PDF with a word in it came back, and a form by hand was added."""
    page = io.BytesIO()
    Image.new("RGB", (12, 16), "white").save(page, "JPEG")
    scope = City(KENYA, filed.city_id)
    with unit_of_work(scope, delegate.actor, read_only=True) as work:
        form = application_form(work, filed.id, language="en", by_hand=False)
    data = fill(form, {"city_name": word})
    with unit_of_work(scope, delegate.actor) as work:
        receive_filled_form(
            work, filed.id, read=read_offline_form(data), data=data, file_name=f"{word}.pdf"
        )
    paper = ExaminedFile(
        data=page.getvalue(),
        file_name=f"{word}.jpg",
        media_type="image/jpeg",
        pages=1,
        shown_pages=(page.getvalue(),),
    )
    with unit_of_work(scope, delegate.actor) as work:
        add_paper_form(
            work, filed.id, form=received_form([FormFile(paper)]), is_for_commission=True
        )


def send_half(filed: Filed, delegate: Somebody, *, file_name: str) -> uuid.UUID:
    """Begin to send a document in parts, and stop in the middle."""
    with unit_of_work(City(KENYA, filed.city_id), delegate.actor) as work:
        upload = begin_upload(work, filed.id, file_name=file_name, size_bytes=8)
        add_part(work, filed.id, upload.id, offset=0, data=b"half")
        return upload.id


def freeze_it(filed: Filed, delegate: Somebody) -> str:
    """Freeze; the digest of the print."""
    with unit_of_work(City(KENYA, filed.city_id), delegate.actor) as work:
        return freeze(work, filed.id, seen_revision=revision_of(filed)).document_sha256


def send_paper(filed: Filed, delegate: Somebody, *, file_name: str) -> None:
    """Send a sheet of the print as paper, and have it read."""
    printed = file_of(filed)
    data = paper.scan(paper.pages_of(printed, [1]))
    with unit_of_work(City(KENYA, filed.city_id), delegate.actor) as work:
        add_paper(work, filed.id, [SentFile(data, file_name, "application/pdf")])
    paper.read_all()


def link_for_mayor(filed: Filed, delegate: Somebody) -> str:
    """The secret of a one-time link."""
    with unit_of_work(City(KENYA, filed.city_id), delegate.actor) as work:
        return make_mayor_link(work, filed.id, email="mayor@city.example", language="en")


def sign_as_mayor(filed: Filed, secret: str, *, shown: str) -> None:
    """Sign Part 1 on screen."""
    mayor = Actor(name="", office="mayor", permissions=permissions_of("mayor"))
    hand = MayorsHand("Joyce Achieng", "Mayor", consent="I have read it.", language="en")
    with unit_of_work(City(KENYA, filed.city_id), mayor) as work:
        sign_electronically(work, secret, shown_sha256=shown, hand=hand)


def submit_it(filed: Filed, delegate: Somebody) -> None:
    """Hand the signed application in."""
    with unit_of_work(City(KENYA, filed.city_id), delegate.actor) as work:
        submit(work, filed.id, seen_revision=revision_of(filed))


def check_all(filed: Filed, staff: Staff, *, note: str = "") -> None:
    """Say of each point that it meets."""
    for point in point_keys(parse_form(form_definition())):
        with unit_of_work(Commission(KENYA), staff.officer.actor) as work:
            mark_point(work, filed.id, point=point, verdict=Verdict.MEETS, note=note)


def approve_it(filed: Filed, staff: Staff) -> None:
    """Decide to endorse."""
    with unit_of_work(Commission(KENYA), staff.officer.actor) as work:
        approve(work, filed.id, seen_revision=revision_of(filed))


def send_part_two(filed: Filed, staff: Staff, *, file_name: str) -> None:
    """The officer sends a scan of Part 2 signed by hand; nobody has attested it yet."""
    submission = submission_of(filed)
    page = place_of_part_two(submission.document_sha256).page
    address = page_address("http://localhost", submission.verification_code, page, key=page_key())
    picture = io.BytesIO()
    Image.new("RGB", (60, 85), "white").save(picture, "JPEG")
    scan = Scan(
        data=picture.getvalue(),
        file_name=file_name,
        media_type="image/jpeg",
        pages=(picture.getvalue(),),
        codes=(ScannedCode(1, address),),
    )
    with unit_of_work(Commission(KENYA), staff.officer.actor) as work:
        take_in_scan(
            work,
            filed.id,
            seen_revision=revision_of(filed),
            shown_sha256=submission.document_sha256,
            scan=scan,
        )


def endorse_it(filed: Filed, staff: Staff) -> None:
    """Sign Part 2."""
    shown = submission_of(filed).document_sha256
    with unit_of_work(Commission(KENYA), staff.signatory.actor) as work:
        endorse(
            work,
            filed.id,
            seen_revision=revision_of(filed),
            shown_sha256=shown,
            hand=hand_of(staff.signatory),
        )


def hand_of(signatory: Somebody) -> SignatorysHand:
    """What the signatory gives while signing."""
    return SignatorysHand(
        name=signatory.name, office="Secretary-General", consent="I have read it.", language="en"
    )


def forward_it(filed: Filed, staff: Staff) -> None:
    """Seal the file and hand the dossier over."""
    with unit_of_work(Commission(KENYA), staff.officer.actor) as work:
        forward(work, filed.id, seen_revision=revision_of(filed))


def submission_of(filed: Filed) -> Submission:
    """The newest version."""
    with unit_of_work(Commission(KENYA), OPERATOR, read_only=True) as work:
        found = (
            work.session.query(Submission)
            .filter_by(application_id=filed.id)
            .order_by(Submission.number.desc())
            .first()
        )
        assert found is not None
        work.session.expunge(found)
        return found


def file_of(filed: Filed) -> bytes:
    """The newest file of the newest version."""
    return read(submission_of(filed).document_sha256)
