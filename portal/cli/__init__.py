"""Commands; each is an entry point. Loaded when asked for: a web worker needs none of them."""

from importlib import import_module

import click
from flask import Flask
from flask.cli import AppGroup

COMMANDS = {
    "calls": "portal.cli.calls",
    "commissions": "portal.cli.commissions",
    "demo": "portal.cli.demo",
    "doctor": "portal.cli.doctor",
    "dossier": "portal.cli.dossier",
    "places": "portal.cli.places",
    "verify": "portal.cli.verify",
    "worker": "portal.cli.worker",
}
"""Name and module of each command of ``flask``, in alphabetical order."""


def register_commands(app: Flask) -> None:
    """Add the commands to ``flask``."""
    app.cli = _Commands(app.name)


class _Commands(AppGroup):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(COMMANDS[cmd_name]), cmd_name)
        return command
