"""Typed settings, read once from the environment and validated before anything starts.

Never read ``os.environ`` elsewhere: a wrong value must be named here, in one sentence, at start.
"""

import os
import re
from base64 import b64decode
from functools import cached_property
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from cryptography.x509 import load_pem_x509_certificate
from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

_CERTIFICATE = re.compile(
    r"-----BEGIN CERTIFICATE-----\s[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----"
)
ROOT = Path(__file__).resolve().parent.parent
DEMO_SECRET = "development-only-secret-key-not-for-production"  # noqa: S105 - refused in production
DEMO_KEY_ENCRYPTION_KEY = "ZGV2ZWxvcG1lbnQtb25seS1rZXktMzItYnl0ZXMhISE="


class SettingsError(RuntimeError):
    """A setting is missing or wrong; the message names it and says what to do."""


class Settings(BaseSettings):
    """Everything an operator can set. Environment variables carry the same names in capitals."""

    model_config = SettingsConfigDict(env_prefix="", extra="ignore", frozen=True)

    environment: Literal["development", "test", "production"] = "development"
    debug: bool = False
    demo_data: bool = False
    secret_key: SecretStr = SecretStr(DEMO_SECRET)
    key_encryption_key: SecretStr = Field(
        default=SecretStr(DEMO_KEY_ENCRYPTION_KEY),
        description="32 bytes in base64; wraps every private signing key at rest",
    )
    base_url: str = Field(default="http://127.0.0.1:8000", description="public address, no slash")
    port: int = Field(default=8000, ge=1, le=65535)
    var_dir: Path = ROOT / "var"
    places_file: Path = Field(
        default=ROOT / "var" / "places.sqlite3", description="made by flask places build"
    )

    database_url: str = Field(description="role that owns nothing and cannot bypass policies")
    coordination_database_url: str = Field(
        description="role that can only select what is submitted"
    )
    owner_database_url: str | None = Field(default=None, description="role of the migrations")
    pool_size: int = Field(default=8, ge=1)

    storage_url: str | None = Field(
        default=None, description="s3://bucket/prefix; empty: var/files"
    )
    smtp_host: str | None = Field(default=None, description="empty in development: var/mail")
    smtp_port: int = 25
    smtp_username: str | None = None
    smtp_password: SecretStr | None = None
    smtp_starttls: bool = False
    mail_sender: str = "Learning Cities Portal <portal@learning-cities.example>"
    timestamp_url: str | None = Field(default=None, description="RFC 3161 server; empty: our own")
    timestamp_roots: Path | None = Field(
        default=None, description="PEM file with the roots that TIMESTAMP_URL's stamps lead to"
    )
    trusted_proxies: int = Field(
        default=0, ge=0, description="proxies in front that each add the client to X-Forwarded-For"
    )
    session_hours: int = Field(default=12, ge=1)

    @field_validator("base_url")
    @classmethod
    def _base_url_is_absolute(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError("must be an absolute address such as https://portal.example")
        return value.rstrip("/")

    @field_validator("database_url", "coordination_database_url", "owner_database_url")
    @classmethod
    def _postgresql_only(cls, value: str | None) -> str | None:
        if value is None:
            return None
        for short in ("postgres://", "postgresql://"):
            if value.startswith(short):
                value = "postgresql+psycopg://" + value.removeprefix(short)
        if not value.startswith("postgresql+psycopg://"):
            raise ValueError("must be a PostgreSQL address: postgresql://user@host/name")
        return value

    @field_validator("key_encryption_key")
    @classmethod
    def _key_has_32_bytes(cls, value: SecretStr) -> SecretStr:
        try:
            length = len(b64decode(value.get_secret_value(), validate=True))
        except ValueError:
            length = 0
        if length != 32:
            raise ValueError("must be 32 bytes in base64: openssl rand -base64 32")
        return value

    @field_validator("timestamp_roots")
    @classmethod
    def _roots_are_certificates(cls, value: Path | None) -> Path | None:
        if value is None:
            return None
        try:
            roots = certificates_in(value.read_text(encoding="ascii"))
        except (OSError, ValueError) as error:
            raise ValueError(f"cannot be read: {value}") from error
        if not roots:
            raise ValueError("must name a file with certificates in PEM")
        return value

    @model_validator(mode="after")
    def _outside_stamps_are_believed(self) -> "Settings":
        if self.timestamp_url and self.timestamp_roots is None:
            raise ValueError(
                "TIMESTAMP_ROOTS is missing: stamps of TIMESTAMP_URL would not be believed"
            )
        return self

    @model_validator(mode="after")
    def _production_is_strict(self) -> "Settings":
        if self.environment != "production":
            return self
        wrong = [
            (
                self.secret_key.get_secret_value() == DEMO_SECRET,
                "SECRET_KEY is the development one",
            ),
            (
                len(self.secret_key.get_secret_value()) < 32,
                "SECRET_KEY needs 32 characters or more",
            ),
            (
                self.key_encryption_key.get_secret_value() == DEMO_KEY_ENCRYPTION_KEY,
                "KEY_ENCRYPTION_KEY is the development one",
            ),
            (self.debug, "DEBUG must be off in production"),
            (self.demo_data, "DEMO_DATA must be off in production"),
            (not self.base_url.startswith("https://"), "BASE_URL must begin with https://"),
            (self.smtp_host is None, "SMTP_HOST is missing: mail would not leave"),
        ]
        for is_wrong, sentence in wrong:
            if is_wrong:
                raise ValueError(sentence)
        return self

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
        return b64decode(self.key_encryption_key.get_secret_value())


def certificates_in(pem: str) -> tuple[str, ...]:
    """The certificates of a PEM text. Raises ValueError for one that cannot be read."""
    found = tuple(match[0] + "\n" for match in _CERTIFICATE.finditer(pem))
    for each in found:
        load_pem_x509_certificate(each.encode())
    return found


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
    try:
        return Settings(**overrides)  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        name = "_".join(str(part) for part in first["loc"]).upper()
        reason = first["msg"].removeprefix("Value error, ")
        if first["type"] == "missing":
            reason = "is not set; `make run` sets it for you, in production set it yourself"
        raise SettingsError(f"{name} {reason}".strip()) from error
