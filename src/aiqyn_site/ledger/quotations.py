"""Where else in the ledger the words of a text stand: in statements, descriptions of sources, versions of files."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import NamedTuple

from aiqyn.exchange.folder import DOCUMENTS
from aiqyn.exchange.same_words import Sentences
from aiqyn.ledger.identity import statement_id
from aiqyn_site.ledger.sql import select

_COLUMNS = ("value", "place", "printed", "note")
_STATEMENTS = f"""
SELECT number, digest, {", ".join(_COLUMNS)} FROM ledger_statement
WHERE {" OR ".join(f"length({column}) >= %s" for column in _COLUMNS)} ORDER BY number
"""
_FILES = "SELECT number, name, content FROM ledger_file ORDER BY name, number DESC"


class FileQuotation(NamedTuple):
    """A file that has the words: the lines of the version that counts, and how many older versions have them too."""

    name: str
    lines: tuple[int, ...]
    older: int


class FileQuotations(NamedTuple):
    """The files that have the words; `unread` are documents that are no plain text, and were not looked into."""

    quoting: tuple[FileQuotation, ...]
    unread: tuple[str, ...]


def quoting_statements(sentences: Sentences, without: Collection[int] = ()) -> list[str]:
    """The ids of statements with the words, in recorded order, but for some numbers."""
    rows = select(_STATEMENTS, [sentences.shortest] * len(_COLUMNS))
    return [
        statement_id(bytes(digest))
        for number, digest, *texts in rows
        if number not in without and any(map(sentences.are_in, texts))
    ]


def quoting_sources(sentences: Sentences) -> list[str]:
    """The ids of sources with the words in a description, an older one too, in order."""
    rows = select("SELECT id, url, title, publisher, note FROM ledger_source")
    return sorted({identifier for identifier, *texts in rows if any(map(sentences.are_in, texts))})


def quoting_files(sentences: Sentences, change: Callable[[str, bytes], bytes | None]) -> FileQuotations:
    """The files with the words, by name. `change` gives what is to become of a version of a file."""
    lines: dict[str, tuple[int, ...]] = {}
    older: dict[str, int] = {}
    unread: list[str] = []
    for _, name, content in select(_FILES):
        is_last = name not in lines
        lines.setdefault(name, ())
        becomes = None if content is None else change(name, bytes(content))
        text = None if becomes is None else _text(becomes)
        if text is None:
            if becomes is not None and is_last:
                unread.append(name)
            continue
        hits = sentences.lines(text)
        if is_last:
            lines[name] = tuple(hits)
        elif hits:
            older[name] = older.get(name, 0) + 1
    quoting = (FileQuotation(name, hits, older.get(name, 0)) for name, hits in lines.items() if hits or name in older)
    return FileQuotations(tuple(quoting), tuple(name for name in unread if name.startswith(f"{DOCUMENTS}/")))


def _text(content: bytes) -> str | None:
    """The text of a file; None where it is none."""
    try:
        return None if b"\0" in content or content.startswith(b"%PDF") else content.decode()
    except UnicodeDecodeError:
        return None
