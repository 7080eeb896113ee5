"""Acts of several people in the same moment: threads, each with its own transactions."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from portal.core.errors import PortalError

Result = TypeVar("Result")


def at_once(*acts: Callable[[], Result]) -> list[Result | PortalError]:
    """Start all acts together; what each returned, or the error its reader would be told."""
    start = Barrier(len(acts))

    def run(act: Callable[[], Result]) -> Result | PortalError:
        start.wait(timeout=20)
        return _outcome(act)

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


def in_turns(acts: Sequence[Callable[[], Result]], threads: int) -> list[Result | PortalError]:
    """Run more acts than threads, as fast as the threads can."""
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(_outcome, acts))


def _outcome(act: Callable[[], Result]) -> Result | PortalError:
    try:
        return act()
    except PortalError as error:
        return error
