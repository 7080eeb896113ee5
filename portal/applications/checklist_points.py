"""What the machine sees at each point of the checklist, said in the language in force.

Pure: looks at one submission under the rules of its call. Never grants or refuses anything.
"""

import enum
from dataclasses import dataclass, field
from typing import Any

from portal.applications.completeness import problems_of
from portal.applications.mandates import frozen_facts, organisation_of
from portal.applications.words import count_words
from portal.calls.form import Field, FieldKind, Form, Section
from portal.core.i18n import day, ngettext, number
from portal.core.i18n import gettext as _

Answers = dict[str, dict[str, Any]]
OLDEST_STATISTIC_YEARS = 15
"""Figures older than this are pointed out; the officer decides."""


class Finding(enum.StrEnum):
    """What the machine saw."""

    OK = "ok"
    LOOK = "look"
    MISSING = "missing"


@dataclass(frozen=True)
class MayorSignature:
    """What is known of the signature under Part 1."""

    method: str
    signer_name: str
    office: str
    has_stamp: bool
    acting_for: str = ""
    """The mayor for whom somebody else signed with a mandate."""
    acting_for_office: str = ""


@dataclass(frozen=True)
class Subject:
    """What is looked at: one submission with the rules of its call."""

    form: Form
    answers: Answers
    attachments: list[dict[str, Any]]
    mayor_name: str
    signature: MayorSignature | None
    population: int | None
    population_warning: int
    guiding_documents: dict[str, str] = field(default_factory=dict)
    """``{id: version}`` of the call."""
    delegates: int = 0
    """People of the city who can be reached through the portal."""
    year: int = 0
    """The present year."""


@dataclass(frozen=True)
class Point:
    """One point of the checklist with the machine's finding, in the reader's language."""

    key: str
    title: str
    explanation: str
    finding: Finding
    found: str
    section: str = ""
    """Section of the form where the answer is, if it is in one."""


def required_answers(subject: Subject) -> Point:
    """Whether each required field has an answer the form accepts."""
    problems = problems_of(subject.form, subject.answers)
    if problems:
        finding = Finding.MISSING
        found = ngettext(
            "%(num)s answer is missing or needs attention.",
            "%(num)s answers are missing or need attention.",
            len(problems),
        )
    else:
        finding, found = Finding.OK, _("All required answers are given.")
    return Point(
        key="required_answers",
        title=_("All questions are answered"),
        explanation=_("Each required field of the official form has an answer."),
        finding=finding,
        found=found,
        section=problems[0].section if problems else "",
    )


def declarations(subject: Subject) -> Point:
    """Whether all declarations are made on the document versions of the call."""
    declared = subject.form.fields_of(FieldKind.DECLARATION)
    refused = [
        item
        for section, item in declared
        if item.is_required and not (_answer(subject, section, item) or {}).get("agreed")
    ]
    other = [
        item
        for section, item in declared
        if item.names_guiding_documents
        and _named_documents(_answer(subject, section, item)) != subject.guiding_documents
    ]
    if refused:
        finding, found = Finding.MISSING, _("A declaration has not been made.")
    elif other:
        finding = Finding.LOOK
        found = _("The declaration does not name the document versions of this call.")
    else:
        finding = Finding.OK
        found = _("Made, naming the document versions of this call.")
    return Point(
        key="declarations",
        title=_("The key documents are adopted"),
        explanation=_(
            "The city adopts the Beijing Declaration and the Key Features of Learning Cities."
        ),
        finding=finding,
        found=found,
        section=declared[0][0].key,
    )


def population(subject: Subject) -> Point:
    """Whether the population is given, and above the call's warning."""
    limit = number(subject.population_warning)
    if subject.population is None:
        finding, found = Finding.MISSING, _("The population is not given.")
    elif subject.population < subject.population_warning:
        finding = Finding.LOOK
        found = _(
            "%(people)s people, fewer than %(limit)s. You can approve with a reason.",
            people=number(subject.population),
            limit=limit,
        )
    else:
        finding = Finding.OK
        found = _("%(people)s people.", people=number(subject.population))
    return Point(
        key="population",
        title=_("The population is stated"),
        explanation=_("Under %(limit)s people a reason is needed, it is no obstacle.", limit=limit),
        finding=finding,
        found=found,
    )


def statistics(subject: Subject) -> Point:
    """Whether each figure says of which year it is."""
    figures = subject.form.fields_of(FieldKind.STATISTIC)
    odd = [item for section, item in figures if not _is_plausible(subject, section, item)]
    if odd:
        finding = Finding.LOOK
        found = ngettext(
            "%(num)s figure has no year, a future year or an old one.",
            "%(num)s figures have no year, a future year or an old one.",
            len(odd),
        )
    else:
        finding, found = Finding.OK, _("All years are recent, or the figure is not available.")
    return Point(
        key="statistics",
        title=_("The statistics carry plausible years"),
        explanation=_("A figure says of which year it is, or that it is not available."),
        finding=finding,
        found=found,
        section=figures[0][0].key,
    )


