"""Taking the text of recorded rows away, so that the chain holds: what would go, and the change itself.

Who may do it is the desk's business. What follows from the ledger is to be derived anew in the same transaction, and
`erase` to be called after it.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Iterator
from datetime import date
from typing import Any, NamedTuple

from django.db import connection, transaction

from aiqyn.errors import Refused
from aiqyn.exchange.assessments import ASSESSMENTS
from aiqyn.exchange.attachments import ATTACHMENT
from aiqyn.exchange.folder import DOCUMENTS, GROWING_FILES, TRANSLATIONS
from aiqyn.exchange.renderings import Rendered, rendered_in_verdicts, without_renderings
from aiqyn.exchange.tombstones import tombstone
from aiqyn.ledger import Statement
from aiqyn.ledger.identity import commitment, statement_digest, statement_id
from aiqyn.ledger.statement import BLANKED, COLUMNS
from aiqyn.values.days import parse_day
from aiqyn_site.ledger import journal
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.ledger.actions import recorded_findings
from aiqyn_site.ledger.blanked import blanked_rows
from aiqyn_site.ledger.hash_chain import FILES, STATEMENTS, ChainedTable, file_digest
from aiqyn_site.ledger.queries import Recorded
from aiqyn_site.ledger.renderings_kept import GoingRenderings, going_with
from aiqyn_site.ledger.sql import select
from aiqyn_site.ledger.writer import Recording, last_seal

_TOKEN_BYTES = 4
_TEXTS = ("value", "place", "printed", "note")
#: Rows that name a statement, in a value or in a text.
_NAMING = f"SELECT number FROM ledger_statement WHERE {' OR '.join(f'{column} LIKE %s' for column in _TEXTS)}"


class StoredFile(NamedTuple):
    """A version of a file of the register as the ledger keeps it."""

    number: int
    name: str
    content: bytes | None


class Grounds(NamedTuple):
    """Why a text is taken away, who asked for it and who confirmed it, by the names under which they publish."""

    reason: str
    asked_by: str
    confirmed_by: str


#: What becomes of a version of a file: its new content, None where it is taken out.
_Change = Callable[[StoredFile], bytes | None]


def statements_to_blank(identifier: str) -> list[Recorded]:
    """A statement and all that name it, and what names these, in recorded order: an id lets a short text be guessed.

    Refuses a statement that is not there, one that was blanked, and one that a text of the register names as it is now.
    """
    target = ledger.statement(identifier)
    if target is None:
        raise Refused("blanking_absent", "what", text=identifier)
    if target.statement.property == BLANKED:
        raise Refused("blanked_before", "what", day=parse_day(target.statement.value))
    numbers, wanted = {target.number}, [identifier]
    while wanted:
        named = f"%{wanted.pop()}%"
        naming = {row[0] for row in select(_NAMING, [named] * len(_TEXTS))} - numbers
        numbers |= naming
        wanted += [statement.id for statement in ledger.statements_numbered(naming).values()]
    statements = ledger.statements_numbered(numbers)
    going = [Recorded(number, statements[number]) for number in sorted(numbers)]
    _check_texts({recorded.statement.id for recorded in going})
    return going


def texts_of(going: Collection[Recorded]) -> list[str]:
    """What statements say in words: a value only where it has a language, and so is no number and no code."""
    statements = [row.statement for row in going]
    texts = [text for its in statements for text in (its.value if its.lang else "", its.place, its.printed, its.note)]
    return [text for text in texts if text]


def renderings_with(going: Collection[Recorded]) -> GoingRenderings:
    """The renderings that go with statements."""
    verdicts = rendered_in_verdicts(ledger.file(ASSESSMENTS) or b"")
    return going_with(texts_of(going), verdicts, {row.number for row in going})


def renderings_in_rows(name: str, without: Callable[[bytes], bytes], texts: Collection[str]) -> GoingRenderings:
    """The renderings that go with texts in rows of a file to which rows are added; see `blank_rows`."""
    verdicts = ledger.file(ASSESSMENTS) or b""
    return going_with(texts, rendered_in_verdicts(without(verdicts) if name == ASSESSMENTS else verdicts))


def blank_statements(identifier: str, grounds: Grounds, day: date) -> dict[str, str]:
    """Put tombstones in the place of a statement and of what names it; the new ids by the old.

    In files to which the desk adds rows, of every version, the new ids stand for the old; a document that only these
    statements attach is taken out, and so are the renderings of their texts. Refuses what `statements_to_blank`
    refuses, and where a text of the register would speak of what is not there any more.
    """
    with transaction.atomic():
        blanking = _Blanking(grounds, day)
        going = statements_to_blank(identifier)
        before = recorded_findings()
        stones = {row.number: tombstone(row.statement[1:], day, secrets.token_hex(_TOKEN_BYTES)) for row in going}
        rendered = renderings_with(going).rendered
        renamed = {row.statement.id: statement_id(statement_digest(stones[row.number])) for row in going}
        blanking.put_statements(stones)
        documents = only_attached([row.statement for row in going])

        def change(file: StoredFile) -> bytes | None:
            if file.name in documents:
                return None
            content = _without(rendered, file)
            for old, new in renamed.items():
                content = content.replace(old.encode(), new.encode()) if content else content
            return content

        blanking.put_files(change)
        blanking.seal()
        lacking = next((finding for finding in recorded_findings() if finding not in before), None)
        if lacking is not None:
            raise Refused("blanking_in_text", "what", name=lacking.file)
    return renamed


def rehearse(identifier: str) -> None:
    """Refuses what `blank_statements` would refuse, and changes nothing."""
    with transaction.atomic():
        blank_statements(identifier, Grounds("", "", ""), date.min)
        transaction.set_rollback(True)


def blank_rows(
    name: str, without: Callable[[bytes], bytes], grounds: Grounds, day: date, texts: Collection[str] = ()
) -> None:
    """Take the texts of some rows out of a file to which rows are added, in every version of it, and their renderings.

    `without` makes of a version what is to stand instead. Refuses where that is what stands already.
    """
    with transaction.atomic():
        blanking = _Blanking(grounds, day)
        rendered = renderings_in_rows(name, without, texts).rendered

        def change(file: StoredFile) -> bytes | None:
            return without(file.content) if file.name == name and file.content is not None else _without(rendered, file)

        if not blanking.put_files(change):
            raise Refused("blanked_before", "what", day=day)
        blanking.seal()


def erase() -> bool:
    """Write the database anew, so that what was taken away is in no free page of it and in no journal.

    Not within a transaction. False where others still read the journal of SQLite, so that it could not be emptied.
    """
    with connection.cursor() as cursor:
        cursor.execute("VACUUM FULL" if connection.vendor == "postgresql" else "VACUUM")
    return journal.fold()


class _Blanking:
    """One change in progress. For a caller's transaction."""

    def __init__(self, grounds: Grounds, day: date) -> None:
        last = last_seal()
        if last is None:
            raise Refused("ledger_empty")
        self.grounds, self.day, self.last = grounds, day, last
        self.recording = Recording(last)
        self.before = {table: blanked_rows(table) for table in (STATEMENTS, FILES)}

    def put_statements(self, stones: dict[int, list[str]]) -> None:
        """Tombstones in the place of statements, by number."""
        for number, stone in stones.items():
            cells = dict(zip(COLUMNS, stone, strict=True))
            texts = {column: cells[column] for column in COLUMNS if column in STATEMENTS.columns}
            self._replace(STATEMENTS, number, statement_digest(stone), {**texts, "said_by_id": None})

    def put_files(self, change: _Change) -> int:
        """What becomes of each version of each file; how many became another."""
        changed = 0
        for file in list(_stored_files(change)):
            self._replace(FILES, file.number, file_digest(file.name, file.content), {"content": file.content})
            changed += 1
        return changed

    def seal(self) -> None:
        """Close the change. No seal keeps the digest of the file it was loaded from, by which to try a guess."""
        with connection.cursor() as cursor:
            cursor.execute("UPDATE ledger_seal SET file_bytes = 0, file_digest = %s", [b""])
        self.recording.seal(self.last.register, 0, b"")

    def _replace(self, table: ChainedTable, number: int, digest: bytes, columns: dict[str, Any]) -> None:
        """Tell of the change, then make it."""
        before = self.before[table].get(number)
        stands = next(select(f"SELECT digest, salt FROM {table.table} WHERE number = %s", [number]))
        committed = before.commitment if before else commitment(*map(bytes, stands))
        people = (self.grounds.reason, self.grounds.asked_by, self.grounds.confirmed_by)
        self.recording.add_blankings([(table.table, number, committed, digest, self.day.isoformat(), *people)])
        changes = {"digest": digest, "salt": b"", **columns}
        assigned = ", ".join(f"{column} = %s" for column in changes)
        with connection.cursor() as cursor:
            cursor.execute(f"UPDATE {table.table} SET {assigned} WHERE number = %s", [*changes.values(), number])


