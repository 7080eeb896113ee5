"""Archives of a call for the ministry and the successor: asked for by a person, made by the worker.

A job that is done again begins anew and replaces what was there. Never holds an archive in memory.
"""

import uuid
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, timedelta

from procrastinate import RetryStrategy
from sqlalchemy import func, select

from portal.accounts.events import Recipient
from portal.accounts.models import Membership, Person
from portal.accounts.roles import Permission
from portal.applications.models import Application
from portal.applications.season_events import ArchiveReady
from portal.calls.models import Call
from portal.commissions.models import Commission
from portal.core.errors import Conflict, Invalid, NotAllowed, NotFound
from portal.core.i18n import INTERFACE_LANGUAGES, gettext, in_language, number
from portal.core.i18n import lazy_gettext as _l
from portal.core.jobs import enqueue, queue
from portal.core.unit_of_work import CLOCK, Work, unit_of_work
from portal.desk.queries.season import season
from portal.desk.season_content import SeasonContent
from portal.desk.season_models import ArchiveFor, SeasonArchive
from portal.desk.season_words import archive_name
from portal.documents.growing_zip import GrowingZip, Whole
from portal.documents.shelf import storage
from portal.tenancy.scope import Worker

GIVEN_UP_AFTER = timedelta(minutes=30)
"""An archive that has not grown for so long is not being made any more."""
MANIFEST_FORMAT = "learning-cities-portal/season-archive/1"


def ask_for_archive(
    work: Work, commission_id: int, code: str, *, made_for: ArchiveFor, has_drafts: bool
) -> SeasonArchive:
    """Have the archive of a call made. Raises NotFound, Conflict while one is being made.

    Drafts are the cities' own: they go to a successor in the commission, to nobody outside it.
    """
    _check_right(work)
    if has_drafts and made_for is not ArchiveFor.SUCCESSOR:
        raise Invalid(
            _l("Drafts belong to the cities. Only your successor’s archive can hold them."),
            field="has_drafts",
        )
    call = work.session.scalars(select(Call).where(Call.code == code)).first()
    if call is None:
        raise NotFound()
    work.session.execute(
        select(func.pg_advisory_xact_lock(func.hashtext(f"archive {commission_id} {call.id}")))
    )
    known = work.session.scalars(
        select(SeasonArchive).where(SeasonArchive.call_id == call.id)
    ).all()
    if any(is_being_made(archive, work) for archive in known):
        raise Conflict(_l("An archive is being made already. You can ask again when it is ready."))
    archive = SeasonArchive(
        commission_id=commission_id,
        call_id=call.id,
        version=max((archive.version for archive in known), default=0) + 1,
        made_for=made_for,
        has_drafts=has_drafts,
        asked_at=work.now,
        asked_by=work.actor.name,
        asked_by_id=work.actor.person_id,
        touched_at=work.now,
    )
    work.session.add(archive)
    work.session.flush()
    enqueue(work, make_archive, commission_id=commission_id, archive_id=str(archive.id))
    return archive


def is_being_made(archive: SeasonArchive, work: Work) -> bool:
    """Whether an archive is on its way and has not been given up."""
    return archive.made_at is None and work.now - archive.touched_at < GIVEN_UP_AFTER


def archive_to_download(work: Work, archive_id: uuid.UUID) -> tuple[SeasonArchive, str]:
    """An archive that is there, and the name of its file. Raises NotFound, NotAllowed."""
    _check_right(work)
    row = work.session.execute(
        select(SeasonArchive, Call.code, Commission.code)
        .join(Call, Call.id == SeasonArchive.call_id)
        .join(Commission, Commission.commission_id == SeasonArchive.commission_id)
        .where(SeasonArchive.id == archive_id)
    ).first()
    if row is None or row[0].made_at is None or row[0].removed_at is not None:
        raise NotFound()
    archive, call, commission = row
    return archive, f"{commission}-{call}-{archive.made_for}-{archive.version}.zip"


def remove_archive(work: Work, archive_id: uuid.UUID) -> str:
    """Remove the bytes of an archive; that it was made stays on record. Raises NotFound.

    Returns the code of its call.
    """
    archive, _name = archive_to_download(work, archive_id)
    archive.removed_at, archive.removed_by = work.now, work.actor.name
    work.session.flush()
    work.after_commit.append(lambda: storage().drop_archive(archive_id))
    return work.session.get_one(Call, archive.call_id).code


