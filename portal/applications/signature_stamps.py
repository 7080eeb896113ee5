"""What the visible part of a signature says, in the signer's language. Draws nothing itself."""

from datetime import datetime
from typing import TYPE_CHECKING

from portal.commissions.models import Commission
from portal.core.i18n import day, direction, gettext, in_language, moment, with_office
from portal.documents.stamp import PaperStamp, Stamp, render_paper_stamp, render_stamp

if TYPE_CHECKING:
    from portal.applications.services.endorsing import SignatorysHand
    from portal.applications.services.endorsing_on_paper import PaperHand
    from portal.applications.services.mayor_signing import MayorsHand


def mayor_stamp(hand: "MayorsHand", *, reference: str, at: datetime) -> bytes:
    """The mayor's signature as it appears in Part 1 (a one-page PDF)."""
    return render_stamp(
        Stamp(
            language=hand.language,
            direction=direction(hand.language),
            heading=_signed_electronically(hand.language),
            name=hand.name,
            office=hand.office,
            signed_on=moment(at, hand.language),
            reference=reference,
            signed_at=at,
            behalf=_behalf(hand),
            typed_signature=None if hand.drawn else hand.name,
            signature_picture=hand.drawn,
            stamp_picture=hand.stamp,
        )
    )


def delegate_stamp(name: str, office: str, *, language: str, reference: str, at: datetime) -> bytes:
    """The delegate's signature under the attestation of a paper signature (a one-page PDF)."""
    return render_stamp(
        Stamp(
            language=language,
            direction=direction(language),
            heading=_signed_electronically(language),
            name=name,
            office=office,
            signed_on=moment(at, language),
            reference=reference,
            signed_at=at,
            typed_signature=name,
        )
    )


def commission_stamp(
    hand: "SignatorysHand", *, commission: Commission, reference: str, at: datetime
) -> bytes:
    """The signatory's signature as it appears in Part 2 (a one-page PDF)."""
    return render_stamp(
        Stamp(
            language=hand.language,
            direction=direction(hand.language),
            heading=_signed_electronically(hand.language),
            name=hand.name,
            office=_office(hand.office, commission.name_in(hand.language), hand.language),
            signed_on=moment(at, hand.language, zone=commission.time_zone),
            reference=reference,
            signed_at=at,
            typed_signature=hand.name,
        )
    )


def commission_paper_stamp(
    hand: "PaperHand",
    *,
    commission: Commission,
    reference: str,
    at: datetime,
    scan_sha256: str,
    picture: bytes,
    size: tuple[float, float],
) -> bytes:
    """Part 2 as it was signed by hand, with the word of who attests it (a one-page PDF)."""
    commission_name = commission.name_in(hand.language)
    with in_language(hand.language):
        return render_paper_stamp(
            PaperStamp(
                language=hand.language,
                direction=direction(hand.language),
                heading=gettext("Signed on paper"),
                signed_by=gettext("Signed and stamped by"),
                name=hand.signer_name,
                office=_office(hand.signer_office, commission_name, hand.language),
                dated=day(hand.written_on, hand.language),
                attested_by=gettext("Attested, with an electronic signature, by"),
                attester=hand.attester_name,
                attester_office=_office(hand.attester_office, commission_name, hand.language),
                attested_on=moment(at, hand.language, zone=commission.time_zone),
                statement=hand.consent,
                digest_label=gettext("SHA-256 of the scan, which is kept inside this signature"),
                digest=scan_sha256,
                note=reference,
                picture=picture,
                picture_alt=gettext("The page of Part 2, signed and stamped by hand"),
                signed_at=at,
                width=size[0],
                height=size[1],
            )
        )


def _office(office: str, commission: str, language: str) -> str:
    with in_language(language):
        return with_office(office, commission)


def _behalf(hand: "MayorsHand") -> str | None:
    if hand.mayor is None:
        return None
    with in_language(hand.language):
        person = with_office(hand.mayor.name, hand.mayor.office)
        return gettext("for and on behalf of %(person)s", person=person)


def _signed_electronically(language: str) -> str:
    with in_language(language):
        return gettext("Signed electronically")
