"""One small demo for all tests of this folder: loading it takes seconds, looking costs nothing."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from config.settings import Settings
from portal.demo.loading import load_demo
from portal.demo.people import Account
from portal.demo.plan import read_plans, shortened

APPLICATIONS = 46
"""Enough for each story once."""


@pytest.fixture(scope="module")
def demo_accounts(
    started_app: Flask, test_settings: Settings, start_over: Callable[[], None]
) -> Iterator[list[Account]]:
    """The demo in this worker's database, until the module's last test."""
    with started_app.app_context():
        yield load_demo(
            test_settings,
            shortened(read_plans(), APPLICATIONS),
            processes=1,
            begin=lambda _acts: lambda _count: None,
            make_app=lambda _settings: started_app,
        )
    start_over()
