"""The blueprint of people's own screens and what they share."""

from flask import Blueprint, current_app, request

from config.settings import Settings
from portal.tenancy.scope import NETWORK_ID, Worker

blueprint = Blueprint("accounts", "portal.accounts", template_folder="templates")

ACCOUNTS = Worker(NETWORK_ID)
"""Scope of what people do with their own accounts: in no commission's space, and its mail is the
network's."""


def settings() -> Settings:
    """The settings of this portal."""
    found: Settings = current_app.config["SETTINGS"]
    return found


def network_address() -> str:
    """Where the request came from, for throttling."""
    return request.remote_addr or ""
