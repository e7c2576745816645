"""How a folder differs from the ledger, line by line, and as plain data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from aiqyn.exchange.standing import Standing
from aiqyn.words.refusal_text import as_json, finding_text
from aiqyn.words.word_tables import Wording

if TYPE_CHECKING:
    from aiqyn_site.ledger.difference import Difference

_MOST_SHOWN = 10
_SAYINGS = {
    Standing.NEW: "only in the folder",
    Standing.LACKING: "only in the ledger",
    Standing.CHANGED: "changed in the folder, which is newer",
    Standing.OLDER: "changed in the ledger, which is newer",
}


def difference_lines(difference: Difference, t: Wording) -> Iterator[str]:
    """What differs, a line for each kind; of many rows the first are named."""
    here, there = difference.here, difference.there
    if here.count:
        named = [f"line {row.line} ({row.entity} {row.property})" for row in here.first]
        yield f"statements.csv: only in the folder {here.count:,}: {_listed(named, here.count)}"
    if there.count:
        named = [f"{row.number} ({row.entity} {row.property})" for row in there.first]
        yield f"statements.csv: only in the ledger {there.count:,}: {_listed(named, there.count)}"
    for moved in difference.moved.first[:_MOST_SHOWN]:
        yield f"statements.csv:{moved.line}: the folder says {moved.own}, recorded on {moved.recorded}"
    if difference.moved.count > _MOST_SHOWN:
        yield f"... and the days of {difference.moved.count - _MOST_SHOWN:,} more rows"
    for kind, groups in difference.standing.items():
        for standing, saying in _SAYINGS.items():
            if keys := groups.get(standing, ()):
                yield f"{kind}: {saying} {len(keys):,}: {_listed(keys, len(keys))}"
    for name, (added, lacking) in difference.by_rows.items():
        yield f"{name}: rows only in the folder {added:,}, only in the ledger {lacking:,}"
    yield from (finding_text(finding, t) for finding in difference.changed)


def difference_as_json(difference: Difference, t: Wording) -> dict[str, object]:
    """The same as plain data; of many rows the first hundred."""
    statements = {
        "folder": {"count": difference.here.count, "first": [row._asdict() for row in difference.here.first]},
        "ledger": {"count": difference.there.count, "first": [row._asdict() for row in difference.there.first]},
        "moved": {"count": difference.moved.count, "first": [moved._asdict() for moved in difference.moved.first]},
    }
    by_rows = {name: {"folder": rows[0], "ledger": rows[1]} for name, rows in difference.by_rows.items()}
    changed = [as_json(finding, t) for finding in difference.changed]
    return {
        "same": not difference,
        "statements": statements,
        **difference.standing,
        "by_rows": by_rows,
        "changed_by_both": changed,
    }


def _listed(names: Sequence[str], count: int) -> str:
    shown = names[:_MOST_SHOWN]
    return ", ".join(shown) + (" ..." if count > len(shown) else "")
