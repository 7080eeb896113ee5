"""Catalogues of translations: collect, bring up to date, compile, and refuse what is not whole.

The catalogues carry no dates and no line numbers, so that a difference always means a text.
"""

import io
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import polib
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po, write_po

from config.settings import ROOT

FOLDER = ROOT / "translations"
MAPPING = ROOT / "config" / "babel.cfg"
KEYWORDS = DEFAULT_KEYWORDS | {
    "_l": None,
    "lazy_gettext": None,
    "lazy_ngettext": (1, 2),
    "lazy_pgettext": ((1, "c"), 2),
}
COMMENT_TAGS = ("Translators:",)
PLACEHOLDER = re.compile(r"%(?:\((?P<name>\w+)\)(?P<kind>[a-z]?)|(?P<bare>[a-z%]))")
TAG = re.compile(r"</?[a-z][a-z0-9]*\b")
COUNTERS = {"num", "count"}
"""A plural form that stands for one number only may leave the number out."""
_MOVING_HEADERS = re.compile(
    r'^"(?:POT-Creation-Date|Report-Msgid-Bugs-To|PO-Revision-Date|Generated-By|Last-Translator|Language-Team):.*\n',
    re.MULTILINE,
)


def template_text(root: Path = ROOT) -> str:
    """What ``messages.pot`` must hold: all texts of the sources, sorted."""
    catalog = Catalog(project="Learning Cities Portal", version="1", charset="utf-8", fuzzy=False)
    catalog.header_comment = "# Texts of the Learning Cities Portal; made by make i18n-extract."
    with MAPPING.open() as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    found = extract_from_dir(
        root,
        method_map=methods,
        options_map=options,
        keywords=KEYWORDS,
        comment_tags=COMMENT_TAGS,
        strip_comment_tags=True,
        directory_filter=lambda folder: Path(folder).name not in {"node_modules", "var", ".venv"},
    )
    for _file, _line, message, comments, context in found:
        catalog.add(message, auto_comments=comments, context=context)
    return _as_text(catalog)


def extract() -> None:
    """Write the template from the sources."""
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / "messages.pot").write_text(template_text())


def update() -> None:
    """Collect the texts, then give every catalogue the new ones and drop the old ones."""
    extract()
    template = read_po(io.BytesIO((FOLDER / "messages.pot").read_bytes()))
    for path in catalogue_files():
        catalog = read_po(io.BytesIO(path.read_bytes()), locale=_language(path))
        catalog.update(template, no_fuzzy_matching=True)
        catalog.obsolete.clear()
        catalog.header_comment = f"# {_language(path)}: texts of the Learning Cities Portal."
        catalog.fuzzy = False
        path.write_text(_as_text(catalog))
        print(f"  {path.relative_to(ROOT)}: {_untranslated_count(path)} texts to translate")


def begin(language: str) -> None:
    """Begin an empty catalogue for one more language (``fr``, ``pt_BR``), then fill it by hand."""
    path = FOLDER / language / "LC_MESSAGES" / "messages.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        path.write_text(_as_text(Catalog(locale=language, charset="utf-8", fuzzy=False)))
    update()


def compile_all() -> None:
    """Write ``messages.mo`` beside each catalogue."""
    for path in catalogue_files():
        catalog = read_po(io.BytesIO(path.read_bytes()), locale=_language(path))
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, catalog)


def check() -> list[str]:
    """What is wrong with the catalogues of this project, one sentence each."""
    template = FOLDER / "messages.pot"
    if not template.exists():
        return ["translations/messages.pot is missing: make i18n-update"]
    problems = []
    if template.read_text() != template_text():
        problems.append("translations/messages.pot is stale: make i18n-update")
    wanted = {_key(entry) for entry in polib.pofile(str(template))}
    for path in catalogue_files():
        name = str(path.relative_to(FOLDER))
        problems += [f"{name}: {problem}" for problem in problems_of(path, wanted)]
    if not catalogue_files():
        problems.append("translations holds no catalogue")
    return problems


