"""The certificate of a member: written, sealed with the network's key, kept, publicly known.

A corrected name gets a new certificate under the same code; the old file stays on record.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import select

from portal.accounts.roles import Permission
from portal.applications.models import Application, Submission
from portal.applications.print_texts import label
from portal.applications.services.freezing import owner_of
from portal.commissions.consortium import Partner, partners_of, read_partners, stored_partners
from portal.commissions.countries import country_name
from portal.commissions.models import City, Commission
from portal.core.errors import Conflict, NotAllowed, NotFound
from portal.core.i18n import (
    INTERFACE_LANGUAGES,
    day,
    direction,
    gettext,
    in_language,
    joined,
    ngettext,
)
from portal.core.i18n import lazy_gettext as _l
from portal.core.unit_of_work import Work
from portal.documents.certificate_print import (
    SEAL_FIELD,
    SEAL_HEIGHT,
    SEAL_TIMESTAMP_FIELD,
    SEAL_WIDTH,
    Certificate,
    render_certificate,
)
from portal.documents.form_values import Label
from portal.documents.models import Document, DocumentKind
from portal.documents.shelf import Content, keep
from portal.documents.stamp import Stamp, render_stamp
from portal.members.models import Member
from portal.members.queries import PUBLIC_STATUSES
from portal.signing.keyring import network_seal, portal_address, stamp_source
from portal.signing.models import NETWORK_PART, Method, PublicDocument, PublicSeal
from portal.signing.seal import sign

MOST_NAMED = 8
"""Members of a consortium beside its lead that have room on the one page."""


@dataclass(frozen=True)
class KeptCertificate:
    """A certificate that was made."""

    sha256: str
    file_name: str


def kept_certificate(work: Work, commission_id: int, city_id: uuid.UUID) -> KeptCertificate | None:
    """A member's newest certificate, if one was made."""
    row = work.session.execute(
        select(Document.sha256, Document.title)
        .where(
            Document.commission_id == commission_id,
            Document.city_id == city_id,
            Document.kind == DocumentKind.CERTIFICATE,
        )
        .order_by(Document.created_at.desc(), Document.id.desc())
        .limit(1)
    ).first()
    return KeptCertificate(row.sha256, row.title) if row else None


def issue_again(work: Work, commission_id: int, city_id: uuid.UUID) -> Document:
    """Make a member's certificate anew, with its name as it stands in the register.

    Raises Conflict for a city that is no member, or that came without an application.
    """
    if Permission.APPLICATION_REGISTER not in work.actor.permissions:
        raise NotAllowed(_l("Only the Coordination Team issues certificates."))
    member = work.session.scalars(
        select(Member)
        .where(Member.commission_id == commission_id, Member.city_id == city_id)
        .with_for_update()
    ).first()
    if member is None:
        raise NotFound()
    if member.status not in PUBLIC_STATUSES:
        raise Conflict(_l("This city is no member any more: it gets no certificate."))
    row = work.session.execute(
        select(Application, Submission)
        .join(Submission, Submission.application_id == Application.id)
        .where(Application.commission_id == commission_id, Application.id == member.application_id)
        .order_by(Submission.number.desc())
        .limit(1)
    ).first()
    if row is None:
        raise Conflict(_l("This member was entered without an application; nothing can be issued."))
    if not member.partners:  # registered before the register named them
        city = work.session.get_one(City, (commission_id, city_id))
        member.partners = stored_partners(partners_of(city))
    return issue_certificate(work, member, row[0], row[1])


def issue_certificate(
    work: Work, member: Member, application: Application, submission: Submission
) -> Document:
    """Write, seal and keep the certificate of a member whose public record stands already."""
    commission = work.session.get_one(Commission, member.commission_id)
    certificate = certificate_of(member, application, commission, work)
    credential, chain = network_seal()
    pdf = sign(
        render_certificate(certificate),
        SEAL_FIELD,
        credential,
        chain=chain,
        stamps=stamp_source(),
        stamp_pdf=_stamp(certificate, work),
        reason=f"Certificate of membership {member.certificate_code}",
        level="B-LTA",
        timestamp_field=SEAL_TIMESTAMP_FIELD,
        at=work.now,
    )
    document = keep(
        work,
        owner_of(submission),
        Content(
            kind=DocumentKind.CERTIFICATE,
            title=f"{application.reference}-certificate.pdf",
            media_type="application/pdf",
            data=pdf,
            pages=1,
        ),
    )
    document.shared_at = work.now
    _publish(work, member, document.sha256, credential.fingerprint)
    return document


