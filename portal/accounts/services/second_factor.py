"""The second factor: six digits that change every 30 seconds (RFC 6238), and recovery codes.

The secret is stored wrapped; a code is accepted once; recovery codes are kept as keyed hashes.
"""

import hashlib
import hmac
import secrets
import unicodedata
import uuid
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from dataclasses import dataclass

import pyotp
from sqlalchemy import delete, or_, select, update

from portal.accounts.events import Recipient, SecondFactorChanged
from portal.accounts.models import Person, RecoveryCode
from portal.accounts.services.throttling import CODE, count_attempt, forget_attempts
from portal.core.codes import ALPHABET
from portal.core.errors import Conflict, Invalid, NotFound
from portal.core.i18n import lazy_gettext as _l
from portal.core.unit_of_work import Work
from portal.core.wrapping import UnwrapError, unwrap, wrap

ISSUER = "Learning Cities Portal"
RECOVERY_CODES = 10
_STEP_SECONDS = 30
_DRIFT = (0, -1, 1)
"""Steps a phone's clock may be off."""
_HALF = 5
"""A recovery code is two groups of five signs: 49 bits."""

_wrapping_key: bytes | None = None


@dataclass(frozen=True)
class Enrolment:
    """A secret on its way to a phone. ``sealed`` returns with the first code and is then kept."""

    sealed: str
    secret: str
    """In groups of four, to be typed where no camera is at hand."""
    uri: str


def use_wrapping_key(key: bytes) -> None:
    """Tell which key wraps the secrets; called once at start."""
    global _wrapping_key
    _wrapping_key = key


def begin_enrolment(person_id: uuid.UUID, email: str) -> Enrolment:
    """A new secret for a person. Nothing is stored until the first code proves it."""
    secret = pyotp.random_base32()
    return _enrolment(wrap_secret(person_id, secret), secret, email)


def resume_enrolment(person_id: uuid.UUID, email: str, *, sealed: str) -> Enrolment:
    """The same secret again, after a mistyped code. Raises Conflict if it is not theirs."""
    return _enrolment(_opened(sealed), _unwrap(person_id, _opened(sealed)), email)


def enrol(work: Work, person_id: uuid.UUID, *, sealed: str, code: str) -> tuple[str, ...]:
    """Keep the secret the code proves, replacing any other; new recovery codes, shown once.

    Raises Invalid if the code does not fit, Conflict if the secret is not this person's.
    """
    count_attempt(work, CODE, person_id)
    wrapped = _opened(sealed)
    step = _matching_step(_unwrap(person_id, wrapped), _digits(code), work)
    if step is None:
        raise Invalid(
            _l("This code does not fit. Wait for the next one and check the phone's clock."),
            field="code",
        )
    person = _person(work, person_id)
    person.totp_secret = wrapped
    person.totp_confirmed_at = work.now
    person.totp_last_step = step
    forget_attempts(work, CODE, person_id)
    return renew_recovery_codes(work, person_id)


def confirm_second_factor(
    work: Work, person_id: uuid.UUID, code: str, *, field: str = "code"
) -> None:
    """Accept a code of the phone or a recovery code, each once.

    Raises Invalid on the field, TooManyAttempts after several. Tries are counted even if
    the caller's work is rolled back.
    """
    count_attempt(work, CODE, person_id)
    person = _person(work, person_id)
    if person.totp_secret is None or person.totp_confirmed_at is None:
        raise Invalid(_l("Set up a second factor in your profile first."), field=field)
    if not (_spend_digits(work, person, _digits(code)) or _spend_recovery(work, person_id, code)):
        raise Invalid(
            _l("This code does not fit or was used before. Wait for the next one and try again."),
            field=field,
        )
    forget_attempts(work, CODE, person_id)


