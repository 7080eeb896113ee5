"""The press: another process does the work, comes again if it dies, and leaves no trace."""

import os
import select
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from config.settings import ROOT
from portal.core import clock
from portal.core.errors import Conflict, Invalid
from portal.core.press import Press, PressError, here, press_pid
from portal.core.press_child import Order
from tests.unit import pressed


def order(name: str) -> Order:
    return Order("tests.unit.pressed", name, (), {}, None)


def test_the_work_is_done_elsewhere_and_always_by_the_same() -> None:
    first = pressed.pid()
    assert first != os.getpid()
    assert first == press_pid() == pressed.pid()
    assert here(pressed.pid)() == os.getpid()
    assert pressed.doubled(b"ab" * 500_000) == b"ab" * 1_000_000


def test_the_application_is_not_loaded_there_and_no_secret_known(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SECRET_KEY", "not for the press")
    press = Press()
    names = press.do(order("names_of_environment"))
    modules = press.do(order("names_of_modules"))
    press.end()
    assert isinstance(names, list)
    assert isinstance(modules, list)
    assert "SECRET_KEY" not in names
    assert "flask" not in modules


def test_a_pretended_moment_holds_there_too() -> None:
    moment = datetime(2024, 5, 1, 12, tzinfo=UTC)
    with clock.pretend(moment):
        assert pressed.now() == moment
    assert pressed.now() > moment


def test_errors_come_back_as_they_are_with_their_lines_and_no_values() -> None:
    with pytest.raises(Conflict, match="Look again") as conflict:
        pressed.fail("conflict", "my secret")
    with pytest.raises(Invalid) as invalid:
        pressed.fail("invalid", "my secret")
    with pytest.raises(RuntimeError, match="OddError in the press"):
        pressed.fail("odd", "my secret")
    assert (invalid.value.message, invalid.value.field) == ("Give a name.", "name")
    (note,) = conflict.value.__notes__
    assert "pressed.py" in note
    assert "secret" not in note


def test_a_press_that_died_is_followed_by_another() -> None:
    before = pressed.pid()
    os.kill(before, signal.SIGKILL)
    assert pressed.doubled(b"x") == b"xx"
    assert pressed.pid() != before


def test_work_that_kills_the_press_twice_is_an_error() -> None:
    with pytest.raises(PressError, match="died twice"):
        pressed.die()
    assert pressed.doubled(b"x") == b"xx"


def test_a_press_that_does_not_answer_is_ended() -> None:
    press = Press(longest_seconds=0.5)
    with pytest.raises(PressError, match="no answer"):
        press.do(order("sleep"))
    assert press.pid is None


def test_a_press_that_has_grown_is_followed_by_another() -> None:
    press = Press(largest_mib=150)
    small = press.do(order("pid"))
    assert press.do(order("pid")) == small
    assert press.do(order("grow")) == 200 << 20
    assert press.pid is None
    assert press.do(order("pid")) != small
    press.end()


def test_threads_take_turns() -> None:
    words = [str(number).encode() for number in range(40)]
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(pressed.doubled, words)) == [word * 2 for word in words]


def test_a_forked_child_has_a_press_of_its_own() -> None:
    ours, theirs, still_ours = _printed_by(
        "from tests.unit import pressed; print(pressed.pid(), flush=True)\n"
        "child = os.fork()\n"
        "print(pressed.pid(), flush=True) if child == 0 else os.waitpid(child, 0)\n"
        "print(pressed.pid(), flush=True) if child else None"
    )
    assert theirs != ours
    assert still_ours == ours


@pytest.mark.parametrize("ending", ["", "os.kill(os.getpid(), signal.SIGKILL)"])
def test_the_press_ends_with_its_owner(ending: str) -> None:
    (pid,) = _printed_by(
        f"from tests.unit import pressed; print(pressed.pid(), flush=True); {ending}"
    )
    try:
        descriptor = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    ended, _, _ = select.select([descriptor], [], [], 10)
    os.close(descriptor)
    assert ended


def _printed_by(program: str) -> list[int]:
    """Run a program in an interpreter of its own; the numbers it printed, and nothing else."""
    ground = f"import os, signal, sys; sys.path.insert(0, {str(ROOT)!r})\n"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", ground + program],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    return [int(line) for line in done.stdout.split()]