def certificate_of(
    member: Member, application: Application, commission: Commission, work: Work
) -> Certificate:
    """The words of a certificate, in the commission's first language and the official one.

    The members of a consortium stand below its name, its lead first.
    """
    partners = read_partners(member.partners)
    official = commission.official_language
    first = commission.languages[0]
    language = first if first in INTERFACE_LANGUAGES else official

    def both(words: Callable[[], str]) -> Label:
        return label(words, language=language, official=official)

    def told(text: Callable[[str], str]) -> Label:
        return Label(text(language), text(official) if language != official else "")

    with in_language(language):
        seal_label = gettext("Electronic seal of the Coordination Team")
    return Certificate(
        language=language,
        direction=direction(language),
        official_language=official,
        title=both(lambda: gettext("Certificate of membership")),
        network=both(lambda: gettext("UNESCO Global Network of Learning Cities")),
        statement=both(lambda: _statement(partners)),
        city=member.name,
        city_latin=member.latin_name,
        country=told(lambda code: country_name(commission.country, code)),
        admitted=both(lambda: gettext("Admitted on %(day)s", day=day(member.admitted_on))),
        endorsed=both(
            lambda: gettext("Endorsed by the National Commission for UNESCO of the country")
        ),
        seal_label=seal_label,
        verify_hint=both(
            lambda: gettext("Anybody can verify the document at this address or by the code.")
        ),
        verification_address=f"{portal_address()}/s/{member.certificate_code}",
        code=member.certificate_code,
        reference=application.reference,
        made_at=work.now,
    )


def _statement(partners: tuple[Partner, ...]) -> str:
    if len(partners) <= 1:
        return gettext("is a member of the UNESCO Global Network of Learning Cities.")
    lead, *others = partners
    named = [partner.name for partner in others[:MOST_NAMED]]
    if len(others) > MOST_NAMED:
        rest = len(others) - MOST_NAMED
        named.append(ngettext("%(num)s other municipality", "%(num)s other municipalities", rest))
    return gettext(
        "is a member of the UNESCO Global Network of Learning Cities, as a consortium of %(lead)s"
        " (lead), %(others)s.",
        lead=lead.name,
        others=joined(named),
    )


def _stamp(certificate: Certificate, work: Work) -> bytes:
    """The visible seal."""
    with in_language(certificate.language):
        stamp = Stamp(
            language=certificate.language,
            direction=certificate.direction,
            heading=gettext("Sealed electronically"),
            name=gettext("Coordination Team"),
            office=gettext("UNESCO Institute for Lifelong Learning"),
            signed_on=day(work.now),
            reference=certificate.code,
            signed_at=work.now,
            width=SEAL_WIDTH,
            height=SEAL_HEIGHT,
        )
    return render_stamp(stamp)


def _publish(work: Work, member: Member, sha256: str, fingerprint: str) -> None:
    """Let anybody who holds the file, or its code, find who sealed it."""
    seal = work.session.get_one(PublicSeal, (member.commission_id, member.certificate_code))
    seal.facts = {
        **seal.facts,
        "signatures": [
            {
                "part": NETWORK_PART,
                "method": str(Method.ELECTRONIC),
                "name": "Coordination Team",
                "office": "UNESCO Institute for Lifelong Learning",
                "signed_at": work.now.isoformat(),
                "fingerprint": fingerprint,
                "sha256": sha256,
            }
        ],
    }
    work.session.flush()
    work.session.add(
        PublicDocument(
            commission_id=member.commission_id,
            sha256=sha256,
            code=member.certificate_code,
            kind=str(DocumentKind.CERTIFICATE),
            issued_at=work.now,
        )
    )
