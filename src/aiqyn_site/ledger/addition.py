"""What the ledger took in after a seal: what the rows that follow from it have to take in too."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from aiqyn.ledger import Entity, Statement
from aiqyn.ledger.statement import DRAWN_FROM, RETRACTION
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.ledger.models import Seal
from aiqyn_site.ledger.sql import batches, marks, select


class Addition(NamedTuple):
    """The rows after a seal. `redescribed` are those of the `sources` that had been described before.

    `known_statements` and `known_files` are how many rows there were, `known_recorded` the last day of recording then.
    """

    entities: tuple[Entity, ...]
    sources: frozenset[str]
    redescribed: frozenset[str]
    statements: tuple[Statement, ...]
    files: frozenset[str]
    known_statements: int
    known_files: int
    known_recorded: str

    @property
    def told_of(self) -> frozenset[str]:
        """The entities that new statements are about."""
        return frozenset(statement.entity for statement in self.statements)

    @property
    def decided_on(self) -> frozenset[str]:
        """The entities of which something was withdrawn or restored."""
        return frozenset(statement.entity for statement in self.statements if statement.property == RETRACTION)

    def file_before(self, name: str) -> bytes | None:
        """The content of another file of the register as it was."""
        sql = "SELECT content FROM ledger_file WHERE name = %s AND number <= %s ORDER BY number DESC LIMIT 1"
        content = next((row[0] for row in select(sql, [name, self.known_files])), None)
        return bytes(content) if content is not None else None


def addition_since(seal: int) -> Addition:
    known = Seal.objects.get(number=seal)
    described = [row[0] for row in select("SELECT id FROM ledger_source WHERE number > %s", [known.sources])]
    redescribed = {
        row[0]
        for batch in batches(described)
        for row in select(
            f"SELECT id FROM ledger_source WHERE number <= %s AND id IN ({marks(batch)})", [known.sources, *batch]
        )
    }
    return Addition(
        tuple(ledger.entities_after(known.entities)),
        frozenset(described),
        frozenset(redescribed),
        tuple(recorded.statement for recorded in ledger.find_statements(after=known.statements, limit=0)),
        frozenset(row[0] for row in select("SELECT name FROM ledger_file WHERE number > %s", [known.files])),
        known.statements,
        known.files,
        known.recorded,
    )


def told_by(sources: Collection[str]) -> set[str]:
    """The entities that statements from some sources are about."""
    sql = """
    SELECT DISTINCT e.id FROM ledger_statement s JOIN ledger_entity e ON e.number = s.entity_id
    WHERE s.source_id IN (SELECT number FROM ledger_source WHERE id IN ({}))
    """
    return {row[0] for batch in batches(sorted(sources)) for row in select(sql.format(marks(batch)), batch)}


def drawing_on(entities: Collection[str]) -> set[str]:
    """The records and requests that set out a statement about one of some entities."""
    if not entities:
        return set()
    sql = "SELECT e.id, s.value FROM ledger_statement s JOIN ledger_entity e ON e.number = s.entity_id"
    drawing = list(select(f"{sql} WHERE s.property = %s", [DRAWN_FROM]))
    drawn = ledger.statements_by_id(value for _, value in drawing)
    return {key for key, value in drawing if value in drawn and drawn[value].entity in entities}
