"""Checking statement rows: every column of every row, in one pass, in memory bounded by the ids alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TypeAlias

from aiqyn.errors import LONGEST_SHOWN, Finding, Refused, RegisterRefused
from aiqyn.exchange.folder import STATEMENTS, RegisterFolder
from aiqyn.exchange.personal import check_personal
from aiqyn.exchange.strict_csv import read_rows, safe_file
from aiqyn.ledger.identity import digest_of, statement_digest
from aiqyn.ledger.statement import BLANKED, COLUMNS, DRAWN_FROM
from aiqyn.values.dates import parse_date
from aiqyn.values.days import parse_day
from aiqyn.values.measure import parse_measure
from aiqyn.values.points import parse_point
from aiqyn.values.text import is_readable, normal_text
from aiqyn.vocabulary import Property, ValueType
from aiqyn.vocabulary.terms import UNIT_KINDS
from aiqyn.vocabulary.text_languages import check_language, script_fault

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
_EVERY = 5_000
#: Figures that may be any number: a share has an end, a count no fraction.
_UNBOUNDED = (ValueType.MONEY, ValueType.MEASURE)
#: A number that needs no closer look: digits, at most two decimals, so neither ambiguous nor a range.
_EASY = re.compile(r"[0-9]{1,15}(\.[0-9]{1,2})?")


#: A statement row that passed: its line in the file, its digest, its cells.
CheckedRow: TypeAlias = tuple[int, bytes, list[str]]


class RowChecker:
    """Checks rows against a register. One checker reads one file from its first row to its last."""

    def __init__(self, register: RegisterFolder, known: Callable[[bytes], str | None] | None = None) -> None:
        """`known` gives the entity of a statement recorded earlier elsewhere, by digest, or None."""
        self._register = register
        self._vocabulary = register.vocabulary
        self._known = known
        self._seen: dict[bytes, str] = {}
        self._shapes: dict[tuple[str, ...], Property] = {}
        self._dates: set[str] = {""}
        self._recorded = ""

    def check(self, row: list[str]) -> bytes:
        """The digest of a good row. Refuses a bad one at its column."""
        key, name, value, unit, lang, as_of, basis, part, source, said_by, place, printed, confidence, note, day = row
        register = self._register
        entity = register.entities.get(key)
        if entity is None:
            raise Refused("entity_unknown", "entity")
        shape = (entity.kind, name, unit, lang, basis, confidence)
        prop = self._shapes.get(shape)
        if prop is None:
            prop = self._shapes[shape] = self._checked_shape(row, entity.kind)
        if source not in register.sources:
            raise Refused("source_unknown", "source")
        if said_by and said_by not in register.entities:
            raise Refused("entity_unknown", "said_by", "add_who")
        if part or prop.part_codes:
            self._check_part(part, prop.part_codes)
        if place or printed or note:
            self._check_texts(row)
        if as_of not in self._dates:
            _attempt("as_of", parse_date, as_of)
            self._dates.add(as_of)
        if day != self._recorded:
            self._check_recorded(day)
        if prop.type not in _UNBOUNDED or not _EASY.fullmatch(value):
            self._check_value(row, prop)
        digest = statement_digest(row)
        if digest in self._seen:
            raise Refused("statement_repeated", "entity")
        self._seen[digest] = key
        return digest

    def _checked_shape(self, row: list[str], kind: str) -> Property:
        """The property, where the columns whose combinations are few go together: each is checked once."""
        prop = self._vocabulary.properties.get(row[PROPERTY])
        if prop is None:
            raise Refused("property_unknown", "property")
        if prop.kinds and kind not in prop.kinds:
            raise Refused("property_of_others", "property", kind=kind, known=tuple(sorted(prop.kinds)))
        self._check_unit(row[UNIT], prop)
        if prop.type == "text":
            if not row[LANG]:
                raise Refused("text_no_language", "lang", "language_code")
            _attempt("lang", check_language, row[LANG])
        if prop.type != "text" and row[LANG]:
            raise Refused("language_needless", "lang", "leave_blank")
        for column, codes in ((BASIS, "basis"), (CONFIDENCE, "confidence")):
            self._check_code(row[column], codes, COLUMNS[column])
        return prop

    def _check_code(self, value: str, codes: str, field: str) -> None:
        known = self._vocabulary.code_list(codes)
        if value not in known:
            raise Refused("not_in_list", field, "write_one_of", list=codes, known=tuple(known))

    def _check_unit(self, key: str, prop: Property) -> None:
        if prop.type not in UNIT_KINDS:
            if key:
                raise Refused("unit_needless", "unit", "leave_blank", type=prop.type)
            return
        unit = self._vocabulary.units.get(key)
        if unit is None:
            raise Refused("unit_unknown", "unit")
        if not prop.admits(unit):
            wanted = tuple(sorted(prop.dimensions)) or (prop.type.value,)
            raise Refused("unit_of_other", "unit", dimension=unit.dimension, wanted=wanted)

    def _check_part(self, part: str, codes: str) -> None:
        if codes:
            self._check_code(part, codes, "part")
        elif part not in self._register.parts and part not in self._register.entities:
            raise Refused("part_unknown", "part")

    def _check_texts(self, row: list[str]) -> None:
        for column in (PLACE, PRINTED, NOTE):
            if row[column]:
                _attempt(COLUMNS[column], normal_text, row[column])
                check_personal(row[column], COLUMNS[column])

    def _check_recorded(self, day: str) -> None:
        """A day or nothing: when a row is recorded a load decides (`RecordingDays`)."""
        if day:
            _attempt("recorded", parse_day, day)
        self._recorded = day

    def _check_value(self, row: list[str], prop: Property) -> None:
        value = row[VALUE]
        match prop.type:
            case ValueType.TEXT:
                if not is_readable(value):
                    raise Refused("value_blank", "value")
                _attempt("value", normal_text, value)
                check_personal(value, "value")
                fault = script_fault(value, row[LANG])
                if fault is not None:
                    raise fault.at("lang")
            case ValueType.CODE:
                self._check_code(value, prop.codes, "value")
            case ValueType.REFERENCE:
                if value not in self._register.entities:
                    raise Refused("entity_unknown", "value")
            case ValueType.DATE:
                _attempt("value", parse_day if prop.key == BLANKED else parse_date, value)
            case ValueType.POINT:
                _attempt("value", parse_point, value)
            case ValueType.STATEMENT:
                self._check_target(value, "" if prop.key == DRAWN_FROM else row[ENTITY])
            case _:
                _attempt("value", partial(parse_measure, unit=self._vocabulary.units[row[UNIT]]), value)

    def _check_target(self, value: str, entity: str) -> None:
        """The statement named is already recorded, and about this entity where one is given."""
        try:
            digest = digest_of(value)
        except Refused as refused:
            raise refused.at("value") from None
        entity_of_target = self._seen.get(digest) or (self._known(digest) if self._known else None)
        if entity_of_target is None:
            raise Refused("target_unknown", "value", "copy_statement_id")
        if entity and entity_of_target != entity:
            raise Refused("target_of_other", "value", entity=entity_of_target)


def _attempt(column: str, parse: Callable[[str], object], text: str) -> None:
    try:
        parse(text)
    except Refused as refused:
        raise refused.at(column) from None


def _finding(line: int, row: list[str], refused: Refused) -> Finding:
    return Finding(STATEMENTS, line, row[COLUMNS.index(refused.field)][:LONGEST_SHOWN], refused)


def checked_rows(
    register: RegisterFolder,
    known: Callable[[bytes], str | None] | None = None,
    lines: Iterator[str] | None = None,
    first_line: int = 2,
) -> Iterator[CheckedRow]:
    """The statement rows of a register in file order, each checked. Raises RegisterRefused at a fault.

    `lines` (header first) stands in for the file's own lines when reading starts at `first_line`.
    """
    path = safe_file(register.path, STATEMENTS)
    return check_rows(register, read_rows(path, COLUMNS, lines, first_line), known, first_line)


def check_rows(
    register: RegisterFolder,
    rows: Iterable[list[str]],
    known: Callable[[bytes], str | None] | None = None,
    first_line: int = 2,
) -> Iterator[CheckedRow]:
    """Statement rows wherever they come from, each checked. Raises RegisterRefused at a fault."""
    checker = RowChecker(register, known)
    for line, row in enumerate(rows, first_line):
        try:
            digest = checker.check(row)
        except Refused as refused:
            raise RegisterRefused([_finding(line, row, refused)]) from None
        yield line, digest, row


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
    findings = 0
    try:
        for line, row in enumerate(read_rows(safe_file(register.path, STATEMENTS), COLUMNS), 2):
            try:
                see(line, checker.check(row), row)
            except Refused as refused:
                findings += 1
                yield _finding(line, row, refused)
                if findings == most:
                    return
            if line % _EVERY == 0:
                progress(line)
    except RegisterRefused as refused:
        yield from refused.findings
