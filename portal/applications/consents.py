"""The sentences people agree to when they sign. Kept with the signature word for word."""

from portal.core.i18n import gettext as _


def mayor_consent(*, city: str, reference: str, number: int) -> str:
    """What a mayor agrees to when signing on screen."""
    return _(
        "I head %(city)s and sign Part 1 of application %(reference)s, version %(number)s, for"
        " the city. I have read it, it is correct, and the city takes on the pledge it contains.",
        city=city,
        reference=reference,
        number=number,
    )


def consent_for_mayor(
    *, city: str, reference: str, number: int, mayor: str, mayor_office: str
) -> str:
    """What somebody agrees to who signs on screen for the mayor."""
    return _(
        "I hold a mandate to sign for %(mayor)s, %(office)s, who heads %(city)s. I sign Part 1 of"
        " application %(reference)s, version %(number)s, for and on behalf of %(mayor)s. I have"
        " read it, it is correct, and the city takes on the pledge it contains.",
        mayor=mayor,
        office=mayor_office,
        city=city,
        reference=reference,
        number=number,
    )


def paper_attestation(*, city: str, reference: str, number: int) -> str:
    """What a delegate attests when uploading the signed print."""
    return _(
        "I attest that this is a scan of application %(reference)s, version %(number)s, as printed"
        " from this portal, and that the mayor of %(city)s has signed and stamped it.",
        city=city,
        reference=reference,
        number=number,
    )


def paper_attestation_for_mayor(
    *, city: str, reference: str, number: int, mayor: str, mayor_office: str
) -> str:
    """What a delegate attests when somebody signed the print for the mayor."""
    return _(
        "I attest that this is a scan of application %(reference)s, version %(number)s, as printed"
        " from this portal. It was signed and stamped for and on behalf of %(mayor)s, %(office)s,"
        " who heads %(city)s, and the mandate allows it.",
        city=city,
        reference=reference,
        number=number,
        mayor=mayor,
        office=mayor_office,
    )


def paper_endorsement_attestation(*, commission: str, reference: str, number: int) -> str:
    """What a signatory attests about Part 2 signed by hand."""
    return _(
        "I have read application %(reference)s, version %(number)s. I attest that this scan shows"
        " its Part 2, signed by hand and stamped for %(commission)s, and I am authorised to do so.",
        reference=reference,
        number=number,
        commission=commission,
    )


def endorsement_consent(*, commission: str, reference: str, number: int) -> str:
    """What a signatory agrees to when signing Part 2."""
    return _(
        "I have read application %(reference)s, version %(number)s, and I am authorised to sign"
        " its endorsement for %(commission)s.",
        reference=reference,
        number=number,
        commission=commission,
    )
