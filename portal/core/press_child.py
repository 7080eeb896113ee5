"""The press's own side: takes orders from its parent until the line is closed. Writes nothing."""

import logging
import os
import pickle
import resource
import traceback
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from portal.core import clock

_MIB = 1 << 20
_state = {"is_press": False}


@dataclass(frozen=True, slots=True)
class Order:
    """A call: which function of which module, with what, at which pretended moment."""

    module: str
    name: str
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    moment: datetime | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a call, and the most memory the press has had."""

    result: object
    error: Exception | None
    memory_mib: int


def is_press() -> bool:
    """Whether this process is a press."""
    return _state["is_press"]


def serve(descriptor: int) -> None:
    """The press's whole life."""
    _state["is_press"] = True
    logging.disable(logging.CRITICAL)
    with Connection(descriptor) as line:
        while True:
            try:
                order: Order = pickle.loads(line.recv_bytes())  # noqa: S301 - from our own parent
                line.send_bytes(_carried_out(order))
            except (EOFError, OSError):
                break
    os._exit(0)


def _carried_out(order: Order) -> bytes:
    try:
        with clock.pretend(order.moment) if order.moment else nullcontext():
            result = _function(order)(*order.args, **order.kwargs)
        return pickle.dumps(Answer(result, None, _memory_mib()), pickle.HIGHEST_PROTOCOL)
    except Exception as error:
        return _failure(error)


def _function(order: Order) -> Any:
    found: Any = import_module(order.module)
    for part in order.name.split("."):
        found = getattr(found, part)
    return found


def _failure(error: Exception) -> bytes:
    """The error as it is, if it can travel; otherwise its kind. Its lines, never its values."""
    lines = traceback.extract_tb(error.__traceback__)[-8:]
    places = ", ".join(f"{Path(line.filename).name}:{line.lineno} {line.name}" for line in lines)
    error.__cause__ = error.__context__ = None
    travelling: Exception = error
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 - what we have just written
    except Exception:
        travelling = RuntimeError(f"{type(error).__name__} in the press")
    travelling.add_note(f"in the press: {places}")
    return pickle.dumps(Answer(None, travelling, _memory_mib()), pickle.HIGHEST_PROTOCOL)


def _memory_mib() -> int:
    """The most this process had. Linux counts what we were before ``exec`` into ``ru_maxrss``."""
    try:
        status = Path("/proc/self/status").read_text()
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // _MIB  # bytes on macOS
    return int(status.partition("VmHWM:")[2].split()[0]) // 1024
