"""Two texts side by side: the official one that counts, and a draft free of limits."""

import re
from datetime import UTC, datetime

from flask import Flask
from flask.testing import FlaskClient

from portal.applications.section_page import saved_text
from portal.core.i18n import in_language
from tests.factories import make_call, make_commission, make_draft, sign_in
from tests.integration.city.browsing import page, send

FILE = "/c/ke/my/KE-2027-001"


def begin(client: FlaskClient, **commission: object) -> str:
    """The page of the texts of a draft in this commission."""
    make_commission(**commission)
    _filed, delegate = make_draft(make_call(), "Nakuru")
    sign_in(client, delegate)
    return page(client, f"{FILE}/section/motivation")


def tag_of(html: str, name: str) -> str:
    found = re.search(rf'<(textarea|select)[^>]* name="{re.escape(name)}"[^>]*>', html)
    assert found, name
    return found[0]


def test_each_text_has_its_own_language_and_direction(app: Flask, client: FlaskClient) -> None:
    html = begin(client, country="EG", official_language="fr")
    assert 'lang="fr" dir="ltr"' in tag_of(html, "motivation.official")
    draft = tag_of(html, "motivation.local")
    assert 'dir="rtl"' in draft
    assert 'lang="ar"' in draft
    assert "data-word-limit" not in draft


def test_where_a_country_has_several_languages_the_city_chooses(
    app: Flask, client: FlaskClient
) -> None:
    html = begin(client, country="TN", languages=["fr", "ar"], official_language="en")
    assert '<option value="ar" data-dir="rtl" selected>' in html
    send(
        client,
        f"{FILE}/section/motivation",
        {
            "motivation.official": "Learning",
            "motivation.local": "Apprendre",
            "motivation.language": "fr",
            "then": "stay",
        },
        seen=html,
    )
    again = page(client, f"{FILE}/section/motivation")
    assert 'lang="fr"' in tag_of(again, "motivation.local")


def test_the_draft_has_no_limit(app: Flask, client: FlaskClient) -> None:
    html = begin(client, country="TH")
    send(
        client,
        f"{FILE}/section/motivation",
        {
            "motivation.official": "Learning never ends.",
            "motivation.local": "เรียนรู้ " * 2000,
            "implementation.official": "We build it.",
            "then": "stay",
        },
        seen=html,
    )
    assert "Shorten" not in page(client, f"{FILE}/section/motivation?check=yes")


def test_an_autosave_brings_the_count_of_the_portal(app: Flask, client: FlaskClient) -> None:
    html = begin(client, country="TH")
    answer = send(
        client,
        f"{FILE}/section/motivation/autosave",
        {"motivation.official": "Learning never ends.", "motivation.local": "ฉันรักเมืองของฉัน"},
        seen=html,
    )
    assert (
        'id="motivation-words" data-counted="3" data-length="20" hx-swap-oob="true"' in answer.text
    )
    assert 'id="motivation-local-words" data-counted="5"' in answer.text


def test_the_hour_of_saving_has_24_hours_in_every_language(app: Flask) -> None:
    saved = datetime(2026, 11, 28, 14, 25, tzinfo=UTC)
    for language in ("en", "fr", "ar"):
        with in_language(language):
            assert saved_text(saved, saved, zone="UTC") == "14:25"
