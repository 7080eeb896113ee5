"""The queue's application object and the one way to enqueue: in the transaction of the change.

A job carries its commission and opens its own unit of work in that scope.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from procrastinate import App, PsycopgConnector, SyncPsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.jobs import JobDeferrer
from procrastinate.manager import JobManager
from procrastinate.tasks import Task
from sqlalchemy import make_url

from portal.core.unit_of_work import Work

queue = App(connector=PsycopgConnector())
"""Tasks register here. Only the worker opens it, with ``opened_queue``."""

_in_transactions = JobManager(SyncPsycopgConnector())
"""Never opened: it only ever writes on the connection of somebody's transaction."""


def enqueue(
    work: Work, task: "Task[Any, Any, Any]", *, once: str | None = None, **arguments: Any
) -> None:
    """Add a job to the same commit as the change. ``once``: skip if such a job already waits.

    A job that is skipped for ``once`` may begin before this transaction commits: ask for what must
    see a change only after that change was committed (see ``history.telling``).
    """
    if once is None:
        enqueue_each(work, task, [arguments])
        return
    waiting = work.session.connection().exec_driver_sql(
        "select 1 from procrastinate_jobs where queueing_lock = %s and status = 'todo'", (once,)
    )
    if waiting.first() is not None:
        return
    try:
        with work.session.begin_nested():
            _deferrer(work, task, once=once).defer(**arguments)
    except AlreadyEnqueued:
        pass  # somebody else asked for the same at the same moment


def enqueue_each(
    work: Work, task: "Task[Any, Any, Any]", arguments: Sequence[Mapping[str, Any]]
) -> None:
    """Add one job for each set of arguments to the same commit as the change, in one statement."""
    if arguments:
        _deferrer(work, task).batch_defer(*(dict(each) for each in arguments))


@contextmanager
def opened_queue(database_url: str, *, connections: int) -> Iterator[App]:
    """The queue on a pool of its own connections, for the worker."""
    address = make_url(database_url).set(drivername="postgresql")
    connector = PsycopgConnector(
        conninfo=address.render_as_string(hide_password=False),
        min_size=1,
        max_size=connections,
    )
    with queue.replace_connector(connector) as opened:
        yield opened


def _deferrer(work: Work, task: "Task[Any, Any, Any]", *, once: str | None = None) -> JobDeferrer:
    return JobDeferrer(
        job_manager=_in_transactions,
        job=task.configure(queueing_lock=once).job,
        connection=work.session.connection().connection.driver_connection,
    )
