"""Sentences in the language in force, in Python and in templates; days as people write them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from flask import Flask, render_template_string
from flask_babel import Babel

from portal.core.i18n import (
    day,
    gettext,
    in_language,
    language_now,
    lazy_gettext,
    ngettext,
    number,
    remember_translations,
)


@pytest.fixture
def app() -> Iterator[Flask]:
    app = Flask(__name__)
    Babel(app, locale_selector=lambda: "en")
    remember_translations(app)
    with app.test_request_context():
        yield app


def test_without_an_application_the_source_language_is_spoken() -> None:
    assert language_now() == "en"
    assert gettext("Hello %(name)s", name="Amna") == "Hello Amna"


def test_a_language_holds_inside_its_block_only(app: Flask) -> None:
    assert language_now() == "en"
    with in_language("ar"):
        assert language_now() == "ar"
        with in_language("fr"):
            assert language_now() == "fr"
        assert language_now() == "ar"
    assert language_now() == "en"


def test_a_lazy_sentence_is_filled_when_it_is_read(app: Flask) -> None:
    assert str(lazy_gettext("%(count)s of %(total)s", count=2, total=3)) == "2 of 3"


def test_plurals_count_and_may_name_the_number(app: Flask) -> None:
    assert ngettext("%(num)s city", "%(num)s cities", 1) == "1 city"
    assert ngettext("%(n)s city", "%(n)s cities", 1200, n=number(1200)) == "1,200 cities"


def test_templates_escape_values_and_not_sentences(app: Flask) -> None:
    template = "{{ _('<b>%(name)s</b>', name='<i>') }}"
    assert render_template_string(template) == "<b>&lt;i&gt;</b>"


def test_a_doubled_percent_sign_of_a_template_is_one(app: Flask) -> None:
    assert render_template_string("{{ _('100%% sure') }}") == "100% sure"


def test_plurals_of_templates_fill_their_values(app: Flask) -> None:
    template = "{{ ngettext('%(n)s city', '%(n)s cities', 2, n='<2>') }}"
    assert render_template_string(template) == "&lt;2&gt; cities"


def test_one_instant_is_another_day_in_another_zone() -> None:
    late = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
    assert day(late, "en") == "23 November 2026"
    assert day(late.astimezone(timezone(timedelta(hours=3))), "en") == "24 November 2026"
    assert day(date(2026, 11, 23), "fr") == "23 novembre 2026"
