import pytest

from portal.signing.keys import KeyUnwrapError, unwrap_key, wrap_key

KEY = bytes(range(32))


def test_a_wrapped_key_opens_for_its_owner() -> None:
    wrapped = wrap_key(b"secret", KEY, owner="signatory 7")
    assert b"secret" not in wrapped
    assert unwrap_key(wrapped, KEY, owner="signatory 7") == b"secret"


@pytest.mark.parametrize(
    ("key", "owner", "version"),
    [
        (KEY, "signatory 8", 1),
        (KEY, "signatory 7", 2),
        (bytes(32), "signatory 7", 1),
        (b"", "signatory 7", 1),
    ],
)
def test_a_wrapped_key_opens_for_nobody_else(key: bytes, owner: str, version: int) -> None:
    wrapped = wrap_key(b"secret", KEY, owner="signatory 7")
    with pytest.raises(KeyUnwrapError):
        unwrap_key(wrapped, key, owner=owner, version=version)


def test_the_same_key_is_never_wrapped_alike() -> None:
    assert wrap_key(b"secret", KEY, owner="a") != wrap_key(b"secret", KEY, owner="a")
