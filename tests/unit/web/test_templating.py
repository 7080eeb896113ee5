"""Templates are compiled once per language: what is put in place, and that no language stays."""

from collections.abc import Iterator

import pytest
from flask import Flask, render_template_string, request
from flask_babel import Babel
from jinja2 import DictLoader
from markupsafe import Markup

from portal.core.i18n import in_language, number, remember_translations
from portal.web.assets import asset
from portal.web.templating import start_templating, written

TEMPLATES = {
    "page.html": "{% import 'm.html' as m %}{{ _('Save') }} {% include 'part.html' %} "
    "{{ m.send() }}",
    "part.html": "{{ _('Cancel') }}",
    "m.html": "{% macro send() %}{{ _('Save') }}{% endmacro %}",
}


@pytest.fixture
def app() -> Iterator[Flask]:
    app = Flask(__name__)
    start_templating(app)
    Babel(app, locale_selector=lambda: request.args.get("l", "en"))
    remember_translations(app)
    app.jinja_env.loader = DictLoader(TEMPLATES)
    with app.test_request_context():
        yield app


def test_each_language_has_its_own_code_with_includes_and_macros(app: Flask) -> None:
    def drawn(language: str) -> str:
        with in_language(language):
            return app.jinja_env.get_template("page.html").render()

    assert drawn("en") == "Save Cancel Save"
    assert drawn("fr") == "Enregistrer Annuler Enregistrer"
    assert drawn("en") == "Save Cancel Save"


@pytest.mark.parametrize(
    ("template", "html"),
    [
        ("{{ _('%(who)s & co', who=name) }}", "&lt;Ana&gt; & co"),
        ("{{ _('%(share)s%% of %(who)s', who=name, share=5) }}", "5% of &lt;Ana&gt;"),
        ("{{ _('100%%') }}", "100%"),
        (
            "{% set s = _('by %(who)s', who=name) %}{{ s }}, {{ s }}",
            "by &lt;Ana&gt;, by &lt;Ana&gt;",
        ),
        ("{{ _('%(who)s', who=name|safe) }}", "<Ana>"),
        ("{{ '<' ~ name }}", "&lt;&lt;Ana&gt;"),
        ("{{ _(name) }}", "<Ana>"),
        ("{{ _('a <b>word</b>') }}", "a <b>word</b>"),
    ],
)
def test_sentences_in_place_read_as_those_translated_late(
    app: Flask, template: str, html: str
) -> None:
    plain = Flask(__name__)
    Babel(plain, locale_selector=lambda: "en")
    remember_translations(plain)
    with plain.test_request_context():
        assert render_template_string(template, name="<Ana>") == html

    assert render_template_string(template, name="<Ana>") == html


def test_an_icon_and_an_address_are_text_of_the_template(app: Flask) -> None:
    """The macro's module is not even there: its constant calls never reach it."""
    icon = render_template_string("{{ ui.icon('check', directional=true) }}")

    assert icon == (
        '<svg class="icon icon-dir" aria-hidden="true" focusable="false">'
        f'<use href="{asset("icons.svg")}#check"/></svg>'
    )


@pytest.mark.parametrize(
    ("part", "html"),
    [
        ("{{ name }}", "[&lt;Ana&gt;][&lt;Ana&gt;] outside"),
        ("{% set word = 'inside' %}{{ word }}", "[inside][inside] outside"),
        ("{{ letter }}", "[a][b] outside"),
        ("{{ _('Save') }}", "[Save][Save] outside"),
        ("{% include 'again.html' %}", "[again][again] outside"),
    ],
)
def test_an_include_in_place_is_what_an_include_is(app: Flask, part: str, html: str) -> None:
    app.jinja_env.auto_reload = False
    page = (
        "{% set word = 'outside' %}{% for letter in 'ab' %}"
        "[{% include 'part.html' %}]{% endfor %} {{ word }}"
    )
    app.jinja_env.loader = DictLoader({"page.html": page, "part.html": part, "again.html": "again"})

    assert app.jinja_env.get_template("page.html").render(name="<Ana>") == html


def test_numbers_are_written_in_the_language_of_the_template(app: Flask) -> None:
    app.jinja_env.globals["number"] = number
    app.jinja_env.loader = DictLoader({"page.html": "{{ number(1234.5) }} {{ number(1, 'fr') }}"})

    with in_language("fr"):
        french = app.jinja_env.get_template("page.html")
    assert french.render() == "1\u202f234,5 1"


@pytest.mark.parametrize(
    ("value", "html"),
    [
        ("plain", "plain"),
        ("<a> & \"b\" 'c'", "&lt;a&gt; &amp; &#34;b&#34; &#39;c&#39;"),
        (Markup("<b>"), "<b>"),
        (7, "7"),
        (None, "None"),
    ],
)
def test_a_value_is_written_as_markup_escapes_it(value: object, html: str) -> None:
    assert written(value) == html


def test_plurals_escape_their_values(app: Flask) -> None:
    template = "{{ ngettext('%(num)s letter of %(who)s', '%(num)s letters of %(who)s', n, who=w) }}"

    assert render_template_string(template, n=1, w="<Ana>") == "1 letter of &lt;Ana&gt;"
    assert render_template_string(template, n=2, w=Markup("<b>")) == "2 letters of <b>"


def test_a_plural_counts_with_a_number(app: Flask) -> None:
    html = render_template_string("{{ ngettext('%(n)d day', '%(n)d days', n, n=n) }}", n=3)

    assert html == "3 days"
