"""Every address of the portal, filled with real things of somebody else and with invented ones.

A new address is walked without a new test. One with a new kind of argument fails here, with a
sentence that says what to add.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask
from werkzeug.routing import Rule

GHOSTS: dict[str, str] = {
    "archive_id": "0198a000-0000-7000-8000-00000000000c",
    "attachment_id": "0198a000-0000-7000-8000-000000000001",
    "certificate": "2XAM-79F2-6Z55",
    "city_id": "0198a000-0000-7000-8000-000000000002",
    "code": "2XAM-79F2-6Z55",
    "document_id": "0198a000-0000-7000-8000-000000000003",
    "file_id": "0198a000-0000-7000-8000-000000000008",
    "filled_id": "0198a000-0000-7000-8000-000000000008",
    "key": "9" * 64,
    "mail_id": "0198a000-0000-7000-8000-000000000004",
    "membership_id": "0198a000-0000-7000-8000-000000000005",
    "paper_id": "0198a000-0000-7000-8000-000000000009",
    "reference": "KE-2027-998",
    "remark_id": "0198a000-0000-7000-8000-00000000000b",
    "session_id": "0198a000-0000-7000-8000-000000000006",
    "sha256": "9" * 64,
    "sheet_id": "0198a000-0000-7000-8000-000000000009",
    "submission_id": "0198a000-0000-7000-8000-000000000007",
    "text_id": "0198a000-0000-7000-8000-00000000000a",
    "token": "no-such-link",
    "upload_id": "0198a000-0000-7000-8000-000000000008",
}
"""Names a thing that can be somebody's: what nothing has."""
KINDS: dict[str, str] = {
    "kind": "application_submitted.officers",
    "language": "en",
    "field": "motivation",
    "name": "0b6b5d-00000000",
    "number": "1",
    "page": "1",
    "part": "texts",
    "position": "0",
    "section": "motivation",
    "size": "page",
    "step": "decide",
    "style": "select",
}
"""Names no thing, only a part of one or a kind: a good value."""
PLACES = ("commission", "space")
"""Names a commission by its code."""
NO_COMMISSION = "zz"
SHORTEST_ECHO = 8
"""Shorter values would be found in other words; they stand in the path anyway."""


@dataclass(frozen=True)
class Address:
    """One address with its method."""

    endpoint: str
    method: str
    path: str
    values: Mapping[str, str]

    def __str__(self) -> str:
        return f"{self.method} {self.path} ({self.endpoint})"


def rules_of(app: Flask) -> list[tuple[Rule, str]]:
    """Each rule of the portal with each method that is its own."""
    return sorted(
        (
            (rule, method)
            for rule in app.url_map.iter_rules()
            for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        ),
        key=lambda found: (found[0].rule, found[1]),
    )


def names_a_thing(rule: Rule) -> bool:
    """Whether the address names something that can be somebody's."""
    return any(name in GHOSTS for name in rule.arguments)


def filled(
    app: Flask, rule: Rule, method: str, *, commission: str, objects: Mapping[str, tuple[str, ...]]
) -> Iterator[Address]:
    """The address with these things in a commission: as often as it takes for each to be used."""
    choices = {name: _values(rule, name, commission, objects) for name in sorted(rule.arguments)}
    for turn in range(max(map(len, choices.values()), default=1)):
        values = {name: found[turn % len(found)] for name, found in choices.items()}
        yield address(app, rule, method, values)


def address(app: Flask, rule: Rule, method: str, values: dict[str, Any]) -> Address:
    """The address with these values, as the portal itself would write it."""
    typed = {
        name: rule._converters[name].to_python(value)  # values are written as in addresses
        for name, value in values.items()
    }
    adapter = app.url_map.bind("localhost")
    return Address(rule.endpoint, method, adapter.build(rule.endpoint, typed, method), values)


def ghost_of(app: Flask, rule: Rule, real: Address, *, commission: str | None) -> Address:
    """The same address with things that do not exist, in this commission if one is given."""
    values = {name: GHOSTS.get(name, value) for name, value in real.values.items()}
    if commission is not None:
        values |= {name: commission for name in PLACES if name in values}
    return address(app, rule, real.method, values)


def without_echo(text: str, shown: Address) -> str:
    """A page without what it repeats of its address, and without its token."""
    text = re.sub(r'(name="csrf_token"[^>]* value=")[^"]*', r"\1", text)
    for name in PLACES:  # the navigation repeats the commission of the address
        text = re.sub(rf'(href="/c/){shown.values.get(name, "…")}(?=[/"])', r"\1…", text)
    if shown.path != "/":
        text = text.replace(shown.path, "…")
    for value in sorted(shown.values.values(), key=len, reverse=True):
        if len(value) > SHORTEST_ECHO:
            text = text.replace(value, "…")
    return text


def _values(
    rule: Rule, name: str, commission: str, objects: Mapping[str, tuple[str, ...]]
) -> tuple[str, ...]:
    if name in PLACES:
        return (commission,)
    if name in KINDS:
        return (KINDS[name],)
    if name in GHOSTS:
        return objects.get(name) or (GHOSTS[name],)
    raise AssertionError(
        f"{rule.rule} has a new kind of argument: add {name!r} to GHOSTS or KINDS in"
        " tests/integration/safety/addresses.py; if it names a thing of somebody, also to the"
        " objects of tests/integration/safety/world.py."
    )
