"""A PDF reader that has never heard of us."""

import shutil
import subprocess
from pathlib import Path

import pytest


def report_of(pdf: Path) -> str:
    """What ``pdfsig`` of poppler says of a PDF's signatures.

    Skips the test where ``make test`` could not install the program.
    """
    if shutil.which("pdfsig") is None:
        pytest.skip("pdfsig is missing: apt-get install poppler-utils")
    return subprocess.run(["pdfsig", str(pdf)], capture_output=True, text=True, check=False).stdout
