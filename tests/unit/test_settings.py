"""Settings are validated at start; the wrong one is named in one sentence."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from config.settings import SettingsError, load_settings
from portal.signing.authority import make_root

APP = "postgresql://portal_app@localhost/portal"
COORDINATION = "postgresql://portal_coordination@localhost/portal"
GOOD = {
    "environment": "production",
    "secret_key": "a long secret of the operator, never shown to anybody",
    "key_encryption_key": "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA=",
    "base_url": "https://portal.example",
    "database_url": APP,
    "coordination_database_url": COORDINATION,
    "smtp_host": "mail.example",
}


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENVIRONMENT", "production")
    for name in ("DATABASE_URL", "COORDINATION_DATABASE_URL", "BASE_URL", "PORT", "VAR_DIR"):
        monkeypatch.delenv(name, raising=False)


def test_a_production_with_its_own_secrets_starts() -> None:
    settings = load_settings(**GOOD)
    assert settings.database_url == "postgresql+psycopg://portal_app@localhost/portal"
    assert settings.host == "portal.example"
    assert len(settings.wrapping_key) == 32


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (
            {"secret_key": "development-only-secret-key-not-for-production"},
            "SECRET_KEY is the development one",
        ),
        ({"secret_key": "short"}, "SECRET_KEY needs 32 characters or more"),
        (
            {"key_encryption_key": "ZGV2ZWxvcG1lbnQtb25seS1rZXktMzItYnl0ZXMhISE="},
            "KEY_ENCRYPTION_KEY is the development one",
        ),
        ({"debug": True}, "DEBUG must be off in production"),
        ({"demo_data": True}, "DEMO_DATA must be off in production"),
        ({"base_url": "http://portal.example"}, "BASE_URL must begin with https://"),
        ({"smtp_host": None}, "SMTP_HOST is missing: mail would not leave"),
        (
            {"base_url": "portal.example"},
            "BASE_URL must be an absolute address such as https://portal.example",
        ),
        (
            {"database_url": "mysql://root@localhost/portal"},
            "DATABASE_URL must be a PostgreSQL address: postgresql://user@host/name",
        ),
        (
            {"key_encryption_key": "c2hvcnQ="},
            "KEY_ENCRYPTION_KEY must be 32 bytes in base64: openssl rand -base64 32",
        ),
    ],
)
def test_the_wrong_setting_is_named(wrong: dict[str, object], sentence: str) -> None:
    with pytest.raises(SettingsError) as refusal:
        load_settings(**{**GOOD, **wrong})
    assert str(refusal.value) == sentence


def test_a_missing_setting_is_named() -> None:
    rest = {name: value for name, value in GOOD.items() if name != "database_url"}
    with pytest.raises(SettingsError, match=r"^DATABASE_URL is not set"):
        load_settings(**rest)


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("PORT", "eight", "PORT: Expected `int`, got `str`"),
        ("PORT", "70000", "PORT: Expected `int` <= 65535"),
        ("DEBUG", "perhaps", "DEBUG: Expected `bool`, got `str`"),
    ],
)
def test_a_variable_of_the_environment_is_read_by_its_type(
    name: str, value: str, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORT", "8123")
    assert load_settings(**GOOD).port == 8123
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as refusal:
        load_settings(**GOOD)
    assert str(refusal.value) == sentence


def test_secrets_do_not_appear_in_the_representation() -> None:
    text = repr(load_settings(**GOOD))
    assert "never shown" not in text
    assert "q83vEjRW" not in text


def test_an_outside_clock_needs_the_roots_that_its_stamps_lead_to(tmp_path: Path) -> None:
    outside = {**GOOD, "timestamp_url": "https://stamps.example/tsr"}
    with pytest.raises(SettingsError, match="TIMESTAMP_ROOTS is missing"):
        load_settings(**outside)
    file = tmp_path / "roots.pem"
    with pytest.raises(SettingsError, match="TIMESTAMP_ROOTS cannot be read"):
        load_settings(**outside, timestamp_roots=file)
    file.write_text("no certificate")
    with pytest.raises(SettingsError, match="TIMESTAMP_ROOTS must name a file with certificates"):
        load_settings(**outside, timestamp_roots=file)


def test_the_roots_of_an_outside_clock_are_read(tmp_path: Path) -> None:
    root = make_root(at=datetime(2026, 11, 23, tzinfo=UTC)).certificate_pem
    other = make_root(at=datetime(2026, 11, 24, tzinfo=UTC)).certificate_pem
    file = tmp_path / "roots.pem"
    file.write_text(f"# first\n{root}# second\n{other}")
    settings = load_settings(
        **GOOD, timestamp_url="https://stamps.example/tsr", timestamp_roots=file
    )
    assert settings.timestamp_roots_pem == (root, other)
