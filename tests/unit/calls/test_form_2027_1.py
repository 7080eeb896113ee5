"""The official form that comes with the portal, against the fields of Part 1."""

import json

import pytest

from portal.calls.form import FieldKind, Form, parse_form
from portal.calls.services import form_definition

LANGUAGES = {"en", "fr", "ar"}


@pytest.fixture(scope="module")
def form() -> Form:
    return parse_form(form_definition("2027-1"))


def test_it_has_the_sections_of_part_one(form: Form) -> None:
    assert [section.key for section in form.sections] == [
        "city",
        "mayor",
        "contact",
        "pledge",
        "profile",
        "motivation",
        "challenges",
        "expertise",
    ]


def test_it_asks_what_part_one_asks(form: Form) -> None:
    kinds = {field.key: field.kind for _, field in form.fields()}

    assert kinds["city_name"] is FieldKind.TEXT
    assert kinds["mayor_title"] is FieldKind.TEXT
    assert kinds["contact_email"] is FieldKind.EMAIL
    assert kinds["pledge"] is FieldKind.DECLARATION
    assert kinds["population"] is FieldKind.STATISTIC
    assert kinds["motivation"] is FieldKind.LONG_TEXT
    assert kinds["challenges"] is FieldKind.MATRIX
    assert kinds["expertise"] is FieldKind.CHOICES


def test_both_texts_are_limited_to_200_words(form: Form) -> None:
    limits = {field.key: field.word_limit for _, field in form.fields() if field.word_limit}

    assert limits == {"motivation": 200, "implementation": 200}


def test_what_many_cities_do_not_have_is_optional(form: Form) -> None:
    optional = {field.key for _, field in form.fields() if not field.is_required}

    assert optional == {
        "consortium_members",
        "country",
        "legal_basis",
        "contact_organisation",
        "contact_postcode",
        "contact_fax",
        "links",
    }


def test_the_pledge_names_the_guiding_documents(form: Form) -> None:
    naming = [field.key for _, field in form.fields() if field.names_guiding_documents]

    assert naming == ["pledge"]


def test_a_commission_proposes_what_is_the_same_for_all_its_cities(form: Form) -> None:
    assert [field.key for field in form.national_fields()] == [
        "country",
        "gdp_country",
        "legal_basis",
    ]


def test_there_are_seven_clusters(form: Form) -> None:
    assert len(form.section("expertise").field("expertise").options) == 7


def test_every_label_speaks_three_languages(form: Form) -> None:
    labels = [labels for section in form.sections for labels in (section.titles,)]
    labels += [field.labels for _, field in form.fields()]
    labels += [field.hints for _, field in form.fields() if field.hints]
    labels += [option.labels for _, field in form.fields() for option in field.options]
    labels += [kind.labels for kind in form.document_kinds]

    assert [found for found in labels if set(found) != LANGUAGES or not all(found.values())] == []


def test_keys_are_unique_in_the_whole_form(form: Form) -> None:
    keys = [field.key for _, field in form.fields()]

    assert sorted(keys) == sorted(set(keys))


def test_the_definition_is_plain_json() -> None:
    definition = form_definition("2027-1")

    assert json.loads(json.dumps(definition)) == definition
