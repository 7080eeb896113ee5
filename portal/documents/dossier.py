"""The dossier as forwarded: one archive with everything and a manifest of digests.

The same content gives the same bytes, on any day and machine.
"""

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest date an archive can carry: dates of packing would make every archive differ."""
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|\u202a-\u202e\u2066-\u2069]+')
_MAX_NAME = 80


@dataclass(frozen=True, slots=True)
class DossierFile:
    """An attachment: the name its sender gave it (any script), and its bytes."""

    name: str
    content: bytes
    media_type: str
    kind: str
    """What it is, such as ``strategy`` or ``scan``; a kind a commission named stands in words."""
    title: str = ""
    """As the city titled it."""


def build_dossier(
    reference: str,
    pdf: bytes,
    attachments: tuple[DossierFile, ...],
    manifest_facts: Mapping[str, object],
    *,
    readme: str,
    signed_papers: tuple[DossierFile, ...] = (),
    letters: tuple[DossierFile, ...] = (),
) -> bytes:
    """Pack the signed application, its attachments, ``manifest.json`` and ``README.txt``.

    ``signed_papers`` are the scans of what was signed by hand, exactly as they were received, and
    the stamps and mandates given with signatures on screen; ``letters`` are the commission's.

    ``manifest_facts`` are JSON values (reference, city, commission, signatures); ``readme`` is the
    text in the official language. Times in the facts may be datetimes.
    """
    safe_reference = safe_name(reference, fallback="application")
    application = f"{safe_reference}.pdf"
    files = {application: DossierFile(application, pdf, "application/pdf", "application")}
    for number, attachment in enumerate(attachments, 1):
        files[f"attachments/{number:02}-{safe_name(attachment.name, fallback='file')}"] = attachment
    for number, paper in enumerate(signed_papers, 1):
        files[f"signed-papers/{number:02}-{safe_name(paper.name, fallback='scan')}"] = paper
    for number, letter in enumerate(letters, 1):
        files[f"letters/{number:02}-{safe_name(letter.name, fallback='letter')}"] = letter
    manifest = {
        **manifest_facts,
        "reference": reference,
        "files": [
            {
                "name": name,
                "kind": file.kind,
                "title": file.title,
                "sha256": hashlib.sha256(file.content).hexdigest(),
                "size_bytes": len(file.content),
                "media_type": file.media_type,
            }
            for name, file in files.items()
        ],
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=2, sort_keys=True, default=_in_json)
    packed = {name: file.content for name, file in files.items()}
    packed["manifest.json"] = text.encode() + b"\n"
    packed["README.txt"] = readme.replace("\n", "\r\n").encode("utf-8-sig")
    return _archive(packed)


def _archive(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            is_text = name.endswith((".txt", ".json"))
            entry.compress_type = zipfile.ZIP_DEFLATED if is_text else zipfile.ZIP_STORED
            archive.writestr(entry, content)
    return out.getvalue()


def safe_name(name: str, *, fallback: str) -> str:
    """A name for any file system: no path, no hidden file, not too long; its ending stays."""
    clean = _FORBIDDEN.sub("-", name).strip(" .-")
    stem, dot, ending = clean.rpartition(".")
    if dot and len(ending) <= 5:
        return f"{stem[: _MAX_NAME - 6] or fallback}.{ending}"
    return clean[:_MAX_NAME] or fallback


def _in_json(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return str(value)
