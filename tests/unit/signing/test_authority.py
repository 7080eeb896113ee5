from datetime import timedelta

import pytest
from cryptography import x509

from portal.signing.authority import (
    Revocation,
    is_list_current,
    issue_signer,
    make_revocation_list,
)
from portal.signing.certificates import latin, parsed
from tests.unit.signing.conftest import Authorities


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("José Ñandú", "Jose Nandu"),
        ("欧阳晓慧", "OuYangXiaoHui"),
        ("Ольга Шевченко", "Ol'ga Shevchenko"),
        ("  Amani   Wekesa ", "Amani Wekesa"),
        ("🎓", "Signer of KE-2027-014"),
        ("", "Signer of KE-2027-014"),
        ("A" * 90, "A" * 64),
    ],
)
def test_names_in_certificates_are_latin(name: str, expected: str) -> None:
    assert latin(name, otherwise="Signer of KE-2027-014") == expected


@pytest.mark.parametrize(
    "name", ["مدينة 2030", "לוי (Sign)", "سعيد ]x", "\u202eabc\u202c", "a\x00b"]
)
def test_no_name_breaks_a_certificate(name: str, authorities: Authorities) -> None:
    signer = issue_signer(
        authorities.commission,
        name=name,
        office=name,
        organisation=name,
        reference="KE-2027-014",
        at=authorities.at,
    )
    subject = parsed(signer.certificate_pem).subject.rfc4514_string()
    assert subject.isascii()
    assert "C=KE" in subject


def test_a_commission_can_only_certify_its_own_country(authorities: Authorities) -> None:
    constraints = parsed(authorities.commission.certificate_pem).extensions.get_extension_for_class(
        x509.NameConstraints
    )
    assert constraints.critical
    permitted = constraints.value.permitted_subtrees or []
    assert [place.value.rfc4514_string() for place in permitted] == ["C=KE"]


def test_a_revocation_list_names_what_was_revoked(authorities: Authorities) -> None:
    entry = Revocation(authorities.mayor.serial_number, authorities.at)
    content = make_revocation_list(authorities.commission, [entry], at=authorities.at)
    parsed_list = x509.load_der_x509_crl(content)
    assert [item.serial_number for item in parsed_list] == [authorities.mayor.serial_number]
    assert is_list_current(content, authorities.at + timedelta(days=29))
    assert not is_list_current(content, authorities.at + timedelta(days=31))


def test_a_private_key_is_not_shown(authorities: Authorities) -> None:
    assert "private_key" not in repr(authorities.mayor)
