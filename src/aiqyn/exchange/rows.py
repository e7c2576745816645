"""Checking statement rows: every column of every row, in one pass, in memory bounded by the ids alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from aiqyn.errors import Refused
from aiqyn.exchange.findings import Finding, RegisterRefused
from aiqyn.exchange.folder import STATEMENTS, RegisterFolder, check_day
from aiqyn.exchange.lines import read_rows, safe_file
from aiqyn.exchange.personal import personal_data
from aiqyn.ledger.identity import digest_of, statement_digest
from aiqyn.ledger.statement import COLUMNS, DRAWN_FROM
from aiqyn.values.dates import parse_date
from aiqyn.values.measure import parse_measure
from aiqyn.values.points import parse_point
from aiqyn.values.text import normal_text
from aiqyn.vocabulary import Property

(
    ENTITY,
    PROPERTY,
    VALUE,
    UNIT,
    LANG,
    AS_OF,
    BASIS,
    PART,
    SOURCE,
    SAID_BY,
    PLACE,
    PRINTED,
    CONFIDENCE,
    NOTE,
    RECORDED,
) = range(len(COLUMNS))
_NUMERIC = frozenset({"money", "count", "percent", "measure"})
_EVERY = 5_000
_LANG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
#: A number that needs no closer look: digits, at most two decimals, so neither ambiguous nor a range.
_EASY = re.compile(r"[0-9]{1,15}(\.[0-9]{1,2})?")


class CheckedRow(NamedTuple):
    """A statement row that passed, with its digest and its line in the file."""

    line: int
    digest: bytes
    row: list[str]


class _Fault(Exception):
    def __init__(self, column: int, message: str, way_out: str) -> None:
        super().__init__(message)
        self.column, self.message, self.way_out = column, message, way_out


class RowChecker:
    """Checks rows against a register. One checker reads one file from its first row to its last."""

    def __init__(self, register: RegisterFolder, known: Callable[[bytes], str | None] | None = None) -> None:
        """`known` gives the entity of a statement recorded earlier elsewhere, by digest, or None."""
        self._register = register
        self._vocabulary = register.vocabulary
        self._known = known
        self._seen: dict[bytes, str] = {}
        self._shapes: set[tuple[str, ...]] = set()
        self._dates: set[str] = {""}
        self._recorded: str | None = None

    def check(self, row: list[str]) -> bytes:
        """The digest of a good row. For a bad one raises a fault with its column."""
        entity = self._register.entities.get(row[ENTITY])
        if entity is None:
            raise _Fault(ENTITY, "no such entity in entities.csv", "add the entity there, or correct the id")
        shape = (entity.kind, row[PROPERTY], row[UNIT], row[LANG], row[BASIS], row[CONFIDENCE])
        if shape not in self._shapes:
            self._check_shape(row, entity.kind)
            self._shapes.add(shape)
        if row[SOURCE] not in self._register.sources:
            raise _Fault(SOURCE, "no such source in sources.csv", "add the source there, or correct the id")
        prop = self._vocabulary.properties[row[PROPERTY]]
        self._check_references(row, prop.part_codes)
        if row[AS_OF] not in self._dates:
            _attempt(AS_OF, parse_date, row[AS_OF])
            self._dates.add(row[AS_OF])
        if row[RECORDED] != self._recorded:
            self._check_recorded(row[RECORDED])
        if prop.type not in _NUMERIC or not _EASY.fullmatch(row[VALUE]) or prop.type == "percent":
            self._check_value(row, prop)
        digest = statement_digest(row)
        if digest in self._seen:
            raise _Fault(ENTITY, "the same statement stands further up", "remove one of the two rows")
        self._seen[digest] = entity.id
        return digest

    def _check_shape(self, row: list[str], kind: str) -> None:
        """The columns whose combinations are few: each combination is checked once."""
        prop = self._vocabulary.properties.get(row[PROPERTY])
        if prop is None:
            raise _Fault(PROPERTY, "no such property in the vocabulary", "use a property of the vocabulary, or add it")
        if prop.kinds and kind not in prop.kinds:
            raise _Fault(PROPERTY, f"not a property of the kind {kind}", f"use it on: {', '.join(sorted(prop.kinds))}")
        self._check_unit(row[UNIT], prop)
        if prop.type == "text" and not _LANG.fullmatch(row[LANG]):
            raise _Fault(LANG, "a text needs its language", "write a BCP 47 code such as kk, ru, en or zh")
        if prop.type != "text" and row[LANG]:
            raise _Fault(LANG, "only a text has a language", "leave it blank")
        for column, codes in ((BASIS, "basis"), (CONFIDENCE, "confidence")):
            if row[column] not in self._vocabulary.code_list(codes):
                names = ", ".join(self._vocabulary.code_list(codes))
                raise _Fault(column, f"not a code of the list {codes}", f"write one of: {names}")

    def _check_unit(self, key: str, prop: Property) -> None:
        if prop.type not in _NUMERIC:
            if key:
                raise _Fault(UNIT, f"a {prop.type} has no unit", "leave it blank")
            return
        unit = self._vocabulary.units.get(key)
        if unit is None:
            raise _Fault(UNIT, "no such unit in the vocabulary", "use a unit of the vocabulary, or add it there")
        if not prop.admits(unit):
            wanted = ", ".join(sorted(prop.dimensions)) or prop.type
            raise _Fault(UNIT, f"a unit of {unit.dimension}, not of {wanted}", "use a unit that fits the property")

    def _check_references(self, row: list[str], codes: str) -> None:
        register = self._register
        if row[SAID_BY] and row[SAID_BY] not in register.entities:
            raise _Fault(SAID_BY, "no such entity in entities.csv", "add who says it there, or correct the id")
        if codes and row[PART] not in self._vocabulary.code_list(codes):
            names = ", ".join(self._vocabulary.code_list(codes))
            raise _Fault(PART, f"not a code of the list {codes}", f"write one of: {names[:300]}")
        if not codes and row[PART] and row[PART] not in register.parts and row[PART] not in register.entities:
            raise _Fault(PART, "neither in parts.csv nor an entity", "add the part there, or correct the id")
        for column in (PLACE, PRINTED, NOTE):
            if row[column]:
                _attempt(column, normal_text, row[column])
                _check_personal(column, row[column])

    def _check_recorded(self, day: str) -> None:
        _attempt(RECORDED, check_day, day)
        if self._recorded is not None and day < self._recorded:
            way_out = "new rows go to the end of the file, with the day they were added"
            raise _Fault(RECORDED, f"earlier than the row above ({self._recorded})", way_out)
        self._recorded = day

    def _check_value(self, row: list[str], prop: Property) -> None:
        value = row[VALUE]
        if prop.type in _NUMERIC:
            _attempt(VALUE, lambda text: parse_measure(text, self._vocabulary.units[row[UNIT]]), value)
        elif prop.type == "date":
            _attempt(VALUE, parse_date, value)
        elif prop.type == "point":
            _attempt(VALUE, parse_point, value)
        elif prop.type == "text":
            if not value:
                raise _Fault(VALUE, "the value is blank", "write what the source says, or leave the row out")
            _attempt(VALUE, normal_text, value)
            _check_personal(VALUE, value)
        elif prop.type == "code" and value not in self._vocabulary.code_list(prop.codes):
            names = ", ".join(self._vocabulary.code_list(prop.codes))
            raise _Fault(VALUE, f"not a code of the list {prop.codes}", f"write one of: {names[:300]}")
        elif prop.type == "reference" and value not in self._register.entities:
            raise _Fault(VALUE, "no such entity in entities.csv", "add the entity there, or correct the id")
        elif prop.type == "statement":
            self._check_target(value, "" if prop.key == DRAWN_FROM else row[ENTITY])

    def _check_target(self, value: str, entity: str) -> None:
        """The statement named is already recorded, and about this entity where one is given."""
        try:
            digest = digest_of(value)
        except Refused as fault:
            raise _Fault(VALUE, fault.message, fault.way_out) from None
        found = self._seen.get(digest) or (self._known(digest) if self._known else None)
        if found is None:
            raise _Fault(VALUE, "no statement with this id stands further up", "copy the id from the statement's page")
        if entity and found != entity:
            raise _Fault(VALUE, f"that statement is about '{found}'", "name the entity the statement is about")


def _check_personal(column: int, text: str) -> None:
    """What identifies a private person is refused before it can reach a page."""
    found = personal_data(text)
    if found:
        raise _Fault(column, f"{found}, which identifies a private person", "leave it out; name the office or company")


def _attempt(column: int, parse: Callable[[str], object], text: str) -> None:
    try:
        parse(text)
    except Refused as fault:
        raise _Fault(column, fault.message, fault.way_out) from None


def checked_rows(
    register: RegisterFolder,
    known: Callable[[bytes], str | None] | None = None,
    lines: Iterator[str] | None = None,
    first_line: int = 2,
) -> Iterator[CheckedRow]:
    """The statement rows of a register in file order, each checked. Raises RegisterRefused at a fault.

    `lines` (header first) stands in for the file's own lines when reading starts at `first_line`.
    """
    checker = RowChecker(register, known)
    path = safe_file(register.path, STATEMENTS)
    for line, row in enumerate(read_rows(path, COLUMNS, lines, first_line), first_line):
        try:
            digest = checker.check(row)
        except _Fault as fault:
            column, value = COLUMNS[fault.column], row[fault.column]
            found = Finding(STATEMENTS, line, column, value[:80], fault.message, fault.way_out)
            raise RegisterRefused([found]) from None
        yield CheckedRow(line, digest, row)


def check_statements(
    register: RegisterFolder,
    most: int = 100,
    progress: Callable[[int], None] = lambda done: None,
    see: Callable[[int, bytes, list[str]], None] = lambda line, digest, row: None,
) -> Iterator[Finding]:
    """Every fault in the statement rows, at most `most`; a fault of the file's form ends the search.

    `progress` is told now and then how many rows were read; `see` is shown each good row with its line and digest.
    """
    checker = RowChecker(register)
    found = 0
    try:
        for line, row in enumerate(read_rows(safe_file(register.path, STATEMENTS), COLUMNS), 2):
            try:
                see(line, checker.check(row), row)
            except _Fault as fault:
                found += 1
                column, value = COLUMNS[fault.column], row[fault.column]
                yield Finding(STATEMENTS, line, column, value[:80], fault.message, fault.way_out)
                if found == most:
                    return
            if line % _EVERY == 0:
                progress(line)
    except RegisterRefused as refused:
        yield from refused.findings
