"""What the print says of the city itself: its exact name, what it is, and who belongs to it."""

from typing import Any

from portal.applications.bilingual import Bilingual
from portal.commissions.consortium import Partner, read_partners
from portal.commissions.models import CityKind
from portal.commissions.words import kind_name
from portal.core.i18n import gettext as _
from portal.core.i18n import in_language, number
from portal.documents.form_values import Section, TextAnswer


def city_sections(frozen: dict[str, Any], words: Bilingual) -> list[Section]:
    """What the register needs to know; none for versions frozen before it was kept."""
    if not frozen:
        return []

    said, language = words.said, words.language
    with in_language(language):
        answers = [
            TextAnswer(said(lambda: _("Exact name for the certificate")), frozen["name"]),
            TextAnswer(said(lambda: _("In Latin letters")), frozen["latin_name"]),
            TextAnswer(said(lambda: _("What it is")), kind_name(CityKind(frozen["kind"]))),
            TextAnswer(said(lambda: _("Region or province")), frozen["subdivision"] or None),
        ]
        partners = read_partners(frozen.get("members", []))
        if partners:
            lead = next((partner.name for partner in partners if partner.is_lead), None)
            answers.append(
                TextAnswer(said(lambda: _("Lead of the consortium, whose mayor signs")), lead)
            )
            answers.append(
                TextAnswer(
                    said(lambda: _("Members of the consortium")),
                    "\n".join(partner_line(partner, language) for partner in partners),
                )
            )
            answers.append(
                TextAnswer(
                    said(lambda: _("Population of all members together")),
                    number(frozen["population"], language) if frozen.get("population") else None,
                )
            )
    return [Section(said(lambda: _("For the certificate and the register")), tuple(answers))]


def partner_line(partner: Partner, language: str) -> str:
    """A member in one line: name, kind, population."""
    if partner.population is None:
        return _("%(name)s (%(kind)s)", name=partner.name, kind=kind_name(partner.kind))
    return _(
        "%(name)s (%(kind)s, population %(count)s)",
        name=partner.name,
        kind=kind_name(partner.kind),
        count=number(partner.population, language),
    )