@queue.task(name="desk.make_archive", retry=RetryStrategy(max_attempts=3, wait=30))
def make_archive(commission_id: int, archive_id: str) -> None:
    """Job: make an archive, saying after each application how far it is, and tell who asked."""
    key = uuid.UUID(archive_id)
    scope = Worker(commission_id)
    with unit_of_work(scope, CLOCK, read_only=True) as work:
        archive = work.session.get(SeasonArchive, (commission_id, key))
        if archive is None or archive.made_at is not None:
            return
        call = work.session.get_one(Call, archive.call_id)
        commission = work.session.get_one(Commission, commission_id)
        work.session.expunge_all()
        ids = work.session.scalars(
            select(Application.id)
            .where(Application.call_id == call.id)
            .order_by(Application.reference, Application.id)
        ).all()
    with (
        closing(storage().archive_writer(key)) as writer,
        GrowingZip(writer, at=archive.asked_at) as target,
    ):
        whole = _fill(target, archive, call, commission, ids)
    with unit_of_work(scope, CLOCK) as work:
        made = work.session.get_one(SeasonArchive, (commission_id, key))
        made.sha256, made.size_bytes, made.files = whole.sha256, whole.size_bytes, whole.files
        made.made_at = made.touched_at = work.now
        work.session.flush()
        _tell(work, made, call, commission)


def _fill(
    target: GrowingZip,
    archive: SeasonArchive,
    call: Call,
    commission: Commission,
    ids: Sequence[uuid.UUID],
) -> Whole:
    scope = Worker(archive.commission_id)
    with SeasonContent(target, made_for=archive.made_for, has_drafts=archive.has_drafts) as content:
        for done, application_id in enumerate(ids, 1):
            with unit_of_work(scope, CLOCK, read_only=True) as work:
                content.add(work, application_id)
            with unit_of_work(scope, CLOCK) as work:
                row = work.session.get_one(SeasonArchive, (archive.commission_id, archive.id))
                row.applications_done, row.applications_total = done, len(ids)
                row.touched_at = work.now
        with (
            unit_of_work(scope, CLOCK, read_only=True) as work,
            in_language(commission_language(commission)),
        ):
            figures = season(work, archive.commission_id, call.code)
            content.finish(figures, _readme(archive, call, commission))
    return target.finish(
        {
            "format": MANIFEST_FORMAT,
            "commission": commission.name_in("en"),
            "call": call.code,
            "version": archive.version,
            "made_for": str(archive.made_for),
            "has_drafts": archive.has_drafts,
            "asked_by": archive.asked_by,
            "asked_at": archive.asked_at.astimezone(UTC).isoformat(),
        }
    )


def commission_language(commission: Commission) -> str:
    """The first of a commission's languages that the portal speaks, else its official one."""
    known = (code for code in commission.languages if code in INTERFACE_LANGUAGES)
    return next(known, commission.official_language)


def _readme(archive: SeasonArchive, call: Call, commission: Commission) -> str:
    """What the reader finds, in the language in force."""
    language = commission_language(commission)
    parts = [
        commission.name_in(language),
        call.titles.get(language) or call.titles["en"],
        archive_name(archive.made_for),
        gettext("Version %(number)s", number=number(archive.version)),
        gettext(
            "applications: one folder for each application, with every version that was sent: the"
            " PDF as printed, signed, endorsed and sealed, the dossier as forwarded (ZIP), the"
            " receipt, and the city’s own files in “originals”. application.json holds the answers"
            " and the history."
        ),
        gettext("letters: the letters of the National Commission about its endorsements."),
        gettext(
            "data: all applications and their history as tables (CSV) and for programs (JSON)."
            " statistics: the figures of the call beside those of earlier ones."
        ),
    ]
    if archive.has_drafts:
        parts.append(
            gettext(
                "drafts: what cities began and never sent. It is their own and marked so"
                " everywhere: do not pass it on, and decide nothing by it."
            )
        )
    if archive.made_for is ArchiveFor.SUCCESSOR:
        parts.append(
            gettext(
                "application.json also holds what is internal: notes, verdicts, messages and the"
                " whole history. This archive is for the commission’s own people only."
            )
        )
    else:
        parts.append(
            gettext("Notes, verdicts and messages of the commission are not in this archive.")
        )
    parts.append(
        gettext(
            "manifest.json lists every file with its SHA-256 digest. The archive holds personal"
            " data: give it only to those who may read them."
        )
    )
    return "\n\n".join(parts)


def _tell(work: Work, archive: SeasonArchive, call: Call, commission: Commission) -> None:
    """Tell who asked, unless that person has left since."""
    person = work.session.scalars(
        select(Person)
        .join(Membership, Membership.person_id == Person.id)
        .where(
            Person.id == archive.asked_by_id,
            Person.disabled_at.is_(None),
            Membership.commission_id == archive.commission_id,
            Membership.city_id.is_(None),
            Membership.ended_at.is_(None),
        )
        .limit(1)
    ).first()
    if person is None:
        return
    work.record(
        ArchiveReady(
            commission_id=archive.commission_id,
            commission_code=commission.code,
            call_code=call.code,
            call=call.titles.get(person.language) or call.titles["en"],
            recipients=(Recipient(email=person.email, name=person.name, language=person.language),),
        )
    )


def _check_right(work: Work) -> None:
    if Permission.COMMISSION_SETTINGS not in work.actor.permissions:
        raise NotAllowed(_l("Only the commission’s own people take its archive."))
