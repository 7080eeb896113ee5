"""What a commission's space still lacks before it can open for cities."""

from dataclasses import dataclass

from sqlalchemy import and_, func, or_, select

from portal.accounts.models import AccountToken, Membership, TokenPurpose
from portal.accounts.roles import Role
from portal.commissions.models import Commission, NationalWindow, Style
from portal.core.errors import NotFound
from portal.core.unit_of_work import Work
from portal.desk.queries import row_of


@dataclass(frozen=True)
class Readiness:
    """How far the set-up has come."""

    is_open: bool
    passed: list[str]
    """Steps of the guided set-up that were seen."""
    contact_email: str
    introduction: dict[str, str]
    letterhead: str
    style: Style
    own_dates: int
    officers: int
    signatories: int
    invited_signatories: int

    @property
    def has_signatory(self) -> bool:
        """Whether somebody can sign, or is invited to."""
        return bool(self.signatories or self.invited_signatories)

    @property
    def may_open(self) -> bool:
        """Whether nothing needed is missing."""
        return bool(self.contact_email) and self.has_signatory


def readiness(work: Work, commission_id: int) -> Readiness:
    """How far a commission's set-up has come. One statement. Raises NotFound."""
    serving = select(func.count(Membership.person_id.distinct())).where(
        Membership.commission_id == commission_id,
        Membership.city_id.is_(None),
        Membership.ended_at.is_(None),
    )
    row = row_of(
        work,
        select(
            Commission.is_open,
            Commission.set_up_steps,
            Commission.contact_email,
            Commission.introduction,
            Commission.letterhead,
            Commission.style,
            select(func.count())
            .where(
                NationalWindow.commission_id == commission_id,
                or_(NationalWindow.opens_at.is_not(None), NationalWindow.closes_at.is_not(None)),
            )
            .scalar_subquery(),
            serving.where(Membership.role == Role.OFFICER).scalar_subquery(),
            serving.where(Membership.role == Role.SIGNATORY).scalar_subquery(),
            select(func.count())
            .where(
                and_(
                    AccountToken.commission_id == commission_id,
                    AccountToken.purpose == TokenPurpose.INVITATION,
                    AccountToken.role == Role.SIGNATORY,
                    AccountToken.used_at.is_(None),
                    AccountToken.revoked_at.is_(None),
                    AccountToken.expires_at > work.now,
                )
            )
            .scalar_subquery(),
        ).where(Commission.commission_id == commission_id),
    )
    if row is None:
        raise NotFound()
    return Readiness(*row)
