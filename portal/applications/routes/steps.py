"""The list of steps beside each page on which the application is written."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from portal.applications.completeness import SectionProgress, SectionState
from portal.applications.queries.city import ApplicationHead
from portal.applications.routes.blueprint import city_here
from portal.core.i18n import gettext as _
from portal.core.i18n import language_now

ATTACHMENTS = "attachments"
CHECK = "check"


@dataclass(frozen=True)
class StepItem:
    """One entry: a section, the documents, or the check."""

    label: str
    href: str
    state: str
    """``done``, ``warn``, ``now`` or empty."""
    note: str = ""


def section_steps(
    head: ApplicationHead, progress: Sequence[SectionProgress], *, current: str
) -> list[StepItem]:
    """The sections with how far they are, then the documents and the check."""
    commission, reference = city_here().space.code, head.reference
    items = [
        StepItem(
            label=section.title(language_now()),
            href=url_for(
                "city.section", commission=commission, reference=reference, section=section.key
            ),
            state=_state(section.key, done, current, head),
            note=_note(section.key, done, head),
        )
        for section, done in zip(head.form.sections, progress, strict=True)
    ]
    for key, label in ((ATTACHMENTS, _("Documents")), (CHECK, _("Check and freeze"))):
        href = url_for(f"city.{key}", commission=commission, reference=reference)
        items.append(StepItem(label=label, href=href, state="now" if key == current else ""))
    return items


def _state(key: str, done: SectionProgress, current: str, head: ApplicationHead) -> str:
    if key == current:
        return "now"
    if key in head.return_sections:
        return "warn"
    return "done" if done.state is SectionState.COMPLETE else ""


def _note(key: str, done: SectionProgress, head: ApplicationHead) -> str:
    if key in head.return_sections:
        return _("To be completed")
    if done.state is SectionState.IN_PROGRESS:
        return _("%(done)s of %(total)s", done=done.done, total=done.total)
    return ""
