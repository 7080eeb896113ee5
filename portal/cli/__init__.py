"""Commands; each is an entry point."""

from importlib import import_module

import click
from flask import Flask

COMMANDS = (
    ("portal.cli.calls", "calls"),
    ("portal.cli.commissions", "commissions"),
    ("portal.cli.demo", "demo"),
    ("portal.cli.doctor", "doctor"),
    ("portal.cli.dossier", "dossier"),
    ("portal.cli.verify", "verify"),
    ("portal.cli.worker", "worker"),
)
"""Module and name of each command of ``flask``, in alphabetical order."""


def register_commands(app: Flask) -> None:
    """Add the commands to ``flask``."""
    for module, name in COMMANDS:
        command: click.Command = getattr(import_module(module), name)
        app.cli.add_command(command)
