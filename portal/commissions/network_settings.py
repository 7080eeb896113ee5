"""What the Coordination Team sets for all commissions that have set nothing else.

A setting that a commission inherits stands in the commission's own row, like one it has set: nobody
who reads a setting has to look in two places. ``Commission.own_settings`` names those it has set.
"""

from typing import Any

from sqlalchemy import select, update

from portal.commissions.models import Commission, NetworkSettings, SignatureMethod
from portal.commissions.services import SETTINGS_PERMISSION, Settings, checked, commission_to_change
from portal.core.errors import NotAllowed, NotFound
from portal.core.i18n import lazy_gettext as _l
from portal.core.unit_of_work import Work
from portal.tenancy.scope import NETWORK_ID

MANAGE_PERMISSION = "commission:manage"
"""The permission of accounts, a layer above, by its name."""

AS_DELIVERED = Settings(
    brand_color="#00609c",
    introduction={},
    two_step_decision=True,
    forward_at_once=False,
    officers_may_decline=False,
    signature_method=SignatureMethod.BOTH,
)
"""Until the Coordination Team sets something else."""
INHERITED = frozenset(AS_DELIVERED.given())
"""The settings that a commission can inherit."""


def network_settings(work: Work) -> Settings:
    """What the Coordination Team has set. One statement."""
    row = work.session.scalars(
        select(NetworkSettings).where(NetworkSettings.commission_id == NETWORK_ID)
    ).one_or_none()
    return Settings(**{name: getattr(row, name) for name in INHERITED}) if row else AS_DELIVERED


def change_network_settings(work: Work, *, settings: Settings) -> None:
    """Set what commissions inherit, for those too that inherit it now. Raises Invalid, NotAllowed.

    A commission's own setting stays as it is.
    """
    if MANAGE_PERMISSION not in work.actor.permissions:
        raise NotAllowed(_l("Only the Coordination Team changes what commissions inherit."))
    before = network_settings(work).given()
    values = {**before, **checked(settings)}
    row = work.session.get(NetworkSettings, NETWORK_ID)
    if row is None:
        row = NetworkSettings(commission_id=NETWORK_ID)
        work.session.add(row)
    for name in INHERITED:
        setattr(row, name, values[name])
    row.changed_at = work.now
    work.session.flush()
    for name in sorted(INHERITED):
        if values[name] != before[name]:
            work.session.execute(
                update(Commission)
                .where(~Commission.own_settings.contains([name]))
                .values({name: values[name]})
                .execution_options(synchronize_session=False)
            )


def inherit_setting(work: Work, commission_id: int, *, setting: str) -> None:
    """Take back what the commission has set: the Coordination Team's holds again.

    Raises NotFound for a setting that cannot be inherited, NotAllowed.
    """
    if setting not in INHERITED:
        raise NotFound()
    if SETTINGS_PERMISSION not in work.actor.permissions:
        raise NotAllowed(_l("Only the commission's own people change its settings."))
    commission = commission_to_change(work, commission_id)
    setattr(commission, setting, network_settings(work).given()[setting])
    commission.own_settings = [name for name in commission.own_settings if name != setting]
    commission.updated_at = work.now
    work.session.flush()


def inherited_values(work: Work) -> dict[str, Any]:
    """The settings with which a new commission begins. One statement."""
    return network_settings(work).given()
