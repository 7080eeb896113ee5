"""A small demo for browser tests: one commission whose cities are at all points of their way."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pyotp

from config.settings import ROOT
from portal.demo.plan import PASSWORD, CityPlan, CommissionPlan, read_plans

COMMISSION = "tn"
STORIES = {
    "half": {"2027": "half"},
    "awaiting_paper": {"2027": "awaiting_paper"},
    "returned": {"2027": "returned"},
    "member": {"2025": "member"},
    "again": {"2027": "again"},
    "checking": {"2027": "checking"},
    "approved": {"2027": "asking_place"},
    "forwarded": {"2027": "forwarded"},
    "incomplete": {"2027": "incomplete"},
    "begun_again": {"2025": "lapsed_draft", "2027": "begun_again"},
    "from_pdf": {"2027": "from_pdf"},
    "to_type": {"2027": "to_type"},
    "signed": {"2027": "signed"},
}
"""How the application of one city each has fared, by call."""


@dataclass(frozen=True)
class Account:
    """Somebody who may sign in."""

    email: str
    totp_secret: str | None
    password: str = PASSWORD

    @property
    def has_totp(self) -> bool:
        return self.totp_secret is not None

    @property
    def code(self) -> str:
        """The six digits of this moment."""
        assert self.totp_secret is not None
        return pyotp.TOTP(self.totp_secret).now()


@dataclass(frozen=True)
class Demo:
    """Who is who in the demo."""

    accounts: tuple[dict[str, str], ...]

    def delegate(self, story: str) -> Account:
        """The delegate of the city with this story."""
        return self._account(email=_city_of(story).delegate_email)

    def staff(self, role: str, place: int = 0) -> Account:
        """The first, second … of a role."""
        emails = [row["email"] for row in self.accounts if row["role"] == role]
        return self._account(email=emails[place])

    def _account(self, *, email: str) -> Account:
        row = next(row for row in self.accounts if row["email"] == email)
        return Account(email=email, totp_secret=row["totp_secret"])


def load(environment: Mapping[str, str]) -> Demo:
    """Fill an empty, migrated database in a process of its own."""
    result = subprocess.run(
        [sys.executable, "-m", "tests.browser.demo"],
        cwd=ROOT,
        env={**environment, "PYTHONWARNINGS": "default"},
        text=True,
        capture_output=True,
        check=False,
    )
    if result.returncode:
        raise RuntimeError(f"the demo could not be made:\n{result.stderr[-3000:]}")
    written = Path(environment["VAR_DIR"]) / "demo.json"
    return Demo(tuple(json.loads(written.read_text(encoding="utf-8"))["accounts"]))


def _plan() -> CommissionPlan:
    plan = next(plan for plan in read_plans() if plan.code == COMMISSION)
    return replace(plan, cities=tuple(_city_of(story) for story in STORIES))


def _city_of(story: str) -> CityPlan:
    plan = next(plan for plan in read_plans() if plan.code == COMMISSION)
    return replace(plan.cities[list(STORIES).index(story)], endings=STORIES[story])


def _fill() -> None:
    from config.settings import Settings
    from portal import create_app
    from portal.demo.loading import load_demo, write_accounts

    app = create_app()
    settings: Settings = app.config["SETTINGS"]
    with app.app_context():
        accounts = load_demo(
            settings,
            (_plan(),),
            processes=1,
            begin=lambda acts: lambda count: None,
            make_app=create_app,
        )
    write_accounts(Path(os.environ["VAR_DIR"]) / "demo.json", settings.base_url, accounts)


if __name__ == "__main__":
    _fill()
