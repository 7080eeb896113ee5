"""The figures of a season in words, and as rows of a table that a spreadsheet opens."""

from collections.abc import Iterator

from portal.applications.state_words import state_label
from portal.core.i18n import gettext as _
from portal.core.i18n import number
from portal.desk.queries.season import SIZES, CallFigures, Group, Season, Stage
from portal.desk.season_models import ArchiveFor
from portal.signing.models import Method

Row = tuple[str, str, str, object]


def stage_name(stage: Stage) -> str:
    """A stage with its beginning and end."""
    return {
        Stage.WRITING: _("From the beginning to the submission"),
        Stage.DECISION: _("From the submission to the endorsement"),
        Stage.FORWARDING: _("From the endorsement to the Coordination Team"),
        Stage.REGISTRATION: _("From there to the register of members"),
    }[stage]


def size_name(key: int) -> str:
    """Cities of one size (``Season.by_size``)."""
    if key < 0:
        return _("Number of people not told")
    if key == 0:
        return _("Fewer than %(limit)s people", limit=number(SIZES[0]))
    if key == len(SIZES):
        return _("%(limit)s people and more", limit=number(SIZES[-1]))
    return _(
        "%(least)s to %(most)s people", least=number(SIZES[key - 1]), most=number(SIZES[key] - 1)
    )


def region_name(key: str) -> str:
    """A region or province as the city told it."""
    return key or _("Region not told")


def method_name(method: Method) -> str:
    """How somebody signed."""
    return _("On screen") if method is Method.ELECTRONIC else _("On paper")


def count_names() -> tuple[tuple[str, str], ...]:
    """Counts of a call that are compared with earlier ones: attribute and name."""
    return (
        ("started", _("Applications begun")),
        ("submitted", _("Submitted")),
        ("endorsed", _("Endorsed")),
        ("forwarded", _("Forwarded to UNESCO")),
        ("members", _("Members")),
        ("declined", _("Not endorsed")),
        ("returned", _("Asked for completion at least once")),
        ("first_time", _("Cities that submit for the first time")),
        ("population", _("People in the cities that submitted")),
    )


def archive_name(made_for: ArchiveFor) -> str:
    """For whom an archive is."""
    if made_for is ArchiveFor.MINISTRY:
        return _("For the ministry")
    return _("For the successor")


def table_head() -> tuple[str, str, str, str]:
    """What stands over the columns of ``season_rows``."""
    return (_("Table"), _("Group"), _("Measure"), _("Value"))


def season_rows(season: Season) -> Iterator[Row]:
    """All figures, one in each row: table, group, measure, value."""
    for call in (season.call, *season.earlier):
        yield from _call_rows(call)
    for table, groups, name in (
        (_("By state"), season.by_state, state_label),
        (_("By region"), season.by_region, region_name),
        (_("By size of the city"), season.by_size, size_name),
    ):
        for group in groups:
            yield from _group_rows(table, str(name(group.key)), group)


def _call_rows(call: CallFigures) -> Iterator[Row]:
    table = _("Call %(code)s", code=call.code)
    for attribute, name in count_names():
        yield (table, _("All"), name, getattr(call, attribute))
    for stage, pace in call.paces.items():
        group = stage_name(stage)
        yield (table, group, _("Applications"), pace.cases)
        yield (table, group, _("Half within so many days"), pace.half)
        yield (table, group, _("Nine of ten within so many days"), pace.nine_of_ten)
    for group, methods in (
        (_("Signatures of mayors"), call.mayors),
        (_("Signatures of the commission"), call.commission),
    ):
        for method, count in methods.items():
            yield (table, group, method_name(method), count)


def _group_rows(table: str, name: str, group: Group) -> Iterator[Row]:
    yield (table, name, _("Applications begun"), group.started)
    yield (table, name, _("Submitted"), group.submitted)
    yield (table, name, _("Endorsed"), group.endorsed)
