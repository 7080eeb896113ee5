import pytest

from portal.core.wrapping import UnwrapError, unwrap, wrap

KEY = bytes(range(32))


def test_a_wrapped_secret_opens_for_its_row() -> None:
    wrapped = wrap(b"secret", KEY, bound_to=b"signatory 7")
    assert b"secret" not in wrapped
    assert unwrap(wrapped, KEY, bound_to=b"signatory 7") == b"secret"


@pytest.mark.parametrize(
    ("key", "bound_to"), [(KEY, b"signatory 8"), (bytes(32), b"signatory 7"), (b"", b"signatory 7")]
)
def test_a_wrapped_secret_opens_nowhere_else(key: bytes, bound_to: bytes) -> None:
    wrapped = wrap(b"secret", KEY, bound_to=b"signatory 7")
    with pytest.raises(UnwrapError):
        unwrap(wrapped, key, bound_to=bound_to)


@pytest.mark.parametrize("cut", [b"", b"short", bytes(12)])
def test_what_was_cut_short_does_not_open(cut: bytes) -> None:
    with pytest.raises(UnwrapError):
        unwrap(cut, KEY, bound_to=b"signatory 7")


def test_the_same_secret_is_never_wrapped_alike() -> None:
    assert wrap(b"secret", KEY, bound_to=b"a") != wrap(b"secret", KEY, bound_to=b"a")
