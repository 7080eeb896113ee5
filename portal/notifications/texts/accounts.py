"""What people are told about their access. No notice of this file quotes a password or a code."""

from collections.abc import Callable
from typing import Any

from portal.accounts.events import (
    AddressToConfirm,
    CityConfirmed,
    CityRefused,
    CityRegistered,
    InvitationSent,
    JoiningAsked,
    MembershipEnded,
    PasswordChanged,
    PasswordResetAsked,
    RoleChanged,
    SecondFactorChanged,
    SignedInFromNewDevice,
)
from portal.accounts.roles import CITY_ROLES, Role
from portal.core.i18n import lazy_gettext as _l
from portal.notifications.notice import Audience, LazyText, Link, Notice

_SECURITY = _l(
    "If it was you, you do not have to do anything. If it was not, please choose a new password"
    " at once and tell the people who look after your space."
)
_PROFILE = Link("accounts.profile")
_SESSIONS = Link("accounts.sessions")


def _held_by(*roles: Role) -> Callable[[Any], bool]:
    return lambda event: event.role in roles


def _invitation(variant: str, *roles: Role, subject: LazyText, lead: LazyText) -> Notice:
    return Notice(
        event=InvitationSent,
        audience=Audience.NAMED,
        variant=variant,
        when=_held_by(*roles),
        subject=subject,
        lead=lead,
        next=_l(
            "The link is meant for you alone, can be used once and works until %(expires_at)s."
        ),
        action=_l("Accept the invitation"),
        link=Link("accounts.accept", {"token": "secret"}),
    )


def _new_role(role: Role, lead: LazyText) -> Notice:
    return Notice(
        event=RoleChanged,
        audience=Audience.NAMED,
        variant=str(role),
        when=_held_by(role),
        subject=_l("Your role in the team of %(city_name)s has changed"),
        lead=lead,
        next=_l("The change has effect at once. Questions? Ask the delegates of the city."),
        action=_l("To your space"),
        link=Link("accounts.home"),
    )


def _ended(variant: str, *roles: Role, subject: LazyText, lead: LazyText) -> Notice:
    return Notice(
        event=MembershipEnded,
        audience=Audience.NAMED,
        variant=variant,
        when=_held_by(*roles),
        subject=subject,
        lead=lead,
        next=_l("If this is a mistake, please turn to the people you worked with there."),
    )


