"""What each point of the checklist is about, to tell whether a new version changed it. Pure."""

from dataclasses import dataclass
from typing import Any

from portal.applications.attached_kinds import frozen_kind
from portal.applications.mandates import organisation_of
from portal.calls.form import FieldKind, Form

Answers = dict[str, dict[str, Any]]
_KINDS = {
    "declarations": FieldKind.DECLARATION,
    "statistics": FieldKind.STATISTIC,
    "word_limits": FieldKind.LONG_TEXT,
    "substance": FieldKind.LONG_TEXT,
    "challenges": FieldKind.MATRIX,
    "contact": FieldKind.EMAIL,
}
"""Points about all answers of one kind."""
OF_ONE_VERSION = frozenset({"mayor_signature", "signer_mandate", "official_stamp"})
"""Points about the signature: each version is signed anew."""


@dataclass(frozen=True)
class Version:
    """A frozen version, as far as the checklist looks at it."""

    answers: Answers
    attachments: list[dict[str, Any]]


def is_unchanged(form: Form, point: str, before: Version, after: Version) -> bool:
    """Whether a verdict on the point in one version holds for the other as well."""
    if point in OF_ONE_VERSION:
        return False
    return _matter(form, point, before) == _matter(form, point, after)


def _matter(form: Form, point: str, version: Version) -> object:
    if point in _KINDS:
        return [
            version.answers.get(section.key, {}).get(field.key)
            for section, field in form.fields_of(_KINDS[point])
        ]
    match point:
        case "population":
            return [values.get("population") for values in version.answers.values()]
        case "mandate":
            mandates = [_file(file) for file in version.attachments if file.get("mandate")]
            return organisation_of(version.answers), mandates
        case "attachments":
            return [_file(file) for file in version.attachments]
        case _:
            return version.answers


def _file(file: dict[str, Any]) -> tuple[str, str, str]:
    return frozen_kind(file), str(file["title"]), str(file["sha256"])
