"""An archive that grows: what is in it, its manifest and digest, how little memory it needs."""

import hashlib
import io
import json
import tracemalloc
import zipfile
from datetime import UTC, datetime

import pytest

from portal.documents.growing_zip import GrowingZip

AT = datetime(2027, 7, 1, 9, 30, 2, tzinfo=UTC)
FACTS = {"call": "2027", "has_drafts": False}


class _Nowhere:
    def write(self, data: bytes, /) -> int:
        return len(data)


def test_an_archive_opens_and_its_manifest_lists_every_file() -> None:
    out = io.BytesIO()
    with GrowingZip(out, at=AT) as archive:
        archive.add("letters/ke/01-رسالة.pdf", b"%PDF-1.7 letter", kind="letter")
        archive.add("data/a.csv", b"abc" * 1000, kind="data")
        whole = archive.finish(FACTS)
    opened = zipfile.ZipFile(io.BytesIO(out.getvalue()))
    assert opened.testzip() is None
    assert opened.namelist() == ["letters/ke/01-رسالة.pdf", "data/a.csv", "manifest.json"]
    assert json.loads(opened.read("manifest.json")) == {
        "call": "2027",
        "has_drafts": False,
        "files": [
            {
                "name": "letters/ke/01-رسالة.pdf",
                "kind": "letter",
                "sha256": "9b7ffeaae4edce68785b59f4f0d71ea2a26368dd13243c9a616fb762661def28",
                "size_bytes": 15,
            },
            {
                "name": "data/a.csv",
                "kind": "data",
                "sha256": "328de8f1895f8bb09f6e6b4c2012ef2b2a6f067cd002794b750aa040a6f6d8bd",
                "size_bytes": 3000,
            },
        ],
    }
    assert whole.sha256 == hashlib.sha256(out.getvalue()).hexdigest()
    assert (whole.size_bytes, whole.files) == (len(out.getvalue()), 2)
    assert opened.getinfo("data/a.csv").date_time == (2027, 7, 1, 9, 30, 2)


def test_the_same_files_give_the_same_bytes() -> None:
    digests = set()
    for _ in range(2):
        with GrowingZip(io.BytesIO(), at=AT) as archive:
            archive.add("a.txt", b"a", kind="data")
            digests.add(archive.finish(FACTS).sha256)
    assert len(digests) == 1


def test_an_archive_without_files_has_a_manifest() -> None:
    out = io.BytesIO()
    with GrowingZip(out, at=AT) as archive:
        archive.finish(FACTS)
    assert json.loads(zipfile.ZipFile(out).read("manifest.json"))["files"] == []


def test_two_files_of_one_name_are_a_mistake() -> None:
    with GrowingZip(io.BytesIO(), at=AT) as archive:
        archive.add("a.txt", b"a", kind="data")
        with pytest.raises(ValueError, match=r"a\.txt is in the archive already"):
            archive.add("a.txt", b"b", kind="data")


def test_memory_does_not_grow_with_the_number_of_files() -> None:
    content = bytes(range(256)) * 4096  # 1 MiB
    tracemalloc.start()
    with GrowingZip(_Nowhere(), at=AT) as archive:
        for number in range(200):
            archive.add(f"{number}.pdf", content, kind="signed")
        whole = archive.finish(FACTS)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert whole.size_bytes > 200 << 20
    assert peak < 6 << 20
