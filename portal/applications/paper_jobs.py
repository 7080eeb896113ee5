"""The job that reads files of signed paper: painted and their codes found in a confined child.

May run twice without harm: what is written is looked at again under the application's lock.
"""

import uuid

from portal.applications.paper_models import PaperFile, PaperState
from portal.applications.services.sorting import record_reading, record_refusal
from portal.core.jobs import enqueue, queue
from portal.core.unit_of_work import CLOCK, Work, unit_of_work
from portal.documents.intake import Limits, Purpose, inspect
from portal.documents.refusals import RefusedFile
from portal.documents.shelf import read
from portal.tenancy.scope import City

PAPER_LIMITS = Limits(dots_per_inch=200)
_TRIES = 3


def ask_to_read(work: Work, file: PaperFile) -> None:
    """Have a file read after this change is committed."""
    enqueue(
        work,
        read_paper,
        commission_id=file.commission_id,
        city_id=str(file.city_id),
        file_id=str(file.id),
    )


@queue.task(name="applications.read_paper", retry=_TRIES)
def read_paper(commission_id: int, city_id: str, file_id: str) -> None:
    """Job: read one file in the scope of its city. Nothing to do if it was removed meanwhile."""
    scope, key = City(commission_id, uuid.UUID(city_id)), (commission_id, uuid.UUID(file_id))
    with unit_of_work(scope, CLOCK, read_only=True) as work:
        file = work.session.get(PaperFile, key)
        if file is None or file.state is not PaperState.WAITING:
            return
        sha256 = file.sha256
    try:
        found = inspect(read(sha256), Purpose.SCAN, PAPER_LIMITS)
    except RefusedFile as refused:
        with unit_of_work(scope, CLOCK) as work:
            record_refusal(work, key[1], refused)
        return
    with unit_of_work(scope, CLOCK) as work:
        record_reading(work, key[1], found)
