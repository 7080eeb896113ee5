"""A web worker stays small: what sets, signs and reads PDFs is loaded by other processes only."""

import os
import subprocess
import sys

from config.settings import ROOT, Settings

HEAVY = ("PIL", "fontTools", "openpyxl", "pikepdf", "pyhanko", "pypdfium2", "typst", "zxingcpp")
"""Together with fonts and what they keep in mind: more than a hundred megabytes."""


def test_the_application_loads_no_library_of_documents(test_settings: Settings) -> None:
    program = (
        "import sys; from wsgi import app; client = app.test_client(); client.get('/');"
        f" print(*[name for name in {HEAVY!r} if name in sys.modules])"
    )
    environment = os.environ | {
        "ENVIRONMENT": "test",
        "BASE_URL": "http://localhost",
        "DATABASE_URL": test_settings.database_url,
        "COORDINATION_DATABASE_URL": test_settings.coordination_database_url,
        "VAR_DIR": str(test_settings.var_dir),
    }
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == []
