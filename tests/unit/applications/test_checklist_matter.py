"""Which points of the checklist a new version leaves as they were."""

from typing import Any

import pytest

from portal.applications.checklist import point_keys
from portal.applications.checklist_matter import Version, is_unchanged
from portal.calls.form import Form, parse_form
from portal.calls.services import form_definition
from tests.complete_answers import answers_naming

FILE = {"title": "Strategy", "kind": "strategy", "sha256": "a" * 64}


@pytest.fixture
def form() -> Form:
    return parse_form(form_definition())


def unchanged(form: Form, before: Version, after: Version) -> set[str]:
    return {key for key in point_keys(form) if is_unchanged(form, key, before, after)}


def version(change: Any = None, files: list[dict[str, Any]] | None = None) -> Version:
    answers = answers_naming([])
    if change:
        change(answers)
    return Version(answers, [FILE] if files is None else files)


def test_the_signature_is_looked_at_again_in_each_version(form: Form) -> None:
    kept = unchanged(form, version(), version())
    assert set(point_keys(form)) - kept == {"mayor_signature", "signer_mandate", "official_stamp"}


def test_a_new_text_leaves_all_that_is_no_text(form: Form) -> None:
    def rewrite(answers: dict[str, Any]) -> None:
        answers["motivation"]["motivation"]["official"] = "Another text."

    kept = unchanged(form, version(), version(rewrite))
    assert kept == {
        "declarations",
        "population",
        "statistics",
        "challenges",
        "mandate",
        "attachments",
        "contact",
    }


def test_another_file_of_the_same_name_is_looked_at_again(form: Form) -> None:
    after = version(files=[{**FILE, "sha256": "b" * 64}])
    assert "attachments" not in unchanged(form, version(), after)
    assert "substance" in unchanged(form, version(), after)
