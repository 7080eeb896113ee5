"""Which passwords are taken: long ones that are not the first to be guessed.

No rules about kinds of signs, no change by the calendar. Source: NIST SP 800-63B-4, 3.1.1.2.
"""

import unicodedata

import regex

from portal.core.errors import Invalid
from portal.core.i18n import lazy_gettext as _l

SHORTEST = 12
LONGEST = 200
"""Characters."""
_FEWEST_DISTINCT = 5
_OWN_PART = 6
"""Signs a password must have beside the person's own name and address."""
_COMMON = frozenset(
    (
        "administrator",
        "administrator1",
        "changemeplease",
        "correcthorsebatterystaple",
        "football12345",
        "iloveyou12345",
        "iloveyou1234",
        "iloveyouforever",
        "letmeinletmein",
        "liverpool1234",
        "motdepasse123",
        "motdepasse1234",
        "monkeymonkey",
        "passwordpassword",
        "password1234",
        "password12345",
        "password123456",
        "password1234567",
        "passw0rd1234",
        "princess1234",
        "qwerty123456",
        "qwertyqwerty",
        "qwertyuiop123",
        "sunshine1234",
        "superman1234",
        "trustno1trustno1",
        "welcome12345",
        "welcomewelcome",
        "learningcities",
        "learningcity",
        "learningcities2026",
        "learningcities2027",
        "nationalcommission",
        "unesco123456",
        "unescounesco",
        "unescolearningcities",
    )
)
_ROWS = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890123456789",
    "qwertyuiopasdfghjklzxcvbnm",
    "azertyuiopqsdfghjklmwxcvbn",
    "qwertzuiopasdfghjklyxcvbnm",
    "1q2w3e4r5t6y7u8i9o0p",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
)


def normalised(password: str) -> str:
    """The password as it is hashed: the same signs typed on another keyboard stay the same."""
    return unicodedata.normalize("NFC", password)


def check_password_rules(password: str, *, email: str, name: str, field: str = "password") -> None:
    """Raise Invalid with what to do if the password is too short, too long or easily guessed."""
    password = normalised(password)
    if len(password) < SHORTEST:
        raise Invalid(
            _l(
                "Use at least %(count)s characters. Several words in a row make a good password.",
                count=SHORTEST,
            ),
            field=field,
        )
    if len(password) > LONGEST:
        raise Invalid(_l("Use at most %(count)s characters.", count=LONGEST), field=field)
    folded = password.casefold()
    if _is_common(folded):
        raise Invalid(
            _l("This password is among the first that are guessed. Choose another one."),
            field=field,
        )
    if len(_without_own_words(folded, email=email, name=name)) < _OWN_PART:
        raise Invalid(
            _l("This password is made of your name or address. Choose other words."), field=field
        )


def _is_common(folded: str) -> bool:
    if folded in _COMMON or len(set(folded)) < _FEWEST_DISTINCT:
        return True
    signs = "".join(sign for sign in folded if sign.isalnum())
    return bool(signs) and any(signs in row + row or signs in (row + row)[::-1] for row in _ROWS)


def _without_own_words(folded: str, *, email: str, name: str) -> str:
    local = email.casefold().partition("@")[0]
    words = {email.casefold(), local, *regex.split(r"[\W_]+", local), *name.casefold().split()}
    for word in sorted(words, key=len, reverse=True):
        if len(word) >= 3:
            folded = folded.replace(word, "")
    return folded
