"""``make reset`` deletes data, not what ``make setup`` has built beside them."""

import re

from config.run import KEPT_BY_RESET
from config.settings import ROOT


def test_reset_keeps_what_setup_builds() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    built = set(re.findall(r"^var/([\w.]+):", makefile, re.MULTILINE))

    assert built == {"places.sqlite3"}
    assert built <= KEPT_BY_RESET
