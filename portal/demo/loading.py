"""The whole demo from an empty database: ground, spaces, acts in several processes, accounts.

Never in production: its settings refuse demo data, and so does this.
"""

import json
import multiprocessing
import os
import queue
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ProcessPoolExecutor, wait
from dataclasses import asdict
from pathlib import Path
from typing import Any

from flask import Flask

from config.settings import Settings
from portal.coordination.figures import refresh_figures_now, refresh_world
from portal.core.errors import NotAllowed
from portal.core.i18n import lazy_gettext as _l
from portal.core.unit_of_work import CLOCK, unit_of_work
from portal.demo.people import Account
from portal.demo.plan import CommissionPlan
from portal.demo.telling import Ground, Space, lay_ground, open_space, tell
from portal.tenancy.scope import NETWORK_ID, Worker

MAIN_COMMISSIONS = ("tn", "ke")
"""Their accounts come first in the list people are shown."""
_POLL_SECONDS = 0.2

Progress = Callable[[int], None]
Recipe = tuple[Callable[[Settings], Flask], Settings]
"""How a further process makes its application."""


def load_demo(
    settings: Settings,
    plans: tuple[CommissionPlan, ...],
    *,
    processes: int,
    begin: Callable[[int], Progress],
    make_app: Callable[[Settings], Flask],
) -> list[Account]:
    """Tell all of it; returns the accounts. ``begin`` is told the number of acts.

    ``make_app`` makes the application in further processes.

    Raises NotAllowed in production, Conflict if the database has calls already.
    """
    refuse_in_production(settings)
    ground = lay_ground()
    spaces = [open_space(ground, plan) for plan in plans]
    progress = begin(sum(len(space.acts) for space in spaces))
    spaces.sort(key=lambda space: -len(space.acts))
    if processes > 1:
        _tell_in_processes((make_app, settings), ground, spaces, processes, progress)
    else:
        for space in spaces:
            tell(ground, space, tick=lambda: progress(1))
    refresh_figures(space.commission_id for space in spaces)
    accounts = [*ground.accounts, *(account for space in spaces for account in space.accounts)]
    return sorted(accounts, key=_main_first)


def refuse_in_production(settings: Settings) -> None:
    """Raise NotAllowed where real people work."""
    if settings.environment == "production":
        raise NotAllowed(_l("Demo data are never loaded in production."))


def refresh_figures(commission_ids: Iterable[int]) -> None:
    """Count these commissions and the world anew."""
    for commission_id in commission_ids:
        with unit_of_work(Worker(commission_id), CLOCK) as work:
            refresh_figures_now(work, commission_id)
    with unit_of_work(Worker(NETWORK_ID), CLOCK) as work:
        refresh_world(work)


def write_accounts(path: Path, url: str, accounts: list[Account]) -> None:
    """Write ``var/demo.json``, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    content = {"url": url, "accounts": [asdict(account) for account in accounts]}
    part = path.with_suffix(".part")
    part.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    os.replace(part, path)


def _tell_in_processes(
    recipe: Recipe,
    ground: Ground,
    spaces: list[Space],
    processes: int,
    progress: Progress,
) -> None:
    """Spaces do not touch each other's rows, so each process tells one after the other."""
    context = multiprocessing.get_context("spawn")
    ticks = context.Queue()
    with ProcessPoolExecutor(
        processes, context, initializer=_start_child, initargs=(recipe, ticks)
    ) as pool:
        waiting: set[Future[None]] = {pool.submit(_tell_in_child, ground, each) for each in spaces}
        try:
            while waiting:
                done, waiting = wait(waiting, timeout=_POLL_SECONDS)
                progress(_drain(ticks))
                for future in done:
                    future.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


_child: dict[str, Any] = {}


def _start_child(recipe: Recipe, ticks: "multiprocessing.Queue[int]") -> None:
    make_app, settings = recipe
    _child.update(app=make_app(settings), ticks=ticks)


def _tell_in_child(ground: Ground, space: Space) -> None:
    with _child["app"].app_context():
        tell(ground, space, tick=lambda: _child["ticks"].put(1))


def _drain(ticks: "multiprocessing.Queue[int]") -> int:
    count = 0
    while True:
        try:
            count += ticks.get_nowait()
        except queue.Empty:
            return count


def _main_first(account: Account) -> tuple[int, int]:
    """The Coordination Team, the main commissions, the others; in each, staff before delegates."""
    if account.commission is None:
        return (0, 0)
    code = account.commission
    place = MAIN_COMMISSIONS.index(code) if code in MAIN_COMMISSIONS else len(MAIN_COMMISSIONS)
    return (1 + place, int(account.role == "delegate"))
