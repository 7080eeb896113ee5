"""Forms of the register: shape only."""

from wtforms import DateField, HiddenField, IntegerField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length
from wtforms.widgets import HiddenInput

from portal.core.i18n import lazy_gettext as _l
from portal.members.models import MemberStatus
from portal.members.words import status_name
from portal.web.forms import PortalForm


class RegisterForm(PortalForm):
    """Register a complete and endorsed city."""

    seen_revision = IntegerField(widget=HiddenInput(), validators=[InputRequired()])


class CertificateForm(PortalForm):
    """Make a certificate: nothing to fill in."""


class JuryForm(PortalForm):
    """What the jury decided, and where that is written."""

    seen_revision = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    decision = RadioField(
        _l("What did the jury decide?"),
        choices=[
            SelectChoice("admit", _l("Admitted: the city becomes a member")),
            SelectChoice("not-admit", _l("Not admitted in this call")),
            SelectChoice("defer", _l("Deferred to a later call")),
        ],
        validators=[InputRequired(_l("Choose what the jury decided."))],
    )
    minute = StringField(
        _l("Minute"),
        description=_l("Its reference or number, so that anybody can find the decision."),
        validators=[
            DataRequired(_l("Name the minute of the jury in which this was decided.")),
            Length(max=200),
        ],
    )


class StatusForm(PortalForm):
    """A change of a member's status."""

    seen_status = HiddenField(validators=[InputRequired()])
    status = RadioField(_l("New status"), validators=[InputRequired()])
    since = DateField(_l("Since"), validators=[InputRequired()])
    reason = TextAreaField(
        _l("Reason"),
        description=_l("Kept in the register: totals must explain themselves."),
        validators=[DataRequired(_l("Say why: totals must explain themselves.")), Length(max=500)],
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.status.choices = [
            SelectChoice(str(status), status_name(status)) for status in MemberStatus
        ]
