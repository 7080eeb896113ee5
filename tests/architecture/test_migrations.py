"""File names of migrations are their numbers; there is one newest; the models equal it."""

from alembic.config import Config
from alembic.script import ScriptDirectory

from config.migrations import CONFIGURATION, check, newest_revision


def test_the_newest_file_name_is_the_only_head() -> None:
    scripts = ScriptDirectory.from_config(Config(str(CONFIGURATION)))
    assert scripts.get_heads() == [newest_revision()]


def test_the_models_equal_the_newest_migration() -> None:
    assert check() == ""
