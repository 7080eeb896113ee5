"""``flask worker``: carries out the jobs of the queue until it is told to stop.

Writes only its log. A worker that dies leaves its jobs to the others: they are rescued as soon as
its heartbeat is overdue.
"""

import logging
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from procrastinate.exceptions import UniqueViolation
from procrastinate.job_context import JobContext
from procrastinate.jobs import Status

from config.settings import Settings
from portal.core.jobs import opened_queue, queue

JOB_MODULES = (
    "portal.accounts.jobs",
    "portal.applications.sweeping",
    "portal.coordination.figures",
    "portal.applications.paper_jobs",
    "portal.desk.season_archive",
    "portal.history.telling",
    "portal.notifications.moved_dates",
    "portal.notifications.reminders",
    "portal.notifications.sending",
)
"""Modules that put tasks into the queue."""
CONCURRENCY = 4
STALLED_AFTER_SECONDS = 20.0
MISSED_HEARTBEATS = 4
"""So many in a row, and a worker is taken for dead and its jobs are given to others."""
KEPT_JOBS_HOURS = 90 * 24
GRACE_SECONDS = 10.0
"""After a request to stop; jobs that take longer are done again by the next worker."""
_ADDRESS = re.compile(r"[^\s'\"<>@]+@[^\s'\"<>@]+")

_log = logging.getLogger(__name__)


@click.command("worker")
@click.option("--concurrency", default=CONCURRENCY, show_default=True, help="Jobs at a time.")
@click.option(
    "--stalled-after",
    default=STALLED_AFTER_SECONDS,
    show_default=True,
    help="Seconds without a sign of life after which a worker's jobs are given to others.",
)
@with_appcontext
def worker(concurrency: int, stalled_after: float) -> None:
    """Carry out jobs: mail, figures, reminders. Ends on Ctrl-C or SIGTERM."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    settings: Settings = app.config["SETTINGS"]
    for module in JOB_MODULES:
        import_module(module)
    with (
        _logging_to_stdout(),
        opened_queue(settings.database_url, connections=concurrency + 2) as opened,
    ):
        opened.run_worker(
            concurrency=concurrency,
            name="portal",
            update_heartbeat_interval=stalled_after / MISSED_HEARTBEATS,
            stalled_worker_timeout=stalled_after,
            additional_context={"stalled_after": stalled_after},
            shutdown_graceful_timeout=GRACE_SECONDS,
            delete_jobs="successful",
            task_middleware=[_in_context_of(app)],
        )


@queue.periodic(cron="* * * * * */10", periodic_id="rescue")
@queue.task(name="worker.rescue", queueing_lock="rescue", priority=100, pass_context=True)
async def rescue(context: JobContext, timestamp: int = 0) -> None:
    """Periodic job: give the jobs of dead workers to living ones."""
    manager = context.app.job_manager
    stalled_after = float(context.additional_context["stalled_after"])
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=stalled_after):
        _log.warning("job %s is rescued from a dead worker", job.id)
        try:
            await manager.retry_job(job)
        except UniqueViolation:  # a younger job for the same waits already
            await manager.finish_job(job, status=Status.ABORTED, delete_job=True)
    await manager.prune_stalled_workers(stalled_after)


@queue.periodic(cron="47 2 * * *", periodic_id="old-jobs")
@queue.task(name="worker.clear_jobs", pass_context=True)
async def clear_jobs(context: JobContext, timestamp: int = 0) -> None:
    """Nightly job: forget jobs that failed or were given up long ago; ``doctor`` has named them."""
    await context.app.job_manager.delete_old_jobs(
        nb_hours=KEPT_JOBS_HOURS,
        include_failed=True,
        include_cancelled=True,
        include_aborted=True,
    )


def _in_context_of(app: Flask) -> Callable[..., Any]:
    """Each job in an application context of its own: the language is kept there."""

    def middleware(process: Callable[[], Any], _context: JobContext, _worker: Any) -> Any:
        with app.app_context():
            return process()

    return middleware


class DiscreetFormatter(logging.Formatter):
    """Writes no mail address: the queue logs the arguments of each job."""

    def format(self, record: logging.LogRecord) -> str:
        """The line with its traceback, if there is one."""
        return _ADDRESS.sub("…", super().format(record))


@contextmanager
def _logging_to_stdout() -> Iterator[None]:
    """Taken back at the end: a formatter of ours that is never let go keeps the portal in memory
    until after the libraries are gone, which they report as a leak."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(DiscreetFormatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    logging.getLogger("procrastinate.periodic").setLevel(logging.WARNING)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(handler)