def problems_of(path: Path, wanted: set[tuple[str, str]]) -> Iterator[str]:
    """What is wrong with one catalogue. ``wanted``: (context, text) of the template."""
    catalog = polib.pofile(str(path))
    plural = get_plural(_language(path))
    if f"nplurals={plural.num_plurals};" not in catalog.metadata.get("Plural-Forms", ""):
        yield f"Plural-Forms must be like: {plural.plural_forms}"
    present = set()
    for entry in catalog:
        if entry.obsolete:
            yield f"obsolete: {_short(entry.msgid)}"
            continue
        present.add(_key(entry))
        yield from problems_of_entry(entry, form_count=plural.num_plurals)
    for _context, text in sorted(wanted - present):
        yield f"missing: {_short(text)}"
    for _context, text in sorted(present - wanted):
        yield f"no longer in the sources: {_short(text)}"


def problems_of_entry(entry: polib.POEntry, *, form_count: int) -> Iterator[str]:
    """What is wrong with one text and its translations."""
    shown = _short(entry.msgid)
    if entry.fuzzy:
        yield f"fuzzy: {shown}"
    if not entry.msgid_plural:
        if not entry.msgstr.strip():
            yield f"untranslated: {shown}"
        elif _marks(entry.msgstr) != _marks(entry.msgid):
            yield f"placeholders or tags differ: {shown}"
        return
    forms = [entry.msgstr_plural.get(number, "") for number in range(form_count)]
    if len(entry.msgstr_plural) != form_count or not all(form.strip() for form in forms):
        yield f"untranslated, {form_count} plural forms are needed: {shown}"
        return
    wanted = _marks(entry.msgid_plural)
    for form in forms:
        marks = _marks(form)
        if not (wanted - _counter_marks(wanted) <= marks <= wanted):
            yield f"placeholders or tags differ: {shown}"
            return


def catalogue_files() -> list[Path]:
    """All catalogues, one per language; English is the language of the sources and has none."""
    return sorted(FOLDER.glob("*/LC_MESSAGES/messages.po"))


def _marks(text: str) -> frozenset[str]:
    """Placeholders and names of tags; a broken placeholder differs from a whole one."""
    placeholders = {found[0] for found in PLACEHOLDER.finditer(text)}
    return frozenset(placeholders | {found[0] for found in TAG.finditer(text)})


def _counter_marks(marks: Iterable[str]) -> frozenset[str]:
    return frozenset(
        mark for mark in marks if any(mark.startswith(f"%({name})") for name in COUNTERS)
    )


def _as_text(catalog: Catalog) -> str:
    buffer = io.BytesIO()
    write_po(buffer, catalog, width=100, no_location=True, sort_output=True)
    return _MOVING_HEADERS.sub("", buffer.getvalue().decode())


def _key(entry: polib.POEntry) -> tuple[str, str]:
    return entry.msgctxt or "", entry.msgid


def _language(path: Path) -> str:
    return path.parent.parent.name


def _untranslated_count(path: Path) -> int:
    return len(polib.pofile(str(path)).untranslated_entries())


def _short(text: str) -> str:
    line = " ".join(text.split())
    return f'"{line[:70]}…"' if len(line) > 70 else f'"{line}"'


def main(arguments: list[str]) -> int:
    """One of the actions of the usage line; returns the exit code."""
    actions = {"extract": extract, "update": update, "compile": compile_all}
    if arguments == ["check"]:
        problems = check()
        print("\n".join(problems) or "The catalogues are whole")
        return 1 if problems else 0
    if len(arguments) == 2 and arguments[0] == "begin":
        begin(arguments[1])
        return 0
    if len(arguments) != 1 or arguments[0] not in actions:
        print("Usage: python -m config.catalogues extract|update|compile|check|begin LANGUAGE")
        return 2
    actions[arguments[0]]()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
