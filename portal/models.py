"""Imports every model once, so that the metadata is whole. Nothing else belongs here."""

from portal.accounts import models as accounts
from portal.applications import (
    attachment_models,
    jury_models,
    letter_models,
    offline_models,
    paper_models,
    place_models,
    remark_models,
)
from portal.applications import models as applications
from portal.applications import team_models as teams
from portal.calls import models as calls
from portal.commissions import models as commissions
from portal.coordination import models as coordination
from portal.desk import models as desk
from portal.desk import season_models
from portal.documents import models as documents
from portal.history import models as history
from portal.letters import models as letters
from portal.members import models as members
from portal.notifications import models as notifications
from portal.signing import models as signing

ALL_MODELS = (
    accounts,
    applications,
    attachment_models,
    calls,
    commissions,
    coordination,
    desk,
    documents,
    history,
    jury_models,
    letter_models,
    letters,
    members,
    notifications,
    offline_models,
    paper_models,
    place_models,
    remark_models,
    season_models,
    signing,
    teams,
)
