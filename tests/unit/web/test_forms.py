from collections.abc import Iterator

import pytest
from flask import Flask
from flask_babel import Babel
from wtforms import EmailField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from portal.core.errors import Invalid
from portal.core.i18n import in_language
from portal.web.forms import PortalForm, field_attributes


class CityForm(PortalForm):
    name = StringField("Name", [InputRequired("Enter the name.")], description="As on paper")
    email = EmailField("E-mail")
    decision = RadioField(
        "Decision", [InputRequired("Choose.")], choices=[SelectChoice("a"), SelectChoice("b")]
    )


@pytest.fixture
def form() -> Iterator[CityForm]:
    app = Flask(__name__)
    app.config.update(SECRET_KEY="x" * 32, WTF_CSRF_ENABLED=False)
    Babel(app, locale_selector=lambda: "en")
    with app.test_request_context(method="POST", data={}):
        yield CityForm()


def test_errors_are_listed_in_the_order_of_the_page_with_their_inputs(form: CityForm) -> None:
    form.validate()

    assert [(problem.target, problem.message) for problem in form.problems] == [
        ("name", "Enter the name."),
        ("decision-0", "Choose."),
    ]


def test_an_error_of_a_service_returns_to_its_field(form: CityForm) -> None:
    form.add_error(Invalid("This name is taken.", field="name"))

    assert form.name.errors == ["This name is taken."]
    assert form.errors["name"] == ["This name is taken."]


def test_an_error_about_no_field_stands_above_the_form(form: CityForm) -> None:
    form.add_error(Invalid("The call is closed.", field="call"))

    assert [(problem.target, problem.message) for problem in form.problems] == [
        (None, "The call is closed.")
    ]


def test_hint_and_error_are_tied_to_the_input(form: CityForm) -> None:
    form.validate()

    assert field_attributes(form.name, cls="input ", data_max_bytes=5, rows=None) == {
        "class": "input",
        "data-max-bytes": 5,
        "aria-describedby": "name-hint name-error",
        "aria-invalid": "true",
    }
    assert field_attributes(form.email) == {}


def test_messages_of_wtforms_follow_the_language(form: CityForm) -> None:
    """English before and after: one reader's messages do not stay for the next."""
    for language, message in (
        ("en", "This field is required."),
        ("fr", "Ce champ est requis."),
        ("en", "This field is required."),
    ):
        with in_language(language):
            assert CityForm().name.gettext("This field is required.") == message
