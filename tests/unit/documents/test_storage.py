from pathlib import Path

import pytest

from portal.documents.storage import DamagedFileError, MissingFileError, Storage

HELLO = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"


def test_bytes_are_found_under_their_digest(tmp_path: Path) -> None:
    storage = Storage(tmp_path / "files")
    assert not storage.exists(HELLO)
    assert storage.put(b"hello") == HELLO
    assert storage.put(b"hello") == HELLO
    assert storage.exists(HELLO)
    assert storage.open(HELLO) == b"hello"


def test_a_damaged_file_is_noticed(tmp_path: Path) -> None:
    storage = Storage(tmp_path)
    storage.put(b"hello")
    (tmp_path / "2c" / "f2" / HELLO).write_bytes(b"hullo")
    with pytest.raises(DamagedFileError):
        storage.open(HELLO)


@pytest.mark.parametrize("digest", ["0" * 64, "../../etc/passwd", "", HELLO.upper()])
def test_what_is_not_stored_is_missing(tmp_path: Path, digest: str) -> None:
    storage = Storage(tmp_path)
    with pytest.raises(MissingFileError):
        storage.open(digest)
