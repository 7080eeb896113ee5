"""The people of the browser tests and the space they meet in, made by the portal's own services."""

import datetime as dt
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import pyotp

from config.settings import ROOT

PASSWORD = "a long walk along the river"
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@dataclass(frozen=True)
class Player:
    """Somebody with an account."""

    email: str
    name: str
    language: str
    role: str
    commission: str = ""
    city: str = ""
    office: str = ""
    has_totp: bool = False
    password: str = PASSWORD

    @property
    def code(self) -> str:
        """The six digits of this moment."""
        return pyotp.TOTP(TOTP_SECRET).now()


@dataclass(frozen=True)
class Cast:
    """Everybody: a French-speaking and an Arabic-speaking city of Tunisia, and Kenya in English."""

    players: tuple[Player, ...]

    def of(self, role: str, commission: str = "", language: str = "", city: str = "") -> Player:
        """The first player of a role (at a commission, in a language, of a city)."""
        return next(
            player
            for player in self.players
            if player.role == role
            and commission in ("", player.commission)
            and language in ("", player.language)
            and city in ("", player.city)
        )


PLAYERS = (
    Player("amna@kairouan.example", "Amna Trabelsi", "fr", "delegate", "tn", "Kairouan-Est"),
    Player("karim@sousse.example", "كريم العياري", "ar", "delegate", "tn", "سوسة الجديدة"),
    Player("salma@natcom-tn.example", "سلمى العياري", "ar", "officer", "tn", office="مكلفة بالبرامج"),
    Player("ines@natcom-tn.example", "Inès Mansour", "fr", "officer", "tn", office="Chargée de programme"),
    Player("leila@natcom-tn.example", "ليلى بن يوسف", "ar", "signatory", "tn", office="الأمينة العامة", has_totp=True),
    Player("grace@nakuru.example", "Grace Njeri", "en", "delegate", "ke", "New Nakuru"),
    Player("faith@kisumu.example", "Faith Atieno", "en", "delegate", "ke", "New Kisumu"),
    Player("nour@sfax.example", "نور المصمودي", "ar", "delegate", "tn", "New Sfax"),
    Player("zawadi@lamu.example", "Zawadi Baraka", "en", "delegate", "ke", "New Lamu"),
    Player("hedi@mahdia.example", "الهادي الزواري", "ar", "delegate", "tn", "New Mahdia"),
    Player("wanjiru@thika.example", "Wanjiru Kamau", "en", "delegate", "ke", "New Thika"),
    Player("salwa@gabes.example", "سلوى القابسي", "ar", "delegate", "tn", "New Gabes"),
    Player("joseph@natcom-ke.example", "Joseph Mwangi", "en", "officer", "ke", office="Programme Officer"),
    Player("lydia@natcom-ke.example", "Lydia Chebet", "en", "officer", "ke", office="Programme Officer"),
    Player("amina@natcom-ke.example", "Amina Otieno", "en", "signatory", "ke", office="Secretary-General", has_totp=True),
    Player("kofi@natcom-gh.example", "Kofi Asante", "en", "officer", "gh", office="Programme Officer"),
    Player("elena@coordination.example", "Elena Marin", "en", "coordinator", has_totp=True),
)  # fmt: skip


def seed(environment: Mapping[str, str]) -> Cast:
    """Fill an empty, migrated database in a process of its own."""
    result = subprocess.run(
        [sys.executable, "-m", "tests.browser.cast"],
        cwd=ROOT,
        env={**environment, "PYTHONWARNINGS": "default"},
        input=json.dumps([asdict(player) for player in PLAYERS]),
        text=True,
        capture_output=True,
        check=False,
    )
    if result.returncode:
        raise RuntimeError(f"the cast could not be made:\n{result.stderr[-3000:]}")
    return Cast(PLAYERS)


def _fill() -> None:
    from sqlalchemy import select

    from portal import create_app
    from portal.accounts.models import Membership, Person
    from portal.accounts.roles import Role
    from portal.accounts.services.passwords import hash_password
    from portal.accounts.services.second_factor import wrap_secret
    from portal.calls.services import (
        NewCall,
        create_call,
        form_definition,
        store_form_version,
        store_guiding_documents,
    )
    from portal.commissions.directory import load_directory
    from portal.commissions.models import City, CityKind, CityStatus, Commission
    from portal.core import clock
    from portal.core.codes import new_id
    from portal.core.unit_of_work import OPERATOR, unit_of_work
    from portal.tenancy import scope

    app = create_app()
    now = clock.now()
    with app.app_context():
        with unit_of_work(scope.Network(), OPERATOR) as work:
            load_directory(work)
            store_form_version(work, form_definition())
            store_guiding_documents(work)
            create_call(
                work,
                NewCall(
                    code="2027",
                    titles={"en": "Call 2027", "fr": "Appel 2027", "ar": "نداء 2027"},
                    opens_at=now - dt.timedelta(days=10),
                    closes_at=now + dt.timedelta(days=60),
                    commissions_close_at=now + dt.timedelta(days=90),
                ),
            )
            commissions = {
                row.code: row
                for row in work.session.scalars(
                    select(Commission).where(Commission.code.in_(("tn", "ke", "gh")))
                )
            }
            for code in ("tn", "ke"):
                commissions[code].is_open = True
            commissions["tn"].languages = ["ar", "fr"]
            commissions["tn"].official_language = "fr"
            commissions["ke"].languages = ["en"]
            ids = {code: row.commission_id for code, row in commissions.items()}
        password = hash_password(PASSWORD)
        for player in PLAYERS:
            person_id, city_id = new_id(), new_id() if player.city else None
            commission_id = ids.get(player.commission)
            if commission_id and city_id:
                with unit_of_work(scope.Commission(commission_id), OPERATOR) as work:
                    work.session.add(
                        City(
                            commission_id=commission_id,
                            city_id=city_id,
                            name=player.city,
                            latin_name=player.city if player.city.isascii() else "New Sousse",
                            kind=CityKind.MUNICIPALITY,
                            status=CityStatus.CONFIRMED,
                            created_at=now,
                        )
                    )
            with unit_of_work(scope.Network(), OPERATOR) as work:
                work.session.add(
                    Person(
                        id=person_id,
                        email=player.email,
                        name=player.name,
                        language=player.language,
                        password_hash=password,
                        totp_secret=wrap_secret(person_id, TOTP_SECRET)
                        if player.has_totp
                        else None,
                        totp_confirmed_at=now if player.has_totp else None,
                        created_at=now,
                    )
                )
                work.session.flush()
                work.session.add(
                    Membership(
                        person_id=person_id,
                        role=Role(player.role),
                        commission_id=commission_id,
                        city_id=city_id,
                        city_name=player.city,
                        office=player.office,
                        since=now,
                    )
                )


if __name__ == "__main__":
    assert Path(os.environ["VAR_DIR"]).is_dir()
    _fill()
