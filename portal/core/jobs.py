"""The queue's application object and the one way to enqueue: in the transaction of the change.

A job carries its commission and opens its own unit of work in that scope.
"""

from typing import Any

from procrastinate import App, PsycopgConnector
from procrastinate.tasks import Task

from portal.core.unit_of_work import Work

queue = App(connector=PsycopgConnector())
"""Opened by the worker only; the web enqueues on the connection of its transaction."""


def enqueue(
    work: Work, task: "Task[Any, Any, Any]", *, once: str | None = None, **arguments: Any
) -> None:
    """Add a job to the same commit as the change. ``once``: skip if such a job already waits."""
    connection = work.session.connection().connection.driver_connection
    deferrer = task.configure(connection=connection, queueing_lock=once)
    if once is None:
        deferrer.defer(**arguments)
        return
    waiting = work.session.connection().exec_driver_sql(
        "select 1 from procrastinate_jobs where queueing_lock = %s and status = 'todo'", (once,)
    )
    if waiting.first() is None:
        deferrer.defer(**arguments)
