"""The points an officer checks, drawn from the form; each with a machine's first look.

Pure: the machine looks, the officer's verdict decides. Never grants or refuses anything.
"""

from collections.abc import Callable

from portal.applications import checklist_points as points
from portal.applications import checklist_signature as signed
from portal.applications.checklist_points import Point, Subject
from portal.calls.form import FieldKind, Form

Look = Callable[[Subject], Point]


def point_keys(form: Form) -> tuple[str, ...]:
    """Keys of the points of a form, in the order of the checklist."""
    return tuple(key for key, applies, _look in _POINTS if applies(form))


def checklist(subject: Subject) -> tuple[Point, ...]:
    """All points with what the machine found, in the language in force."""
    return tuple(look(subject) for _key, applies, look in _POINTS if applies(subject.form))


def _has(kind: FieldKind) -> Callable[[Form], bool]:
    return lambda form: kind in form.kinds


def _always(_form: Form) -> bool:
    return True


_POINTS: tuple[tuple[str, Callable[[Form], bool], Look], ...] = (
    ("mayor_signature", _always, signed.mayor_signature),
    ("signer_mandate", _always, signed.signer_mandate),
    ("official_stamp", _always, signed.official_stamp),
    ("required_answers", _always, points.required_answers),
    ("declarations", _has(FieldKind.DECLARATION), points.declarations),
    ("population", _always, points.population),
    ("statistics", _has(FieldKind.STATISTIC), points.statistics),
    ("word_limits", _has(FieldKind.LONG_TEXT), points.word_limits),
    ("substance", _has(FieldKind.LONG_TEXT), points.substance),
    ("challenges", _has(FieldKind.MATRIX), points.challenges),
    ("mandate", _always, points.mandate),
    ("attachments", _always, points.attachments),
    ("contact", _has(FieldKind.EMAIL), points.contact),
)
