"""The statement: one source saying one value of one property of one entity. Never changed once recorded."""

from __future__ import annotations

from typing import NamedTuple


class Statement(NamedTuple):
    """A recorded statement, every field as the register file writes it (blank = not given).

    `id` follows from the other fields except `recorded` (see `aiqyn.ledger.identity`), so the same statement
    has the same id on every machine. `as_of` is the date the value speaks of, `recorded` the day it entered
    the register. `said_by` is who says it when that is not the publisher of `source`.
    """

    id: str
    entity: str
    property: str
    value: str
    unit: str
    lang: str
    as_of: str
    basis: str
    part: str
    source: str
    said_by: str
    place: str
    printed: str
    confidence: str
    note: str
    recorded: str


#: The columns of `statements.csv`, in order: a statement without its id, which is computed.
COLUMNS: tuple[str, ...] = Statement._fields[1:]

#: The property by which a statement withdraws another; its value is the other's id.
RETRACTION = "retraction"
#: The property by which editors, with a reason, prefer one statement as the headline.
PREFERENCE = "preference"
#: The property of what stands in the place of a statement whose text was taken away; its value is the day of that.
BLANKED = "blanked"
#: What is said of statements, not of things.
DECISIONS = frozenset({RETRACTION, PREFERENCE, BLANKED})
#: The property by which a record or request names a statement, also one about another entity, that it sets out.
DRAWN_FROM = "drawn_from"
