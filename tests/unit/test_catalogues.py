"""``make i18n-check``: what is refused in a catalogue and what is not."""

from pathlib import Path

import polib
import pytest

from config import catalogues
from config.catalogues import problems_of, problems_of_entry

FRENCH_HEADER = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Language: fr\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"

"""


def found_in(entry: polib.POEntry, form_count: int = 2) -> list[str]:
    return list(problems_of_entry(entry, form_count=form_count))


def test_a_whole_translation_passes() -> None:
    entry = polib.POEntry(msgid="Sent to %(name)s", msgstr="Envoyé à %(name)s")
    assert found_in(entry) == []


@pytest.mark.parametrize("translation", ["", "  \n"])
def test_an_empty_translation_is_refused(translation: str) -> None:
    entry = polib.POEntry(msgid="Save", msgstr=translation)
    assert found_in(entry) == ['untranslated: "Save"']


def test_a_fuzzy_translation_is_refused() -> None:
    entry = polib.POEntry(msgid="Save", msgstr="Enregistrer", flags=["fuzzy"])
    assert found_in(entry) == ['fuzzy: "Save"']


@pytest.mark.parametrize(
    "translation",
    ["Envoyé à %(nom)s", "Envoyé", "Envoyé à %(name)", "Envoyé à %(name)s le %(day)s"],
)
def test_unequal_placeholders_are_refused(translation: str) -> None:
    entry = polib.POEntry(msgid="Sent to %(name)s", msgstr=translation)
    assert found_in(entry) == ['placeholders or tags differ: "Sent to %(name)s"']


def test_unequal_tags_are_refused() -> None:
    entry = polib.POEntry(msgid="<strong>Two</strong> left", msgstr="<strong>Deux restantes")
    assert found_in(entry) == ['placeholders or tags differ: "<strong>Two</strong> left"']


def test_placeholders_may_change_places() -> None:
    entry = polib.POEntry(msgid="%(city)s, %(country)s", msgstr="%(country)s : %(city)s")
    assert found_in(entry) == []


def test_each_plural_form_is_needed() -> None:
    entry = polib.POEntry(
        msgid="%(num)d day",
        msgid_plural="%(num)d days",
        msgstr_plural={0: "%(num)d jour", 1: ""},
    )
    assert found_in(entry) == ['untranslated, 2 plural forms are needed: "%(num)d day"']


def test_a_form_for_one_number_may_leave_the_number_out() -> None:
    entry = polib.POEntry(
        msgid="%(num)d day for %(city)s",
        msgid_plural="%(num)d days for %(city)s",
        msgstr_plural={0: "un jour pour %(city)s", 1: "%(num)d jours pour %(city)s"},
    )
    assert found_in(entry) == []


def test_a_plural_form_may_not_leave_anything_else_out() -> None:
    entry = polib.POEntry(
        msgid="%(num)d day for %(city)s",
        msgid_plural="%(num)d days for %(city)s",
        msgstr_plural={0: "un jour", 1: "%(num)d jours pour %(city)s"},
    )
    assert found_in(entry) == ['placeholders or tags differ: "%(num)d day for %(city)s"']


def test_a_catalogue_holds_exactly_the_texts_of_the_sources(tmp_path: Path) -> None:
    path = tmp_path / "fr" / "LC_MESSAGES" / "messages.po"
    path.parent.mkdir(parents=True)
    path.write_text(FRENCH_HEADER + 'msgid "Old"\nmsgstr "Ancien"\n')
    assert list(problems_of(path, {("", "New")})) == [
        'missing: "New"',
        'no longer in the sources: "Old"',
    ]


def test_plural_rules_of_another_language_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "ar" / "LC_MESSAGES" / "messages.po"
    path.parent.mkdir(parents=True)
    path.write_text(FRENCH_HEADER)
    problems = list(problems_of(path, set()))
    assert len(problems) == 1
    assert problems[0].startswith("Plural-Forms must be like: nplurals=6;")


def test_texts_of_python_and_templates_are_collected(tmp_path: Path) -> None:
    templates = tmp_path / "portal" / "desk" / "templates" / "desk"
    templates.mkdir(parents=True)
    (templates / "desk.html").write_text("<h1>{{ _('Your desk') }}</h1>")
    (tmp_path / "portal" / "desk" / "forms.py").write_text('LABEL = _l("Reason")\n')
    text = catalogues.template_text(tmp_path)
    assert 'msgid "Your desk"' in text
    assert 'msgid "Reason"' in text
    assert "Creation-Date" not in text
