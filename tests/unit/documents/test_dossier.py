import hashlib
import io
import json
import zipfile
from datetime import UTC, datetime

from portal.documents.dossier import DossierFile, build_dossier


def _build() -> bytes:
    return build_dossier(
        "KE-2027-014",
        b"%PDF-1.7 signed",
        (
            DossierFile("../../etc/passwd", b"one", "text/plain", kind="other"),
            DossierFile(
                "خطة التعلّم.pdf", b"two", "application/pdf", kind="strategy", title="خطة التعلّم"
            ),
        ),
        {"city": "Port Salaam", "forwarded_at": datetime(2026, 11, 23, 9, 30, tzinfo=UTC)},
        readme="Open the PDF in any reader.\nThe digests are in manifest.json.",
    )


def test_the_same_content_gives_the_same_archive() -> None:
    assert _build() == _build()


def test_the_manifest_names_every_file_with_its_digest() -> None:
    with zipfile.ZipFile(io.BytesIO(_build())) as archive:
        assert archive.testzip() is None
        manifest = json.loads(archive.read("manifest.json"))
        assert archive.namelist() == [
            "KE-2027-014.pdf",
            "attachments/01-etc-passwd",
            "attachments/02-خطة التعلّم.pdf",
            "manifest.json",
            "README.txt",
        ]
        for entry in manifest["files"]:
            content = archive.read(entry["name"])
            assert hashlib.sha256(content).hexdigest() == entry["sha256"]
            assert len(content) == entry["size_bytes"]
    assert [(entry["kind"], entry["title"]) for entry in manifest["files"]] == [
        ("application", ""),
        ("other", ""),
        ("strategy", "خطة التعلّم"),
    ]
    assert manifest["city"] == "Port Salaam"
    assert manifest["forwarded_at"] == "2026-11-23T09:30:00+00:00"
