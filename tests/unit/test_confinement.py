"""A child that parses hostile files is stopped at its limits and gets no secrets."""

import pytest

from portal.core.confinement import ConfinedError, Confines, run_confined


def _run(do: str, content: bytes = b"", confines: Confines = Confines()) -> bytes:  # noqa: B008
    return run_confined(
        "tests.unit.confined_child", content, arguments={"do": do}, confines=confines
    )


def test_content_goes_in_and_the_answer_comes_out() -> None:
    assert _run("echo", b"hello\n\x00world") == b"HELLO\n\x00WORLD"


def test_the_child_sees_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "not for the child")
    names = set(_run("environment").decode().split(","))
    assert names - {"LC_CTYPE"} == {"LANG", "PATH"}


def test_the_application_is_not_loaded() -> None:
    assert _run("loaded") == b"bare"


@pytest.mark.parametrize(
    ("do", "reason", "confines"),
    [
        ("spin", "time", Confines(cpu_seconds=1)),
        ("sleep", "time", Confines(wall_seconds=1)),
        ("memory", "crash", Confines(memory_mib=256)),
    ],
)
def test_a_limit_ends_the_child(do: str, reason: str, confines: Confines) -> None:
    with pytest.raises(ConfinedError) as ended:
        _run(do, confines=confines)
    assert ended.value.reason == reason


def test_a_missing_module_is_a_crash() -> None:
    with pytest.raises(ConfinedError) as ended:
        run_confined("no_such_module", b"", arguments={}, confines=Confines())
    assert ended.value.reason == "crash"