def renew_recovery_codes(work: Work, person_id: uuid.UUID) -> tuple[str, ...]:
    """Ten new recovery codes; all earlier ones are void. They can be shown this once only."""
    person = _person(work, person_id)
    work.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    codes = tuple(_new_recovery_code() for _ in range(RECOVERY_CODES))
    work.session.add_all(
        RecoveryCode(person_id=person_id, code_hash=_recovery_hash(person_id, code))
        for code in codes
    )
    work.record(
        SecondFactorChanged(
            recipients=(Recipient(email=person.email, name=person.name, language=person.language),),
            at=work.now,
        )
    )
    return codes


def _spend_digits(work: Work, person: Person, digits: str) -> bool:
    assert person.totp_secret is not None
    step = _matching_step(_unwrap(person.id, person.totp_secret), digits, work)
    if step is None:
        return False
    spent = work.session.execute(
        update(Person)
        .where(
            Person.id == person.id,
            or_(Person.totp_last_step.is_(None), Person.totp_last_step < step),
        )
        .values(totp_last_step=step)
        .returning(Person.id)
    ).first()
    return spent is not None


def _spend_recovery(work: Work, person_id: uuid.UUID, code: str) -> bool:
    spent = work.session.execute(
        update(RecoveryCode)
        .where(
            RecoveryCode.person_id == person_id,
            RecoveryCode.code_hash == _recovery_hash(person_id, code),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=work.now)
        .returning(RecoveryCode.code_hash)
    ).first()
    return spent is not None


def _matching_step(secret: str, digits: str, work: Work) -> int | None:
    """The time step whose code these digits are; None if there is none near now."""
    generator = pyotp.TOTP(secret)
    now = int(work.now.timestamp()) // _STEP_SECONDS
    found = None
    for drift in _DRIFT:
        if hmac.compare_digest(generator.generate_otp(now + drift), digits) and found is None:
            found = now + drift
    return found


def _digits(code: str) -> str:
    """The digits of a typed code, whatever the script they were typed in."""
    return "".join(
        str(unicodedata.digit(sign)) for sign in code if unicodedata.digit(sign, -1) >= 0
    )


def _new_recovery_code() -> str:
    signs = "".join(secrets.choice(ALPHABET) for _ in range(2 * _HALF))
    return f"{signs[:_HALF]}-{signs[_HALF:]}"


def _recovery_hash(person_id: uuid.UUID, code: str) -> str:
    signs = "".join(sign for sign in code.upper() if sign.isalnum())
    message = b"recovery code" + person_id.bytes + signs.encode()
    return hmac.new(_key(), message, hashlib.sha256).hexdigest()


def _enrolment(wrapped: bytes, secret: str, email: str) -> Enrolment:
    return Enrolment(
        sealed=urlsafe_b64encode(wrapped).decode(),
        secret=" ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
        uri=pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=ISSUER),
    )


def _opened(sealed: str) -> bytes:
    try:
        return urlsafe_b64decode(sealed.encode())
    except (NotBase64, ValueError):
        raise _stale() from None


def wrap_secret(person_id: uuid.UUID, secret: str) -> bytes:
    """The secret as it is stored: unreadable without the key, useless for anybody else's row."""
    return wrap(secret.encode(), _key(), bound_to=_purpose(person_id))


def _unwrap(person_id: uuid.UUID, wrapped: bytes) -> str:
    try:
        return unwrap(wrapped, _key(), bound_to=_purpose(person_id)).decode()
    except UnwrapError:
        raise _stale() from None


def _stale() -> Conflict:
    return Conflict(_l("This page is out of date. Begin setting up the second factor again."))


def _purpose(person_id: uuid.UUID) -> bytes:
    """Binds a wrapped secret to its person: nobody's row can be put in another's place."""
    return b"second factor" + person_id.bytes


def _key() -> bytes:
    if _wrapping_key is None:
        raise RuntimeError("create_app() has not been called: there is no wrapping key")
    return _wrapping_key


def _person(work: Work, person_id: uuid.UUID) -> Person:
    person = work.session.scalars(
        select(Person).where(Person.id == person_id, Person.disabled_at.is_(None))
    ).first()
    if person is None:
        raise NotFound()
    return person
