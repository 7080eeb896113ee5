"""Every view says who may open it, and addresses follow one manner."""

import re

import pytest
from flask import Flask

KEBAB = re.compile(r"[a-z0-9-]*(\.(txt|ico|jpg|webp|svg|csv|xlsx|json|css|crl|ics|pdf|zip))?")
TYPED = {
    "certificate",
    "code",
    "commission",
    "field",
    "key",
    "kind",
    "name",
    "path",
    "reference",
    "section",
    "sha256",
    "space",
    "step",
    "token",
}
"""Arguments that are text by nature; all others carry a converter."""


@pytest.fixture
def rules(started_app: Flask):
    return list(started_app.url_map.iter_rules())


def test_each_view_is_marked(started_app: Flask, rules) -> None:
    unmarked = {
        rule.endpoint
        for rule in rules
        if not any(
            hasattr(started_app.view_functions[rule.endpoint], mark)
            for mark in ("is_public", "needs_sign_in", "required_permission")
        )
    }
    assert unmarked == set()


def test_addresses_are_kebab_case(rules) -> None:
    odd = set()
    for rule in rules:
        fixed = re.sub(r"<[^>]+>", "", rule.rule)
        odd |= {part for part in fixed.split("/") if part.strip(".-") and not KEBAB.fullmatch(part)}
    assert odd == set()


def test_address_arguments_are_typed(rules) -> None:
    untyped = {
        (rule.rule, name)
        for rule in rules
        for name in re.findall(r"<([a-z_]+)>", rule.rule)
        if name not in TYPED
    }
    assert untyped == set()


def test_views_that_change_something_are_not_reached_by_get_alone(rules) -> None:
    """Views named like an act take POST."""
    acts = re.compile(r"\.(approve|decline|endorse|forward|revoke|submit|freeze|withdraw|reopen)$")
    by_get = {
        rule.endpoint
        for rule in rules
        if acts.search(rule.endpoint) and rule.methods == {"GET", "HEAD", "OPTIONS"}
    }
    assert by_get == set()
