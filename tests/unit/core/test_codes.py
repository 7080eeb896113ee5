"""Codes that people read and type, and keys ordered by time."""

import re

from portal.core.codes import ALPHABET, clean_code, hash_secret, new_code, new_id, new_secret


def test_a_new_code_has_three_groups_without_misread_signs() -> None:
    code = new_code()
    assert re.fullmatch(r"[2-9A-HJKMNP-TV-Z]{4}(-[2-9A-HJKMNP-TV-Z]{4}){2}", code)
    assert not set("01ILOU") & set(ALPHABET)


def test_a_code_is_found_however_it_is_typed() -> None:
    code = new_code()
    assert clean_code(code.lower().replace("-", " ")) == code
    assert clean_code(f"  {code.replace('-', '')} ") == code


def test_each_single_wrong_sign_is_noticed() -> None:
    code = new_code()
    for place, sign in enumerate(code):
        if sign == "-":
            continue
        for other in ALPHABET.replace(sign, ""):
            assert clean_code(code[:place] + other + code[place + 1 :]) is None


def test_what_cannot_be_a_code_is_none() -> None:
    assert [clean_code(text) for text in ("", "ABCD", "0OI1-0OI1-0OI1", "é" * 12)] == [None] * 4


def test_identifiers_are_version_7_and_ordered() -> None:
    """RFC 9562: version in the seventh byte, variant 10, milliseconds first."""
    ids = [new_id() for _ in range(50)]
    assert {(one.version, one.variant) for one in ids} == {(7, "specified in RFC 4122")}
    milliseconds = [one.int >> 80 for one in ids]
    assert milliseconds == sorted(milliseconds)


def test_only_the_hash_of_a_secret_is_comparable() -> None:
    secret = new_secret()
    assert len(secret) == 43
    assert hash_secret("abc") == (
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"  # FIPS 180-2, B.1
    )
