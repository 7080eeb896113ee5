"""What the public page says about a finding: one sentence to read first, one to understand."""

from dataclasses import dataclass

from portal.core.i18n import day
from portal.core.i18n import gettext as _
from portal.signing.models import NETWORK_PART, Method, Part, SealStatus
from portal.verification.verdicts import Answer, Finding, SealFacts


@dataclass(frozen=True)
class Headline:
    """Look and words of the answer; kind: ok, warn or danger."""

    kind: str
    title: str
    text: str


def headline(finding: Finding) -> Headline:
    """The answer about a file."""
    match finding.answer:
        case Answer.UNCHANGED:
            return _unchanged(finding)
        case Answer.CHANGED:
            return Headline(
                "danger",
                _("This is our document, but it was changed"),
                _("Somebody altered the file after it was signed. Do not rely on it."),
            )
        case Answer.REVOKED:
            return Headline(
                "danger",
                _("A signature in this document does not count"),
                _("It was made with a certificate that had been revoked."),
            )
        case Answer.IMITATION:
            return Headline(
                "danger",
                _("This is not our document"),
                _("It bears our marks, but nobody we know signed it."),
            )
        case _:
            return Headline(
                "warn",
                _("We do not know this file"),
                _("It was not issued here, or it is a scan or a damaged copy."),
            )


def seal_headline(seal: SealFacts) -> Headline:
    """The answer about a code."""
    title = _status_title(seal) or (
        _("This certificate of membership is valid")
        if seal.admitted_on
        else _("This code belongs to a document of ours")
    )
    kind = "ok" if seal.status is SealStatus.CURRENT and not _is_inactive(seal) else "warn"
    return Headline(kind, title, status_text(seal))


def status_text(seal: SealFacts) -> str:
    """What the document is worth today."""
    if seal.admitted_on is not None:
        return _membership_text(seal)
    return {
        SealStatus.CURRENT: _("It is the current version."),
        SealStatus.SUPERSEDED: _(
            "A newer version replaced it on %(day)s.", day=day(seal.status_since)
        ),
        SealStatus.WITHDRAWN: _("It was withdrawn on %(day)s.", day=day(seal.status_since)),
    }[seal.status]


def _membership_text(seal: SealFacts) -> str:
    since = day(seal.member_since or seal.status_since)
    if seal.status is SealStatus.SUPERSEDED:
        return _(
            "%(city)s is a member of the network. A newer certificate replaced this one on"
            " %(day)s.",
            city=seal.city_name,
            day=day(seal.status_since),
        )
    if _is_inactive(seal):
        return _(
            "%(city)s is a member of the network, inactive since %(day)s.",
            city=seal.city_name,
            day=since,
        )
    if seal.status is SealStatus.CURRENT:
        return _("%(city)s is a member of the network.", city=seal.city_name)
    if seal.member_status == "left":
        return _("%(city)s left the network on %(day)s.", city=seal.city_name, day=since)
    return _("%(city)s has not been a member since %(day)s.", city=seal.city_name, day=since)


def _is_inactive(seal: SealFacts) -> bool:
    return seal.status is SealStatus.CURRENT and seal.member_status == "inactive"


def document_name(seal: SealFacts) -> str:
    """What the document is."""
    if seal.admitted_on is not None:
        return _("Certificate of membership")
    return _(
        "Application %(reference)s, submission %(number)s",
        reference=seal.reference,
        number=seal.submission_number,
    )


def part_name(part: str) -> str:
    """Whose signature it is."""
    names: dict[str, str] = {
        Part.MAYOR.value: _("Mayor"),
        Part.COMMISSION.value: _("National Commission"),
        NETWORK_PART: _("Coordination Team"),
    }
    return names.get(part, _("Other"))


def method_name(method: str) -> str:
    """How somebody signed."""
    names: dict[str, str] = {
        Method.ELECTRONIC.value: _("on screen"),
        Method.PAPER.value: _("on paper"),
    }
    return names.get(method, method)


def _unchanged(finding: Finding) -> Headline:
    seal = finding.seal
    if finding.received_at is not None:
        return Headline(
            "ok",
            _("This receipt is genuine and unchanged"),
            _("What it confirms was received on %(day)s.", day=day(finding.received_at)),
        )
    if seal is None:
        return Headline(
            "ok",
            _("This document is genuine and unchanged"),
            _("It was signed here and has not been changed since."),
        )
    if seal.status is not SealStatus.CURRENT:
        return Headline("warn", _status_title(seal), status_text(seal))
    if _is_inactive(seal):
        return Headline("warn", _("Genuine, of an inactive member"), status_text(seal))
    if not finding.signers:
        return Headline(
            "ok",
            _("This print is ours and unchanged"),
            _("Nobody had signed it when it was made."),
        )
    return Headline("ok", _("This document is genuine and unchanged"), status_text(seal))


def _status_title(seal: SealFacts) -> str:
    if _is_inactive(seal):
        return _("This certificate is of an inactive member")
    titles: dict[SealStatus, str] = {
        SealStatus.CURRENT: "",
        SealStatus.SUPERSEDED: _("Ours, but no longer the current version"),
        SealStatus.WITHDRAWN: _("Ours, but withdrawn"),
    }
    return titles[seal.status]
