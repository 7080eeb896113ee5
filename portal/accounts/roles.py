"""Who may do what: permissions, roles and the only table that joins them. Deny by default."""

import enum


class Permission(enum.StrEnum):
    """resource:action, in alphabetical order."""

    APPLICATION_APPROVE = "application:approve"
    APPLICATION_ANSWER = "application:answer"
    APPLICATION_ASK = "application:ask"
    APPLICATION_CHECK = "application:check"
    APPLICATION_DECLINE = "application:decline"
    APPLICATION_EDIT = "application:edit"
    APPLICATION_ENDORSE = "application:endorse"
    APPLICATION_FORWARD = "application:forward"
    APPLICATION_FREEZE = "application:freeze"
    APPLICATION_LAPSE = "application:lapse"
    APPLICATION_READ = "application:read"
    APPLICATION_READ_ALL = "application:read-all"
    APPLICATION_REGISTER = "application:register"
    APPLICATION_RETURN = "application:return"
    APPLICATION_SIGN_AS_MAYOR = "application:sign-as-mayor"
    APPLICATION_SUBMIT = "application:submit"
    APPLICATION_TYPE = "application:type"
    APPLICATION_WITHDRAW = "application:withdraw"
    CALL_MANAGE = "call:manage"
    CITY_CONFIRM = "city:confirm"
    COMMISSION_MANAGE = "commission:manage"
    COMMENT_WRITE = "comment:write"
    COMMISSION_SETTINGS = "commission:settings"
    DASHBOARD_READ = "dashboard:read"
    DRAFT_READ = "draft:read"
    JURY_MANAGE = "jury:manage"
    JURY_READ = "jury:read"
    JURY_SCORE = "jury:score"
    MESSAGE_WRITE = "message:write"
    NOTE_WRITE = "note:write"
    PEOPLE_MANAGE = "people:manage"
    REGISTER_READ = "register:read"
    TEAM_MANAGE = "team:manage"


class Role(enum.StrEnum):
    """The people of the product's glossary who have accounts. The mayor needs none."""

    DELEGATE = "delegate"
    EDITOR = "editor"
    READER = "reader"
    OFFICER = "officer"
    SIGNATORY = "signatory"
    JUROR = "juror"
    COORDINATOR = "coordinator"


CITY_ROLES = (Role.DELEGATE, Role.EDITOR, Role.READER)
"""Roles held in a city, by people of its town hall and by helpers from outside."""
NEEDS_SECOND_FACTOR = frozenset({Role.SIGNATORY, Role.COORDINATOR})
"""Roles that are not used without a second factor: who signs, and who reads everything."""

P = Permission
GRANTS: dict[str, frozenset[Permission]] = {
    # Answers for the city's application: writes, freezes, sends it, chooses who helps.
    Role.DELEGATE: frozenset(
        {
            P.APPLICATION_EDIT,
            P.APPLICATION_FREEZE,
            P.APPLICATION_READ,
            P.APPLICATION_SIGN_AS_MAYOR,  # only by uploading the scan of the signed print
            P.APPLICATION_SUBMIT,
            P.APPLICATION_WITHDRAW,
            P.COMMENT_WRITE,
            P.DRAFT_READ,
            P.MESSAGE_WRITE,
            P.TEAM_MANAGE,
        }
    ),
    # Writes answers and documents with the delegates; never freezes, sends or invites.
    Role.EDITOR: frozenset(
        {
            P.APPLICATION_EDIT,
            P.APPLICATION_READ,
            P.COMMENT_WRITE,
            P.DRAFT_READ,
            P.MESSAGE_WRITE,
        }
    ),
    # Looks on. Changes nothing.
    Role.READER: frozenset({P.APPLICATION_READ, P.DRAFT_READ}),
    # Receives, checks, decides, forwards. Never signs.
    Role.OFFICER: frozenset(
        {
            P.APPLICATION_ANSWER,
            P.APPLICATION_APPROVE,
            P.APPLICATION_CHECK,
            P.APPLICATION_FORWARD,
            P.APPLICATION_READ,
            P.APPLICATION_RETURN,
            P.APPLICATION_TYPE,  # only from a form filled in by hand, for a city
            P.CITY_CONFIRM,
            P.COMMISSION_SETTINGS,
            P.JURY_MANAGE,
            P.MESSAGE_WRITE,
            P.NOTE_WRITE,
            P.PEOPLE_MANAGE,
        }
    ),
    # Scores the files assigned. Reads no other file, no contact data, no messages, no notes.
    Role.JUROR: frozenset({P.JURY_READ, P.JURY_SCORE}),
    # Signs Part 2 for the commission, may decline.
    Role.SIGNATORY: frozenset(
        {
            P.APPLICATION_DECLINE,
            P.APPLICATION_ENDORSE,
            P.APPLICATION_READ,
            P.COMMISSION_SETTINGS,
            P.MESSAGE_WRITE,
            P.NOTE_WRITE,
            P.PEOPLE_MANAGE,
        }
    ),
    # Sees all that is submitted, registers members. Never endorses.
    Role.COORDINATOR: frozenset(
        {
            P.APPLICATION_ASK,
            P.APPLICATION_READ_ALL,
            P.APPLICATION_REGISTER,
            P.CALL_MANAGE,
            P.COMMISSION_MANAGE,
            P.DASHBOARD_READ,
            P.REGISTER_READ,
        }
    ),
    # Not accounts, but actors: the bearer of a one-time link, and time.
    "mayor": frozenset({P.APPLICATION_SIGN_AS_MAYOR}),
    "clock": frozenset({P.APPLICATION_LAPSE}),
    "operator": frozenset(P),
}


def permissions_of(*roles: str) -> frozenset[Permission]:
    """All permissions of somebody who holds these roles."""
    return frozenset().union(*(GRANTS.get(role, frozenset()) for role in roles))
