"""Carries out the jobs that wait, as the worker would, in the test's own process."""

import psycopg

from portal.history.telling import tell
from portal.notifications.sending import send_mail

_TASKS = {"history.tell": tell, "notifications.send_mail": send_mail}


def tell_all(administrator: psycopg.Connection) -> int:
    """What follows the acts so far: receipts, figures to recount, mails in the outbox."""
    return _carry_out(administrator, "history.tell")


def send_all(administrator: psycopg.Connection) -> int:
    """The mails of the outbox, into the folder of kept mails."""
    return _carry_out(administrator, "notifications.send_mail")


def _carry_out(administrator: psycopg.Connection, task: str) -> int:
    jobs = administrator.execute(
        "select id, args from procrastinate_jobs where task_name = %s order by id", [task]
    ).fetchall()
    for job_id, arguments in jobs:
        _TASKS[task](**arguments)
        administrator.execute("delete from procrastinate_jobs where id = %s", [job_id])
    return len(jobs)
