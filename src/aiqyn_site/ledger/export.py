"""Writing the ledger back as a register folder, byte for byte the folder it was loaded from."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from aiqyn.errors import Refused
from aiqyn.exchange.folder import BASE_MARK, ENTITIES, SOURCES, STATEMENTS, SUBFOLDERS
from aiqyn.ledger.source import Entity, Source
from aiqyn.ledger.statement import COLUMNS
from aiqyn.values.text import spreadsheet_safe
from aiqyn_site.ledger.base_mark import base_text
from aiqyn_site.ledger.models import Seal
from aiqyn_site.ledger.sql import select
from aiqyn_site.unfinished import make_durable, unfinished

_STATEMENT_SQL = """
SELECT e.id, s.property, s.value, s.unit, s.lang, s.as_of, s.basis, s.part, o.id, coalesce(b.id, ''), s.place,
       s.printed, s.confidence, s.note, s.recorded
FROM ledger_statement s
JOIN ledger_entity e ON e.number = s.entity_id
JOIN ledger_source o ON o.number = s.source_id
LEFT JOIN ledger_entity b ON b.number = s.said_by_id
ORDER BY s.number
"""
_SOURCE_SQL = f"""
SELECT {", ".join(Source._fields)} FROM ledger_source
WHERE number IN (SELECT max(number) FROM ledger_source GROUP BY id)
"""
_FOR_SPREADSHEETS = "utf-8-sig"
_FILE_SQL = """
SELECT name, content FROM ledger_file
WHERE number IN (SELECT max(number) FROM ledger_file GROUP BY name) AND content IS NOT NULL
"""


def export_register(folder: Path, *, for_spreadsheets: bool = False) -> list[Path]:
    """Write the register to a new or empty folder and return its files; a mark says what it was made from.

    The files appear together or not at all. With `for_spreadsheets`, cells that a spreadsheet would take for a
    formula are neutralised, and tables begin with a byte order mark, without which a spreadsheet spoils all letters
    but the Latin ones; such a folder is for reading and cannot be loaded back. Attached documents are
    never touched.
    """
    if folder.is_symlink() or (folder.exists() and (not folder.is_dir() or any(folder.iterdir()))):
        raise Refused("folder_full", folder=str(folder))
    folder.parent.mkdir(parents=True, exist_ok=True)
    with unfinished(folder.parent, "export") as draft:
        _write_all(draft, for_spreadsheets)
        for path in (*draft.rglob("*"), draft):
            # A register is public, whatever else the command writes.
            path.chmod(0o755 if path.is_dir() else 0o644)
            make_durable(path)
        if folder.exists():
            folder.rmdir()
        draft.replace(folder)
        make_durable(folder.parent)
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _write_all(draft: Path, for_spreadsheets: bool) -> None:
    entities = sorted(select("SELECT id, kind, part_of FROM ledger_entity"))
    _write(draft / ENTITIES, Entity._fields, entities, for_spreadsheets)
    _write(draft / SOURCES, Source._fields, sorted(select(_SOURCE_SQL)), for_spreadsheets)
    _write(draft / STATEMENTS, COLUMNS, select(_STATEMENT_SQL), for_spreadsheets)
    for name, content in select(_FILE_SQL):
        folder_of, _, own = str(name).rpartition("/")
        # Whatever a damaged database says, nothing is written anywhere but into these folders.
        inner = draft / folder_of if folder_of in SUBFOLDERS else draft
        inner.mkdir(exist_ok=True)
        # A document is evidence: its bytes are what its digest is of.
        is_table = own.endswith(".csv") and inner == draft
        kept = _neutralised(bytes(content)) if for_spreadsheets and is_table else bytes(content)
        (inner / Path(own).name).write_bytes(kept)
    last = Seal.objects.order_by("number").last()
    if last is not None and not for_spreadsheets:
        (draft / BASE_MARK).write_text(base_text(last), encoding="utf-8")


def _neutralised(content: bytes) -> bytes:
    """A CSV file with cells that no spreadsheet runs: a company's reply is in it as the company wrote it."""
    out = io.StringIO()
    # Not every file of a register is a table of ours: it is read as a spreadsheet would.
    rows = csv.reader(io.StringIO(content.decode(), newline=""))
    csv.writer(out, lineterminator="\n").writerows([spreadsheet_safe(cell) for cell in row] for row in rows)
    return out.getvalue().encode(_FOR_SPREADSHEETS)


def _write(path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]], safe: bool) -> None:
    with path.open("w", encoding=_FOR_SPREADSHEETS if safe else "utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(columns)
        if safe:
            writer.writerows([spreadsheet_safe(str(cell)) for cell in row] for row in rows)
        else:
            writer.writerows(rows)
