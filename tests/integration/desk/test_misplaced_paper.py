"""Signed paper that comes to the wrong place, and documents that cannot be signed on paper."""

import io

import pikepdf
from flask import Flask
from flask.testing import FlaskClient

from portal.applications.models import EndorsementScan, Submission
from portal.applications.paper_models import PaperFile
from portal.applications.queries.sheets import named_version
from portal.applications.services.freezing import freeze
from portal.applications.workflow import State
from portal.commissions.models import SignatureMethod
from portal.core.unit_of_work import OPERATOR, unit_of_work
from portal.documents.application_print import COMMISSION_ATTESTATION_FIELD
from portal.documents.codes_on_paper import page_address
from portal.documents.shelf import read, storage
from portal.signing.keyring import page_key
from portal.tenancy.scope import City as CityScope
from portal.tenancy.scope import Commission
from tests.factories import (
    KENYA,
    TUNISIA,
    Filed,
    Somebody,
    application_of,
    make_draft,
    make_submitted,
    revision_of,
)
from tests.integration.desk.conftest import Desk
from tests.integration.desk.paper_case import (
    Case,
    approved,
    hand_in,
    send,
    set_method,
    sign_on_screen,
)
from tests.integration.desk.sheets import signed_sheet
from tests.integration.desk.test_signing import next_code, second_factor_of


def scans_of(filed: Filed) -> int:
    with unit_of_work(Commission(KENYA), OPERATOR) as work:
        return work.session.query(EndorsementScan).filter_by(application_id=filed.id).count()


def freeze_draft(filed: Filed, delegate: Somebody) -> Submission:
    with unit_of_work(CityScope(KENYA, filed.city_id), delegate.actor) as work:
        return freeze(work, filed.id, seen_revision=revision_of(filed))


def test_part_two_of_another_application_is_led_there(desk: Desk, officer: FlaskClient) -> None:
    nakuru = approved(officer, Case(*make_submitted(desk.call, "Nakuru")))
    kisumu = approved(officer, Case(*make_submitted(desk.call, "Kisumu")))

    answer = send(officer, nakuru, signed_sheet(kisumu.document))

    assert answer.status_code == 303
    assert answer.headers["Location"].endswith(kisumu.address)
    page = officer.get(kisumu.address).text
    assert f"This paper belongs to {kisumu.filed.reference}, Kisumu, and was put here." in page
    assert (scans_of(nakuru.filed), scans_of(kisumu.filed)) == (0, 1)
    assert application_of(kisumu.filed).state is State.APPROVED


def test_part_two_of_an_application_that_does_not_wait_is_named(
    desk: Desk, officer: FlaskClient
) -> None:
    nakuru = approved(officer, Case(*make_submitted(desk.call, "Nakuru")))
    kisumu = Case(*make_submitted(desk.call, "Kisumu"))

    answer = send(officer, nakuru, signed_sheet(kisumu.document))

    assert answer.status_code == 422
    assert f"belongs to {kisumu.filed.reference}, Kisumu, which does not wait" in answer.text
    assert (scans_of(nakuru.filed), scans_of(kisumu.filed)) == (0, 0)


def test_the_signed_print_of_part_one_is_put_with_its_citys_sheets(
    desk: Desk, officer: FlaskClient
) -> None:
    nakuru = approved(officer, Case(*make_submitted(desk.call, "Nakuru")))
    filed, delegate = make_draft(desk.call, "Eldoret")
    printed = read(freeze_draft(filed, delegate).document_sha256)

    answer = send(officer, nakuru, signed_sheet(printed, page=1))

    assert answer.status_code == 303
    assert answer.headers["Location"].endswith(f"/c/ke/desk/{filed.reference}")
    with unit_of_work(Commission(KENYA), OPERATOR) as work:
        (kept,) = work.session.query(PaperFile).all()
    assert (kept.application_id, kept.city_id) == (filed.id, filed.city_id)
    assert (kept.led_from, kept.added_by) == (nakuru.filed.reference, desk.officer.name)
    assert application_of(filed).state is State.AWAITING_MAYOR
    assert scans_of(nakuru.filed) == 0


def test_codes_name_nothing_to_another_commission(desk: Desk, app: Flask) -> None:
    filed, _delegate = make_submitted(desk.call, "Nakuru")
    code = Case(filed, _delegate).submission.verification_code
    genuine = page_address("https://portal.example", code, 1, key=page_key())
    forged = page_address("https://portal.example", code, 1, key=b"another key")

    with unit_of_work(Commission(KENYA), OPERATOR, read_only=True) as work:
        own = named_version(work, [genuine])
        assert named_version(work, [forged]) is None
    with unit_of_work(Commission(TUNISIA), OPERATOR, read_only=True) as work:
        foreign = named_version(work, [genuine])

    assert own is not None
    assert own.reference == filed.reference
    assert foreign is None


def submitted_without_place(desk: Desk) -> Case:
    """As documents were before Part 2 had a place for the scan of a paper."""
    filed, delegate = make_draft(desk.call, "Nakuru")
    submission = freeze_draft(filed, delegate)
    older = storage().put(without_place(read(submission.document_sha256)))
    with unit_of_work(CityScope(KENYA, filed.city_id), OPERATOR) as work:
        kept = work.session.get_one(Submission, (KENYA, submission.id))
        kept.document_sha256 = kept.print_sha256 = older
    sign_on_screen(filed, delegate, older)
    hand_in(filed, delegate)
    return Case(filed, delegate)


def without_place(pdf: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        fields = document.Root.AcroForm.Fields
        gone = [field for field in fields if str(field.T) == COMMISSION_ATTESTATION_FIELD]
        document.Root.AcroForm.Fields = pikepdf.Array(
            [field for field in fields if field not in gone]
        )
        for page in document.pages:
            page.Annots = pikepdf.Array(
                [note for note in page.get("/Annots", []) if note not in gone]
            )
        out = io.BytesIO()
        document.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()


def test_a_document_without_a_place_for_paper_is_signed_on_screen(
    desk: Desk, officer: FlaskClient, signatory: FlaskClient
) -> None:
    case = approved(officer, submitted_without_place(desk))
    set_method(SignatureMethod.PAPER)
    phone = second_factor_of(desk.signatory)
    screen = f"/c/ke/desk/{case.filed.reference}/sign"

    led = signatory.get(case.address)
    page = signatory.get(screen)
    posted = signatory.post(
        screen,
        data={
            "seen_revision": revision_of(case.filed),
            "shown_sha256": case.submission.document_sha256,
            "office": "Secretary-General",
            "consent": "y",
            "code": next_code(phone),
        },
    )

    assert led.status_code == 303
    assert led.headers["Location"].endswith(screen)
    assert page.status_code == 200
    assert "this document was made before there was a place for that in Part 2" in page.text
    assert posted.status_code == 303
    assert application_of(case.filed).state is State.ENDORSED
