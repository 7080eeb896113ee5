"""Makes ``.venv`` with exactly what the lock file names. Needs only Python's standard library.

Works without ensurepip and without pip: the pinned uv is then fetched from PyPI and compared with
the hash in the lock file. Never installs anything that the lock file does not name.
"""

import hashlib
import io
import json
import platform
import re
import subprocess
import sys
import urllib.request
import venv
import zipfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
UV = VENV / "bin" / "uv"
LOCK = ROOT / "requirements-dev.lock"
INDEX = "https://pypi.org/simple"
OLDEST_PYTHON = (3, 11)


class BootstrapError(RuntimeError):
    """Set-up cannot go on; the message says what to do."""


def main() -> int:
    """Entry point of ``make setup``."""
    try:
        _require_python()
        _make_environment()
        if not _has_pinned_uv():
            _install_uv()
        _synchronise()
    except BootstrapError as problem:
        print(f"✗ {problem}", file=sys.stderr)
        return 1
    return 0


def _require_python() -> None:
    if sys.version_info < OLDEST_PYTHON:
        raise BootstrapError(
            f"Python {sys.version_info.major}.{sys.version_info.minor} is too old: install"
            " Python 3.11 or newer, then: make run PYTHON=python3.11"
        )


def _make_environment() -> None:
    if PYTHON.exists() and _succeeds([str(PYTHON), "-c", "import sys"]):
        return
    print("  · making .venv", flush=True)
    try:
        venv.create(VENV, with_pip=False, symlinks=True, clear=True)
    except OSError as error:
        raise BootstrapError(f".venv cannot be made: {error}; make this folder writable") from error


def _install_uv() -> None:
    """The pinned uv, by whichever way this machine offers."""
    requirement = _pinned("uv")
    (ROOT / "var").mkdir(exist_ok=True)
    only_uv = ROOT / "var" / "uv.lock"
    only_uv.write_text(requirement)
    install = ["install", "--quiet", "--require-hashes", "--no-deps", "-r", str(only_uv)]
    pip = ["-m", "pip", "--disable-pip-version-check"]
    ways: tuple[Callable[[], bool], ...] = (
        lambda: (
            _succeeds([str(PYTHON), "-m", "ensurepip", "--default-pip"])
            and _succeeds([str(PYTHON), *pip, *install])
        ),
        lambda: _succeeds([sys.executable, *pip, "--python", str(PYTHON), *install]),
        lambda: _fetch_uv(requirement),
    )
    print("  · installing uv", flush=True)
    if not any(way() for way in ways):
        raise BootstrapError(
            "uv cannot be installed: check the connection to pypi.org, or install python3-venv"
            " (Debian: apt-get install python3-venv), then try again"
        )


def _synchronise() -> None:
    print("  · installing Python packages", flush=True)
    sync = ["pip", "sync", "--quiet", "--require-hashes", "--python", str(PYTHON), str(LOCK)]
    for trust in (["--system-certs"], []):  # the machine's authorities first: a company's proxy
        if UV.exists() and _succeeds([str(UV), *trust, *sync]):
            return
    print("  · uv did not manage it, trying pip (slower)", flush=True)
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    done = subprocess.run([*pip, "--require-hashes", "-r", str(LOCK)], check=False)
    if done.returncode:
        raise BootstrapError(
            "The Python packages cannot be installed: check the connection to pypi.org,"
            " then try again: make setup"
        )


def _pinned(name: str) -> str:
    """The lines of one requirement in the lock file: version and hashes."""
    found = re.search(rf"^{name}==.*?(?=^\S|\Z)", LOCK.read_text(), re.MULTILINE | re.DOTALL)
    if not found:
        raise BootstrapError(f"{LOCK.name} does not name {name}; run: make lock")
    lines = [line for line in found[0].splitlines() if not line.strip().startswith("#")]
    return "\n".join(lines) + "\n"


def _has_pinned_uv() -> bool:
    version = _pinned("uv").split("==")[1].split()[0]
    if not UV.exists():
        return False
    answer = subprocess.run([UV, "--version"], capture_output=True, text=True, check=False)
    return answer.stdout.split()[1:2] == [version]


def _fetch_uv(requirement: str) -> bool:
    """Fetch uv's wheel for this machine from PyPI, refuse a foreign hash, unpack its program."""
    hashes = set(re.findall(r"sha256:([0-9a-f]{64})", requirement))
    request = urllib.request.Request(  # noqa: S310 - https, see INDEX
        f"{INDEX}/uv/", headers={"Accept": "application/vnd.pypi.simple.v1+json"}
    )
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
            files = json.load(answer)["files"]
        for file in files:
            if file["hashes"].get("sha256") in hashes and _fits(file["filename"]):
                with urllib.request.urlopen(file["url"], timeout=300) as answer:  # noqa: S310
                    content = answer.read()
                if hashlib.sha256(content).hexdigest() in hashes:
                    return _unpack_uv(content)
    except (OSError, ValueError) as error:
        print(f"  · {error}", file=sys.stderr)
    return False


def _fits(filename: str) -> bool:
    """Whether a wheel is for this machine."""
    machine = platform.machine().lower()
    if not filename.endswith(".whl"):
        return False
    if sys.platform == "darwin":
        return "macosx" in filename and machine in filename
    return ("manylinux" in filename or "linux_" in filename) and f"_{machine}" in filename


def _unpack_uv(wheel: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(wheel)) as archive:
        for name in archive.namelist():
            if name.endswith(".data/scripts/uv"):
                UV.write_bytes(archive.read(name))
                UV.chmod(0o755)
                return True
    return False


def _succeeds(command: list[str]) -> bool:
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


if __name__ == "__main__":
    sys.exit(main())
