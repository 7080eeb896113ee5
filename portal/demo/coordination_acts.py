"""What the Coordination Team does; names of methods are those of ``stories``."""

from typing import Any

from portal.applications.services import coordinating
from portal.core.unit_of_work import Work
from portal.demo.plan import texts
from portal.demo.stage import Stage
from portal.members import services as members
from portal.members.models import MemberStatus
from portal.tenancy.scope import Network


class CoordinationActs(Stage):
    """A coordinator's acts."""

    def ask(self) -> None:
        """Ask for a completion."""
        with self._coordinator() as work:
            coordinating.ask(
                work,
                self.application_id,
                seen_revision=self._revision(work),
                question=texts()["question"]["en"],
            )

    def register(self) -> None:
        """Register the member."""
        with self._coordinator() as work:
            members.register(work, self.application_id, seen_revision=self._revision(work))

    def admit(self) -> None:
        """Register what the jury recommended."""
        with self._coordinator() as work:
            members.admit(work, self.application_id, **self._minute(work))

    def not_admit(self) -> None:
        """Record that the jury did not recommend."""
        with self._coordinator() as work:
            members.not_admit(work, self.application_id, **self._minute(work))

    def defer(self) -> None:
        """Put the decision off."""
        with self._coordinator() as work:
            members.defer(work, self.application_id, **self._minute(work))

    def leave(self) -> None:
        """A member leaves the network."""
        with self._as(self.coordinator, Network()) as work:
            members.change_status(
                work,
                self.commission_id,
                self.city_id,
                seen_status=MemberStatus.ACTIVE,
                status=MemberStatus.LEFT,
                since=work.now.date(),
                reason=texts()["leave"]["en"],
            )

    def _minute(self, work: Work) -> dict[str, Any]:
        return {
            "seen_revision": self._revision(work),
            "minute": f"Jury {self.call.code}, minute 4.{len(self.city.latin)}",
        }
