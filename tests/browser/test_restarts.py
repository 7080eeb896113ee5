"""The server dies while people write; ``make autosaves`` does the same ten times in 2,000 saves."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from config.scratch_database import ScratchDatabases
from tests.autosaves import run
from tests.browser.cast import PLAYERS, seed
from tests.portal_process import MortalServer, free_port

pytestmark = pytest.mark.timeout(300)


def test_every_word_is_there_after_the_server_was_killed(
    browser: Browser, scratch_databases: ScratchDatabases, database_name: str, tmp_path: Path
) -> None:
    name = f"{database_name}_killed"
    server = MortalServer(scratch_databases.clone(name), tmp_path, free_port())
    try:
        seed(server.environment)
        server.start()
        tally = run(server, PLAYERS[0], browser, saves=200, kills=2, seed=7)
    finally:
        server.kill()
        scratch_databases.drop(name)
    assert tally.faults == []
    assert (tally.kills, tally.kept, tally.sent_again) == (2, 2, 2)
    assert tally.offered + tally.in_time == 2
    assert tally.acknowledged >= 200
