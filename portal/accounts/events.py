"""What happens to people and their access: past tense, the source of mails.

They are told to people, never kept: no event of this file reaches history, so they may carry the
secret of a one-time link. A link is made of the base address, the path named in the event's words
and the secret; the page behind it never spends the secret by being opened.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from portal.core.events import Event


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """Who is told, and in which language."""

    email: str
    name: str
    """Empty where the name is not known (a first invitation, an unknown address)."""
    language: str


@dataclass(frozen=True, kw_only=True)
class AccountEvent(Event):
    """Base: everything that is told to people. Each recipient gets a mail of their own.

    Mail of these events belongs to the commission of ``work.scope``: a commission's, or the
    network's (``NETWORK_ID``) where somebody acts for no commission in particular.
    """

    recipients: tuple[Recipient, ...]


@dataclass(frozen=True, kw_only=True)
class InvitationSent(AccountEvent):
    """Somebody was invited. Link: endpoint ``accounts.accept`` (``/invitation/<secret>``)."""

    name: ClassVar[str] = "invitation_sent"
    secret: str
    expires_at: datetime
    role: str
    """A value of ``accounts.roles.Role``."""
    office: str
    """Title given by the inviter, such as "Secretary-General"; may be empty."""
    invited_by: str
    """Name of the person who invites; empty if an operator did."""
    commission_id: int | None
    commission_code: str
    commission_name: str
    """In the recipient's language; empty for the Coordination Team."""
    city_name: str
    """Empty unless the role is held in a city."""


@dataclass(frozen=True, kw_only=True)
class PasswordResetAsked(AccountEvent):
    """A new password was asked for. Link: ``accounts.reset`` (``/reset/<secret>``), one hour.

    ``is_known`` False: there is no account for the address. The mail then says so, without the
    link: its reader learns which address is wrong, the one who asked learns nothing.
    """

    name: ClassVar[str] = "password_reset_asked"
    secret: str
    expires_at: datetime
    is_known: bool


@dataclass(frozen=True, kw_only=True)
class AddressToConfirm(AccountEvent):
    """A city was registered from this address, which is to be confirmed before anybody sees it.

    Link: ``city_registration.confirm`` (``/c/<commission_code>/register/<secret>``).
    """

    name: ClassVar[str] = "address_to_confirm"
    secret: str
    expires_at: datetime
    commission_id: int
    commission_code: str
    commission_name: str
    city_name: str


@dataclass(frozen=True, kw_only=True)
class SignedInFromNewDevice(AccountEvent):
    """The account was used in a browser not seen before."""

    name: ClassVar[str] = "signed_in_from_new_device"
    device: str
    """Browser and system in words: "Firefox, Linux"; may be empty."""
    at: datetime


@dataclass(frozen=True, kw_only=True)
class PasswordChanged(AccountEvent):
    """The password was changed; all other sessions were ended."""

    name: ClassVar[str] = "password_changed"
    at: datetime


@dataclass(frozen=True, kw_only=True)
class SecondFactorChanged(AccountEvent):
    """A second factor was set up or replaced, or recovery codes were renewed."""

    name: ClassVar[str] = "second_factor_changed"
    at: datetime


@dataclass(frozen=True, kw_only=True)
class CityRegistered(AccountEvent):
    """A city registered itself and its person proved the address; the officers are told.

    Link: ``desk.people`` of the commission, where an officer confirms or refuses.
    """

    name: ClassVar[str] = "city_registered"
    commission_id: int
    commission_code: str
    city_id: uuid.UUID
    city_name: str
    person_name: str
    person_email: str
    office: str


@dataclass(frozen=True, kw_only=True)
class JoiningAsked(AccountEvent):
    """Somebody registered a city that is there already and asks to join its team.

    Told to the city's delegates, or to the commission's officers while it has none.
    Link: ``accounts.home``; the delegates' team page lists who asks.
    """

    name: ClassVar[str] = "joining_asked"
    commission_id: int
    commission_code: str
    city_id: uuid.UUID
    city_name: str
    person_name: str
    person_email: str
    office: str


@dataclass(frozen=True, kw_only=True)
class CityCalled(Event):
    """Lists call a city by another name than before; told to nobody, copies of the name follow."""

    name: ClassVar[str] = "city_called"
    commission_id: int
    city_id: uuid.UUID
    called: str
    names: tuple[str, ...]
    """In its own script and in Latin letters."""


@dataclass(frozen=True, kw_only=True)
class CityConfirmed(AccountEvent):
    """The commission confirmed a city: its people may begin. Link: ``accounts.home``, ``/home``."""

    name: ClassVar[str] = "city_confirmed"
    commission_id: int
    commission_code: str
    commission_name: str
    city_id: uuid.UUID
    city_name: str


@dataclass(frozen=True, kw_only=True)
class CityRefused(AccountEvent):
    """The commission did not take up a registration, with a reason for the city."""

    name: ClassVar[str] = "city_refused"
    commission_id: int
    commission_code: str
    commission_name: str
    city_id: uuid.UUID
    city_name: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class MembershipEnded(AccountEvent):
    """Somebody's role in a space ended, with effect at once."""

    name: ClassVar[str] = "membership_ended"
    role: str
    commission_id: int | None
    commission_code: str
    commission_name: str
    """In the recipient's language; empty for the Coordination Team."""
    city_name: str


@dataclass(frozen=True, kw_only=True)
class RoleChanged(AccountEvent):
    """Somebody of a city's team has another role, with effect at once. Link: ``accounts.home``."""

    name: ClassVar[str] = "role_changed"
    role: str
    """The role held from now on."""
    commission_id: int | None
    commission_code: str
    commission_name: str
    city_name: str
