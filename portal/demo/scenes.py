"""One application's acts, each by the person whose act it is, through the services of the portal.

Names of methods are those of ``stories``. Never sets a state: that is the services' alone.
"""

from portal.demo.commission_acts import CommissionActs
from portal.demo.coordination_acts import CoordinationActs
from portal.demo.offline_acts import OfflineActs


class Scene(OfflineActs, CommissionActs, CoordinationActs):
    """An application under way."""

    def play(self, act: str) -> None:
        """Carry out the act of that name."""
        getattr(self, act)()
