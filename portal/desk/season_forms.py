"""Forms of a season's end: shape only; the services check what is true."""

from typing import Any

from wtforms import BooleanField, RadioField
from wtforms.validators import InputRequired

from portal.core.i18n import lazy_gettext as _l
from portal.desk.season_models import ArchiveFor
from portal.desk.season_words import archive_name
from portal.web.forms import PortalForm


class ArchiveForm(PortalForm):
    """Ask for the archive of a call."""

    made_for = RadioField(
        _l("Who is to get it?"),
        validators=[InputRequired(_l("Choose who is to get the archive."))],
    )
    has_drafts = BooleanField(
        _l("Also what cities began and never sent"),
        description=_l(
            "Only for your successor. Drafts are the cities’ own and are marked as such everywhere."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """With the two readers, named in the language in force."""
        super().__init__(*args, **kwargs)
        self.made_for.choices = [(each.value, archive_name(each)) for each in ArchiveFor]
