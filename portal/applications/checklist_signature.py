"""What the machine sees of the signature under Part 1: who, by what right, the stamp. Pure."""

from portal.applications.checklist_points import Finding, Point, Subject
from portal.core.i18n import gettext as _


def mayor_signature(subject: Subject) -> Point:
    """Whether the head of the city signed, and under the name the form gives."""
    signature = subject.signature
    if signature is None:
        finding, found = Finding.MISSING, _("There is no valid signature.")
    elif signature.method == "paper" and signature.acting_for:
        finding = Finding.LOOK
        found = _(
            "Signed on paper by %(name)s, %(office)s, for and on behalf of %(mayor)s. Look at the"
            " scan.",
            name=signature.signer_name,
            office=signature.office,
            mayor=signature.acting_for,
        )
    elif signature.method == "paper":
        finding = Finding.LOOK
        found = _("Signed on paper as %(name)s. Look at the scan.", name=signature.signer_name)
    elif signature.acting_for:
        finding = Finding.OK
        found = _(
            "Signed on screen by %(name)s, %(office)s, for and on behalf of %(mayor)s.",
            name=signature.signer_name,
            office=signature.office,
            mayor=signature.acting_for,
        )
    elif signature.signer_name != subject.mayor_name:
        finding = Finding.LOOK
        found = _(
            "Signed by %(signer)s; the form names %(mayor)s.",
            signer=signature.signer_name,
            mayor=subject.mayor_name,
        )
    else:
        finding = Finding.OK
        found = _(
            "Signed on screen by %(name)s, %(office)s.",
            name=signature.signer_name,
            office=signature.office,
        )
    return Point(
        key="mayor_signature",
        title=_("The mayor has signed"),
        explanation=_("The head of the city signs Part 1, on screen or on paper."),
        finding=finding,
        found=found,
    )


def signer_mandate(subject: Subject) -> Point:
    """Whether whoever signed for the mayor may do so."""
    signature = subject.signature
    if signature is None:
        finding, found = Finding.MISSING, _("There is no valid signature.")
    elif signature.acting_for:
        finding = Finding.LOOK
        found = _(
            "%(name)s signed for %(mayor)s. Read the mandate: does it allow this, and since when?",
            name=signature.signer_name,
            mayor=signature.acting_for,
        )
    elif signature.method == "paper":
        finding = Finding.LOOK
        found = _("Look at the scan: if somebody signed for the mayor, ask for the mandate.")
    else:
        finding, found = Finding.OK, _("The mayor signed in person; no mandate is needed.")
    return Point(
        key="signer_mandate",
        title=_("Whoever signed may sign for the city"),
        explanation=_("An acting mayor or a deputy signs only with a mandate."),
        finding=finding,
        found=found,
    )


def official_stamp(subject: Subject) -> Point:
    """Whether the stamp is a piece of evidence of its own."""
    signature = subject.signature
    if signature is None:
        finding, found = Finding.MISSING, _("There is no stamp without a signature.")
    elif signature.has_stamp:
        finding, found = Finding.OK, _("An image of the stamp was given with the signature.")
    elif signature.method == "paper":
        finding, found = Finding.LOOK, _("Look for the stamp on the scan.")
    else:
        finding, found = Finding.MISSING, _("No image of the stamp was given.")
    return Point(
        key="official_stamp",
        title=_("The official stamp is there"),
        explanation=_("The stamp of the city stands beside the mayor's signature."),
        finding=finding,
        found=found,
    )
