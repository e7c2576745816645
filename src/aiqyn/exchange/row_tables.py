"""Files whose rows are each known by a key and may change: labels of parts, renderings of texts.

Rows of several editors are joined, so that none has to have the other's: what a folder lacks stays, what it has of an
older version gives way to the newer, what it changed counts.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

from aiqyn.errors import Finding, Refused, RegisterRefused
from aiqyn.exchange.folder import PARTS, TRANSLATION_COLUMNS, TRANSLATIONS, Part
from aiqyn.exchange.growth import Growth
from aiqyn.exchange.standing import nearness
from aiqyn.exchange.strict_csv import csv_line

#: Each with its columns, and how many of them, from the first, are the key.
ROW_TABLES: Mapping[str, tuple[Sequence[str], int]] = {PARTS: (Part._fields, 1), TRANSLATIONS: (TRANSLATION_COLUMNS, 2)}

_Rows = dict[tuple[str, ...], list[str]]


def joined(name: str, versions: Sequence[bytes], own: bytes, base: bytes | None = None) -> Growth:
    """What one of ROW_TABLES holds when a folder's copy is joined to the last of the recorded versions.

    `base` is the recorded version that the copy was made from, where that is known. Raises RegisterRefused for rows
    that both sides changed: a row nearer to an older version than to the last, or as near and not made from the last.
    """
    columns, key_length = ROW_TABLES[name]
    recorded = [_rows(content, key_length) for content in versions]
    last, ours = recorded[-1], _rows(own, key_length)
    made_from = _rows(base, key_length) if base is not None else {}
    changed: _Rows = {}
    conflicts: list[Finding] = []
    behind = len(last.keys() - ours.keys())
    for line, (key, row) in enumerate(ours.items(), 2):
        past = [rows[key] for rows in recorded if key in rows]
        if row == last.get(key):
            continue
        if row in past:
            behind += 1
        elif past and nearness(enumerate(row), map(enumerate, past)) < (0 if made_from.get(key) == past[-1] else 1):
            differing = [column for column, cell, other in zip(columns, row, past[-1], strict=True) if cell != other]
            reason = Refused("row_by_both", columns=tuple(differing), name=name)
            conflicts.append(Finding(name, line, " ".join(key), reason))
        else:
            changed[key] = row
    if conflicts:
        raise RegisterRefused(conflicts)
    if not behind:
        return Growth(own, len(changed), 0)
    rows = list((last | changed).items())
    if name == PARTS:
        rows.sort()
    content = csv_line(columns) + "".join(csv_line(row) for _, row in rows)
    return Growth(content.encode(), len(changed), behind)


def _rows(content: bytes, key_length: int) -> _Rows:
    """The rows after the header by their keys; what was recorded once is read whatever is asked of files today."""
    rows = list(csv.reader(io.StringIO(content.decode(), newline="")))[1:]
    return {tuple(row[:key_length]): row for row in rows}
