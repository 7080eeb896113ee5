"""Typed settings, read once from the environment and validated before anything starts.

Never read ``os.environ`` elsewhere: a wrong value must be named here, in one sentence, at start.
"""

import os
import re
from base64 import b64decode
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

import msgspec

_CERTIFICATE = re.compile(
    r"-----BEGIN CERTIFICATE-----\s[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----"
)
ROOT = Path(__file__).resolve().parent.parent
DEMO_SECRET = "development-only-secret-key-not-for-production"  # noqa: S105 - refused in production
DEMO_KEY_ENCRYPTION_KEY = "ZGV2ZWxvcG1lbnQtb25seS1rZXktMzItYnl0ZXMhISE="


class SettingsError(RuntimeError):
    """A setting is missing or wrong; the message names it and says what to do."""


_Count = Annotated[int, msgspec.Meta(ge=0)]
_Amount = Annotated[int, msgspec.Meta(ge=1)]
_Port = Annotated[int, msgspec.Meta(ge=1, le=65535)]


class Settings(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """Everything an operator can set. Environment variables carry the same names in capitals.

    Raises ValueError with a sentence that begins with the wrong setting's name.
    """

    environment: Literal["development", "test", "production"] = "development"
    debug: bool = False
    demo_data: bool = False
    secret_key: str = DEMO_SECRET
    key_encryption_key: str = DEMO_KEY_ENCRYPTION_KEY
    """32 bytes in base64; wraps every private signing key at rest."""
    base_url: str = "http://127.0.0.1:8000"
    """Public address, without a slash at the end."""
    port: _Port = 8000
    var_dir: Path = ROOT / "var"
    places_file: Path = ROOT / "var" / "places.sqlite3"
    """Made by ``flask places build``."""

    database_url: str
    """Of the role that owns nothing and cannot bypass policies."""
    coordination_database_url: str
    """Of the role that can only select what is submitted."""
    owner_database_url: str | None = None
    """Of the role of the migrations."""
    pool_size: _Amount = 8

    storage_url: str | None = None
    """``s3://bucket/prefix``; empty: ``var/files``."""
    smtp_host: str | None = None
    """Empty in development: ``var/mail``."""
    smtp_port: int = 25
    smtp_username: str | None = None
    smtp_password: str | None = None
    smtp_starttls: bool = False
    mail_sender: str = "Learning Cities Portal <portal@learning-cities.example>"
    timestamp_url: str | None = None
    """RFC 3161 server; empty: our own."""
    timestamp_roots: Path | None = None
    """PEM file with the roots that the stamps of ``timestamp_url`` lead to."""
    trusted_proxies: _Count = 0
    """Proxies in front that each add the client to X-Forwarded-For."""
    session_hours: _Amount = 12

    def __post_init__(self) -> None:
        """Even the three addresses out, and refuse what cannot work."""
        for name in ("database_url", "coordination_database_url", "owner_database_url"):
            address = getattr(self, name)
            if address is not None:
                msgspec.structs.force_setattr(self, name, _with_driver(name, address))
        msgspec.structs.force_setattr(self, "base_url", self.base_url.rstrip("/"))
        for sentence in self._refusals():
            raise ValueError(sentence)

    def __repr__(self) -> str:
        """Without secrets."""
        return f"Settings(environment={self.environment!r}, base_url={self.base_url!r})"

    def _refusals(self) -> Iterator[str]:
        parts = urlsplit(self.base_url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            yield "BASE_URL must be an absolute address such as https://portal.example"
        if not _is_key(self.key_encryption_key):
            yield "KEY_ENCRYPTION_KEY must be 32 bytes in base64: openssl rand -base64 32"
        if self.timestamp_roots is not None:
            try:
                if not self.timestamp_roots_pem:
                    yield "TIMESTAMP_ROOTS must name a file with certificates in PEM"
            except (OSError, ValueError):
                yield f"TIMESTAMP_ROOTS cannot be read: {self.timestamp_roots}"
        elif self.timestamp_url:
            yield "TIMESTAMP_ROOTS is missing: stamps of TIMESTAMP_URL would not be believed"
        if self.environment == "production":
            yield from self._refusals_of_production()

    def _refusals_of_production(self) -> Iterator[str]:
        if self.secret_key == DEMO_SECRET:
            yield "SECRET_KEY is the development one"
        if len(self.secret_key) < 32:
            yield "SECRET_KEY needs 32 characters or more"
        if self.key_encryption_key == DEMO_KEY_ENCRYPTION_KEY:
            yield "KEY_ENCRYPTION_KEY is the development one"
        if self.debug:
            yield "DEBUG must be off in production"
        if self.demo_data:
            yield "DEMO_DATA must be off in production"
        if not self.base_url.startswith("https://"):
            yield "BASE_URL must begin with https://"
        if self.smtp_host is None:
            yield "SMTP_HOST is missing: mail would not leave"

    @cached_property
    def host(self) -> str:
        """Host and port under which the portal is reached, as in the Host header."""
        return urlsplit(self.base_url).netloc

    @cached_property
    def timestamp_roots_pem(self) -> tuple[str, ...]:
        """The certificates of ``TIMESTAMP_ROOTS``, one text each."""
        if self.timestamp_roots is None:
            return ()
        return certificates_in(self.timestamp_roots.read_text(encoding="ascii"))

    @cached_property
    def wrapping_key(self) -> bytes:
        """The 32 bytes that wrap private keys."""
        return b64decode(self.key_encryption_key)


def certificates_in(pem: str) -> tuple[str, ...]:
    """The certificates of a PEM text. Raises ValueError for one that cannot be read."""
    found = tuple(match[0] + "\n" for match in _CERTIFICATE.finditer(pem))
    if found:
        # Only where outside stamps are set: the library is large.
        from cryptography.x509 import load_pem_x509_certificate
    for each in found:
        load_pem_x509_certificate(each.encode())
    return found


def _with_driver(name: str, address: str) -> str:
    for short in ("postgres://", "postgresql://"):
        if address.startswith(short):
            return "postgresql+psycopg://" + address.removeprefix(short)
    if not address.startswith("postgresql+psycopg://"):
        raise ValueError(
            f"{name.upper()} must be a PostgreSQL address: postgresql://user@host/name"
        )
    return address


def _is_key(text: str) -> bool:
    try:
        return len(b64decode(text, validate=True)) == 32
    except ValueError:
        return False


def read_env_file(path: Path) -> dict[str, str]:
    """Lines ``NAME=value`` of a file, as ``make run`` writes them; nothing if there is none."""
    if not path.exists():
        return {}
    pairs = (line.split("=", 1) for line in path.read_text().splitlines() if "=" in line)
    return {name.strip(): value.strip() for name, value in pairs}


def load_settings(**overrides: object) -> Settings:
    """Settings of this process: ``var/run/portal.env`` (development), environment, overrides.

    Raises SettingsError with one sentence that names the wrong setting.
    """
    var_dir = Path(os.environ.get("VAR_DIR", ROOT / "var"))
    if os.environ.get("ENVIRONMENT") != "production":
        for name, value in read_env_file(var_dir / "run" / "portal.env").items():
            os.environ.setdefault(name, value)
    values = {name: os.environ[name.upper()] for name in _NAMES if name.upper() in os.environ}
    try:
        return msgspec.convert(values | overrides, Settings, strict=False, dec_hook=_as_path)
    except msgspec.ValidationError as error:
        raise SettingsError(_sentence(str(error))) from error


_NAMES = Settings.__struct_fields__
_MISSING = re.compile(r"Object missing required field `(\w+)`")
_WRONG = re.compile(r"(.+) - at `\$\.(\w+)`", re.DOTALL)


def _as_path(wanted: type, value: Any) -> Any:
    return wanted(value)


def _sentence(problem: str) -> str:
    """A problem the library found, with the setting's name in front."""
    if missing := _MISSING.fullmatch(problem):
        name = missing[1].upper()
        return f"{name} is not set; `make run` sets it for you, in production set it yourself"
    if wrong := _WRONG.fullmatch(problem):
        return f"{wrong[2].upper()}: {wrong[1]}"
    return problem
