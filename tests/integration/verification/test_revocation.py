"""The revocation lists that certificates name."""

from cryptography import x509
from flask import Flask
from flask.testing import FlaskClient

from portal.core.unit_of_work import OPERATOR, unit_of_work
from portal.signing.keyring import Office, chain_of
from portal.tenancy.scope import Commission
from tests.factories import make_commission


def test_root_and_commission_publish_current_lists(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        commission = make_commission(code="ke")
        with unit_of_work(Commission(commission.commission_id), OPERATOR) as work:
            office = Office(commission.commission_id, "ke", "Kenya", "KE")
            chain_of(work, office)
    for address, organisation in (
        ("/crl/root.crl", "Learning Cities Portal"),
        ("/crl/ke.crl", "Kenya"),
    ):
        answer = client.get(address)
        assert answer.content_type == "application/pkix-crl"
        found = x509.load_der_x509_crl(answer.data)
        assert organisation in found.issuer.rfc4514_string()
        assert len(list(found)) == 0


def test_an_unknown_authority_has_no_list(client: FlaskClient) -> None:
    assert client.get("/crl/zz.crl").status_code == 404
