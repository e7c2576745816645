"""Which edition of the code is running, told by its files: for caches and derived rows, which follow from it."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path


def code_tag(folder: Path) -> str:
    """What tells two editions of the site's own files apart: a digest of their names and contents."""
    digest = sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix in {".py", ".html", ".csv", ".css", ".toml"}:
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:10]
