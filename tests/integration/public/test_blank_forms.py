"""The blank form, for anybody: to read, to fill in on screen, or to print."""

import io

import pikepdf
from flask import Flask
from flask.testing import FlaskClient

from tests.factories import make_call, make_commission
from tests.integration.city.browsing import page


def test_the_page_of_a_commission_offers_both_forms(app: Flask, client: FlaskClient) -> None:
    make_commission()
    make_call()
    html = page(client, "/c/ke/")
    assert "The form to read, fill in on screen, or print" in html
    assert 'href="/c/ke/form.pdf?language=en"' in html
    assert 'href="/c/ke/form-by-hand.pdf?language=en"' in html


def test_anybody_can_have_it_in_each_language(app: Flask, client: FlaskClient) -> None:
    make_commission()
    make_call()
    for language in ("en", "fr", "ar"):
        answer = client.get(f"/c/ke/form.pdf?language={language}")
        assert answer.mimetype == "application/pdf"
        with pikepdf.open(io.BytesIO(answer.data)) as pdf:
            assert str(pdf.Root.Lang) == language
            assert {str(field.V) for field in pdf.Root.AcroForm.Fields if "/Kids" not in field} > {
                ""
            }


def test_the_form_by_hand_has_no_fields(app: Flask, client: FlaskClient) -> None:
    make_commission()
    make_call()
    answer = client.get("/c/ke/form-by-hand.pdf")
    with pikepdf.open(io.BytesIO(answer.data)) as pdf:
        assert "/AcroForm" not in pdf.Root


def test_without_a_call_there_is_no_form(app: Flask, client: FlaskClient) -> None:
    make_commission()
    assert client.get("/c/ke/form.pdf").status_code == 404
    assert "The form to read" not in page(client, "/c/ke/")
    assert client.get("/c/zz/form.pdf").status_code == 404