def word_limits(subject: Subject) -> Point:
    """Whether the official texts keep to their length."""
    texts = subject.form.fields_of(FieldKind.LONG_TEXT)
    long = [
        item
        for section, item in texts
        if item.word_limit
        and count_words(_official(_answer(subject, section, item))) > item.word_limit
    ]
    if long:
        finding = Finding.LOOK
        found = ngettext(
            "%(num)s text is longer than the form allows.",
            "%(num)s texts are longer than the form allows.",
            len(long),
        )
    else:
        finding, found = Finding.OK, _("All texts keep to their limits.")
    return Point(
        key="word_limits",
        title=_("The texts keep to their length"),
        explanation=_("The official text counts; the city's own wording beside it is free."),
        finding=finding,
        found=found,
        section=texts[0][0].key,
    )


def substance(subject: Subject) -> Point:
    """What only a reader can judge."""
    return Point(
        key="substance",
        title=_("The texts answer the questions"),
        explanation=_(
            "Goals, plans and partners are clear to a reader who does not know the city."
        ),
        finding=Finding.LOOK,
        found=_("Only a reader can judge this."),
        section=subject.form.fields_of(FieldKind.LONG_TEXT)[0][0].key,
    )


def challenges(subject: Subject) -> Point:
    """Whether each row of a matrix has a degree."""
    matrices = subject.form.fields_of(FieldKind.MATRIX)
    gaps = [
        item
        for section, item in matrices
        if any(
            not ((_answer(subject, section, item) or {}).get("rows") or {}).get(option.key)
            for option in item.options
        )
    ]
    if gaps:
        finding, found = Finding.LOOK, _("Some rows have no degree.")
    else:
        finding, found = Finding.OK, _("Every row has a degree from 1 to 5.")
    return Point(
        key="challenges",
        title=_("The challenges are rated"),
        explanation=_("Each challenge has a degree from 1 to 5."),
        finding=finding,
        found=found,
        section=matrices[0][0].key,
    )


def mandate(subject: Subject) -> Point:
    """Whether the mayor endorsed who applies, where it is not the city authority."""
    facts = frozen_facts(subject.attachments)
    organisation = organisation_of(subject.answers)
    if facts is not None:
        finding = Finding.LOOK
        found = _(
            "%(mayor)s endorsed %(name)s on %(day)s. Look at the signed document.",
            mayor=facts.mayor_name,
            name=facts.holder_name,
            day=day(facts.signed_on) if facts.signed_on else "",
        )
    elif organisation:
        finding = Finding.LOOK
        found = _(
            "The form names %(organisation)s; the city says that its authority itself applies.",
            organisation=organisation,
        )
    else:
        finding, found = Finding.OK, _("The city authority itself applies.")
    return Point(
        key="mandate",
        title=_("The mayor has endorsed who applies"),
        explanation=_(
            "City authorities apply themselves; other representatives once the mayor has formally"
            " endorsed them."
        ),
        finding=finding,
        found=found,
    )


def attachments(subject: Subject) -> Point:
    """Whether the files could be read."""
    unread = [file for file in subject.attachments if not file.get("pages")]
    if unread:
        finding = Finding.LOOK
        found = ngettext(
            "The pages of %(num)s file could not be counted. Open it.",
            "The pages of %(num)s files could not be counted. Open them.",
            len(unread),
        )
    elif subject.attachments:
        finding = Finding.OK
        found = ngettext(
            "%(num)s file, readable.", "%(num)s files, all readable.", len(subject.attachments)
        )
    else:
        finding, found = Finding.OK, _("No files were attached; none are required.")
    return Point(
        key="attachments",
        title=_("The attachments can be read"),
        explanation=_("Files open, are complete and say what their titles promise."),
        finding=finding,
        found=found,
    )


def contact(subject: Subject) -> Point:
    """Whether somebody of the city can be reached."""
    addresses = subject.form.fields_of(FieldKind.EMAIL)
    given = [item for section, item in addresses if _answer(subject, section, item)]
    if not given:
        finding, found = Finding.MISSING, _("There is no e-mail address of a contact person.")
    elif not subject.delegates:
        finding = Finding.LOOK
        found = _("Nobody of the city has an account at present.")
    else:
        finding = Finding.OK
        found = _("An address is given and the city has an account.")
    return Point(
        key="contact",
        title=_("Somebody of the city can be reached"),
        explanation=_("Name, function and working e-mail address of the city's delegate."),
        finding=finding,
        found=found,
        section=addresses[0][0].key,
    )


def _answer(subject: Subject, section: Section, item: Field) -> Any:
    return subject.answers.get(section.key, {}).get(item.key)


def _is_plausible(subject: Subject, section: Section, item: Field) -> bool:
    value = _answer(subject, section, item) or {}
    if not value.get("value") or value.get("not_available"):
        return True
    year = str(value.get("year") or "")
    if not year.isdecimal():
        return False
    return subject.year - OLDEST_STATISTIC_YEARS <= int(year) <= subject.year


def _official(value: Any) -> str:
    return str((value or {}).get("official") or "")


def _named_documents(value: Any) -> dict[str, str]:
    documents = (value or {}).get("documents") or []
    return {str(item.get("id")): str(item.get("version")) for item in documents}