def _without(rendered: Collection[Rendered], file: StoredFile) -> bytes | None:
    """A version of a file without renderings of some texts."""
    if file.name != TRANSLATIONS or file.content is None:
        return file.content
    return without_renderings(file.content, rendered)


def _stored_files(change: _Change) -> Iterator[StoredFile]:
    """The versions of files that become another, as they become."""
    for number, name, content in select("SELECT number, name, content FROM ledger_file ORDER BY number"):
        file = StoredFile(number, name, None if content is None else bytes(content))
        becomes = change(file)
        if becomes != file.content:
            yield file._replace(content=becomes)


def _check_texts(identifiers: set[str]) -> None:
    """Refuses where an article, the programme's history or the like names one of some statements as it is now."""
    for name, number in ledger.files().items():
        content = ledger.file_content(number)
        if name not in GROWING_FILES and not name.startswith(f"{DOCUMENTS}/"):
            for identifier in sorted(identifiers):
                if identifier.encode() in content:
                    raise Refused("blanking_in_text", "what", name=name)


def only_attached(going: list[Statement]) -> set[str]:
    """The documents that of all statements only some attach, as the ledger names files."""
    names = {statement.value for statement in going if statement.property == ATTACHMENT}
    ids = {statement.id for statement in going}
    others = (recorded.statement for recorded in ledger.find_statements(property=ATTACHMENT, limit=0))
    kept = {statement.value for statement in others if statement.id not in ids}
    return {f"{DOCUMENTS}/{name}" for name in names - kept}