NOTICES = (
    _invitation(
        "delegate",
        Role.DELEGATE,
        subject=_l("Invitation to prepare the application of %(city_name)s"),
        lead=_l(
            "You are invited to prepare the application of %(city_name)s to the UNESCO Global"
            " Network of Learning Cities on the portal of %(commission_name)s."
        ),
    ),
    _invitation(
        "editor",
        Role.EDITOR,
        subject=_l("Invitation to write on the application of %(city_name)s"),
        lead=_l(
            "%(invited_by)s invites you to help with the application of %(city_name)s to the UNESCO"
            " Global Network of Learning Cities. As an editor you write answers and documents with"
            " the city; freezing and submitting stay with its delegates."
        ),
    ),
    _invitation(
        "reader",
        Role.READER,
        subject=_l("Invitation to read the application of %(city_name)s"),
        lead=_l(
            "%(invited_by)s invites you to follow the application of %(city_name)s to the UNESCO"
            " Global Network of Learning Cities. As a reader you see everything of the city and"
            " change nothing."
        ),
    ),
    _new_role(
        Role.DELEGATE,
        _l(
            "You are now a delegate of %(city_name)s: you may do everything for its application,"
            " also freeze, submit and invite."
        ),
    ),
    _new_role(
        Role.EDITOR,
        _l(
            "You are now an editor for %(city_name)s: you write answers and documents. Freezing and"
            " submitting stay with its delegates."
        ),
    ),
    _new_role(
        Role.READER,
        _l(
            "You are now a reader for %(city_name)s: you see everything of the city and change"
            " nothing."
        ),
    ),
    _invitation(
        "commission",
        Role.OFFICER,
        Role.SIGNATORY,
        subject=_l("Invitation to the space of %(commission_name)s"),
        lead=_l(
            "You are invited to work in the space of %(commission_name)s, where cities apply to"
            " the UNESCO Global Network of Learning Cities."
        ),
    ),
    _invitation(
        "coordination",
        Role.COORDINATOR,
        subject=_l("Invitation to the space of the Coordination Team"),
        lead=_l(
            "You are invited to the space of the Coordination Team of the UNESCO Global Network"
            " of Learning Cities."
        ),
    ),
    Notice(
        event=PasswordResetAsked,
        audience=Audience.NAMED,
        when=lambda event: event.is_known,
        subject=_l("Choose a new password"),
        lead=_l("Somebody, probably you, has asked for a new password for your account."),
        next=_l(
            "The link below lets you choose one; it works until %(expires_at)s. If you did not"
            " ask for it, you do not have to do anything: your password stays as it is."
        ),
        action=_l("Choose a new password"),
        link=Link("accounts.reset", {"token": "secret"}),
    ),
    Notice(
        event=PasswordResetAsked,
        audience=Audience.NAMED,
        variant="unknown",
        when=lambda event: not event.is_known,
        subject=_l("There is no account for this address"),
        lead=_l(
            "Somebody, probably you, has asked for a new password for this address. There is no"
            " account for it on this portal."
        ),
        next=_l(
            "If it was you, please try the address to which you were invited. If it was not, you"
            " do not have to do anything."
        ),
    ),
    Notice(
        event=AddressToConfirm,
        audience=Audience.NAMED,
        subject=_l("Please confirm your address: registration of %(city_name)s"),
        lead=_l(
            "Thank you for registering %(city_name)s with %(commission_name)s. Please confirm that"
            " this address is yours."
        ),
        next=_l(
            "Afterwards the commission looks at your registration and writes to you. The link"
            " works until %(expires_at)s. If you did not register, you do not have to do anything."
        ),
        action=_l("Confirm the address"),
        link=Link(
            "city_registration.confirm", {"commission": "commission_code", "token": "secret"}
        ),
    ),
    Notice(
        event=SignedInFromNewDevice,
        audience=Audience.NAMED,
        when=lambda event: bool(event.device),
        subject=_l("Your account was used on a new device"),
        lead=_l("Somebody signed in to your account with %(device)s on %(at)s."),
        next=_SECURITY,
        action=_l("Look at your sessions"),
        link=_SESSIONS,
    ),
    Notice(
        event=SignedInFromNewDevice,
        audience=Audience.NAMED,
        variant="unnamed",
        when=lambda event: not event.device,
        subject=_l("Your account was used on a new device"),
        lead=_l("Somebody signed in to your account on a device not seen before, on %(at)s."),
        next=_SECURITY,
        action=_l("Look at your sessions"),
        link=_SESSIONS,
    ),
    Notice(
        event=PasswordChanged,
        audience=Audience.NAMED,
        subject=_l("Your password was changed"),
        lead=_l("The password of your account was changed on %(at)s. Other sessions were ended."),
        next=_SECURITY,
        action=_l("Open your profile"),
        link=_PROFILE,
    ),
    Notice(
        event=SecondFactorChanged,
        audience=Audience.NAMED,
        subject=_l("Your second factor was changed"),
        lead=_l("The second factor of your account was set up or renewed on %(at)s."),
        next=_SECURITY,
        action=_l("Open your profile"),
        link=_PROFILE,
    ),
    Notice(
        event=CityRegistered,
        audience=Audience.NAMED,
        subject=_l("A new city asks to apply: %(city_name)s"),
        lead=_l(
            "%(person_name)s (%(person_email)s) has registered %(city_name)s in your space. The"
            " address is confirmed."
        ),
        next=_l(
            "Please confirm the city, so that it can begin, or say why not. Until then it cannot"
            " prepare an application."
        ),
        action=_l("Look at the registration"),
        link=Link("desk.people", {"commission": "commission_code"}),
    ),
    Notice(
        event=JoiningAsked,
        audience=Audience.NAMED,
        subject=_l("%(person_name)s would like to work on the application of %(city_name)s"),
        lead=_l(
            "%(person_name)s (%(person_email)s) has tried to register %(city_name)s, which is"
            " registered already. The address is confirmed."
        ),
        next=_l(
            "If you know this person, let them in on the page of your team, as a reader, an editor"
            " or a delegate. Otherwise turn the request down. Until then they see nothing."
        ),
        action=_l("To your space"),
        link=Link("accounts.home"),
    ),
    Notice(
        event=CityConfirmed,
        audience=Audience.NAMED,
        subject=_l("%(city_name)s can begin its application"),
        lead=_l("%(commission_name)s has confirmed the registration of %(city_name)s. Welcome!"),
        next=_l("You can begin the application now, alone or together with colleagues."),
        action=_l("Begin the application"),
        link=Link("accounts.home"),
    ),
    Notice(
        event=CityRefused,
        audience=Audience.NAMED,
        subject=_l("About the registration of %(city_name)s"),
        lead=_l(
            "%(commission_name)s thanks you for registering %(city_name)s. It has not taken up the"
            " registration and gives this reason:"
        ),
        quote="reason",
        next=_l("If you have questions, please turn to the commission directly."),
        action=_l("See how to reach the commission"),
        link=Link("public.apply", {"commission": "commission_code"}),
    ),
    _ended(
        "city",
        *CITY_ROLES,
        subject=_l("Your access for %(city_name)s has ended"),
        lead=_l(
            "You no longer act for %(city_name)s on the portal of %(commission_name)s. Thank you"
            " for your work."
        ),
    ),
    _ended(
        "commission",
        Role.OFFICER,
        Role.SIGNATORY,
        subject=_l("Your access to the space of %(commission_name)s has ended"),
        lead=_l(
            "You no longer act for %(commission_name)s on the portal. Thank you for your work."
        ),
    ),
    _ended(
        "coordination",
        Role.COORDINATOR,
        subject=_l("Your access to the space of the Coordination Team has ended"),
        lead=_l(
            "You no longer act for the Coordination Team on the portal. Thank you for your work."
        ),
    ),
)
