"""The words of the receipt a city gets when it submits, in its language and the official one."""

from collections.abc import Callable

from portal.applications.bilingual import Bilingual
from portal.applications.models import Application, Submission
from portal.commissions.models import City, Commission
from portal.core.i18n import direction, gettext, moment
from portal.documents.receipt import Receipt, ReceiptLine
from portal.signing.keyring import portal_address


def submission_receipt(
    application: Application,
    submission: Submission,
    *,
    document_sha256: str,
    commission: Commission,
    city: City,
) -> Receipt:
    """The receipt of a submission: reference, time with its zone, digest, what happens next."""
    bilingual = Bilingual(submission.language, commission.official_language)
    language = bilingual.language
    assert submission.submitted_at is not None

    both = bilingual.said

    def line(words: Callable[[], str], value: str, *, is_code: bool = False) -> ReceiptLine:
        return ReceiptLine(both(words), value, is_code)

    return Receipt(
        language=language,
        direction=direction(language),
        official_language=bilingual.official,
        title=both(lambda: gettext("Receipt")),
        commission_name=bilingual.name_of(commission),
        letterhead=tuple(row for row in commission.letterhead.splitlines() if row),
        network_name=both(lambda: gettext("UNESCO Global Network of Learning Cities")),
        statement=both(
            lambda: gettext("We have received the application of %(city)s.", city=city.name)
        ),
        lines=(
            line(lambda: gettext("Reference"), application.reference, is_code=True),
            line(lambda: gettext("Submission no."), str(submission.number)),
            line(
                lambda: gettext("Received at"),
                moment(submission.submitted_at, language, zone=commission.time_zone),
            ),
            line(lambda: gettext("Sent by"), submission.submitted_by),
            line(
                lambda: gettext("Digest of the answers (SHA-256)"),
                submission.digest,
                is_code=True,
            ),
            line(
                lambda: gettext("SHA-256 of the signed document"),
                document_sha256,
                is_code=True,
            ),
        ),
        next_heading=both(lambda: gettext("What happens next")),
        next_steps=(
            both(
                lambda: gettext(
                    "The National Commission checks the application and tells you if something"
                    " is missing."
                )
            ),
            both(
                lambda: gettext(
                    "The Coordination Team has received its copy; it waits for the endorsement."
                )
            ),
            both(
                lambda: gettext(
                    "After the endorsement the National Commission forwards the dossier to the"
                    " Coordination Team, which registers the member."
                )
            ),
        ),
        verify_hint=both(
            lambda: gettext(
                "This receipt and the document can be checked at this address, by anybody, at any"
                " time: by the code, by a digest or with the file."
            )
        ),
        verification_address=f"{portal_address()}/s/{submission.verification_code}",
        received_at=submission.submitted_at,
    )
