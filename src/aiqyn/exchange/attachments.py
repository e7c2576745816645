"""Documents and the statements that attach them: each named is there, and each there is named."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from aiqyn.errors import LONGEST_SHOWN, Finding, Refused
from aiqyn.exchange.folder import DOCUMENTS, STATEMENTS, RegisterFolder
from aiqyn.exchange.rows import PROPERTY
from aiqyn.ledger import Statement, make_statement
from aiqyn.ledger.claim import withdrawn_ids
from aiqyn.ledger.statement import RETRACTION

#: The property whose value is the name of a file in the folder of documents.
ATTACHMENT = "attachment"


class Attached(NamedTuple):
    """A statement that attaches a document, and its line in the file."""

    line: int
    name: str


class Attachments:
    """Finds, as it is shown the statement rows, documents that are missing and documents that nothing names."""

    def __init__(self, register: RegisterFolder) -> None:
        self._files = register.files
        self._attached: list[tuple[int, Statement]] = []
        self._retractions: list[Statement] = []

    def see(self, line: int, digest: bytes, row: list[str]) -> None:
        """Take in a row of statements that passed every other check."""
        if row[PROPERTY] == ATTACHMENT:
            self._attached.append((line, make_statement(row)))
        elif row[PROPERTY] == RETRACTION:
            self._retractions.append(make_statement(row))

    def findings(self) -> Iterator[Finding]:
        """What `attachment_findings` gives of the statements that stand."""
        gone = withdrawn_ids(self._retractions) if self._attached else set()
        standing = [Attached(line, statement.value) for line, statement in self._attached if statement.id not in gone]
        return attachment_findings(standing, self._files)


def attachment_findings(attached: Iterable[Attached], files: Collection[str]) -> Iterator[Finding]:
    """Statements whose document is not there, in their order; then documents that no standing statement names.

    Both are faults: a document is published only where somebody says what it is, and withdrawing the statement takes
    the document from the site too.
    """
    named = set()
    for line, name in attached:
        named.add(f"{DOCUMENTS}/{name}")
        if f"{DOCUMENTS}/{name}" not in files:
            yield Finding(
                STATEMENTS, line, name[:LONGEST_SHOWN], Refused("attachment_missing", "value", folder=DOCUMENTS)
            )
    for name in sorted(file for file in files if file.startswith(f"{DOCUMENTS}/") and file not in named):
        yield Finding(name, 0, "", Refused("document_unnamed", property=ATTACHMENT))
