"""What is remarked on statements just recorded: which are unlikely beside all that is known of their subjects."""

from __future__ import annotations

from aiqyn.errors import LONGEST_SHOWN, Finding
from aiqyn.exchange.folder import STATEMENTS
from aiqyn.ledger.claim import Groups
from aiqyn.ledger.unlikely import doubts_in
from aiqyn_site.ledger import queries as ledger

#: Of more statements at once `aiqyn check` tells, which reads the folder in order.
MOST_LOOKED_AT = 20_000


def unlikely_of_latest(count: int) -> list[Finding]:
    """Why the statements recorded last are doubted, each at the line that it has in an export of the register."""
    latest = {recorded.statement.id: recorded for recorded in ledger.latest_statements(count)}
    grounds = ledger.register().grounds
    entities = {recorded.statement.entity for recorded in latest.values()}
    by_subject = ledger.statements_by_subject({grounds.subjects.get(entity, entity) for entity in entities})
    findings = []
    for statements in by_subject.values():
        for statement, doubt in doubts_in(Groups(statements, grounds)):
            if statement.id in latest:
                value = getattr(statement, doubt.field)[:LONGEST_SHOWN]
                findings.append(Finding(STATEMENTS, latest[statement.id].number + 1, value, doubt))
    return sorted(findings, key=lambda finding: finding.line)
