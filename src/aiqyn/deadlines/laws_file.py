"""Reads the laws from `data/laws.toml`.

A wrong entry is refused with its place: the laws are read whole or not at all.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from hashlib import sha256
from itertools import pairwise
from types import MappingProxyType
from typing import TypeVar

from aiqyn.deadlines.law import (
    LONGEST,
    Clause,
    ClauseKey,
    Effect,
    LawRule,
    Laws,
    Origin,
    Roll,
    SilenceEffect,
    Source,
    Start,
    Term,
    Unit,
)
from aiqyn.errors import Refused, Value
from aiqyn.values.tables import data_folder, decoded
from aiqyn.vocabulary import LANGUAGES

_LAWS = "laws.toml"
_HEAD = (
    *("id", "jurisdiction", "title", "number", "article", "url", "valid_from", "start", "calendar", "roll"),
    *("start_roll", "silence", "source", "unverified", "note", "clauses"),
)
_E = TypeVar("_E", bound=StrEnum)
#: The facts of a rule's head of which it may be said that they were read nowhere.
_FACTS = ("number", "url", "valid_from", "valid_to", "start", "silence", "title")


@dataclass(frozen=True, slots=True)
class _Table:
    """A table of the file that gives its entries as values and names the place of those it refuses."""

    where: str
    entries: Mapping[str, object]

    def refused(self, code: str, key: str, mend: str = "", **values: Value) -> Refused:
        return Refused(code, key, mend, file=self.where, **values)

    def must_have(self, needed: Collection[str], allowed: Collection[str] = ()) -> None:
        for key in needed:
            if key not in self.entries:
                raise self.refused("entry_missing", key)
        for key in self.entries:
            if key not in needed and key not in allowed:
                raise self.refused("entry_unknown", key, "use_only", known=tuple(sorted({*needed, *allowed})))

    def text(self, key: str) -> str:
        value = self.entries[key]
        if not isinstance(value, str) or value != value.strip():
            raise self.refused("entry_no_text", key)
        return value

    def words(self, key: str) -> str:
        value = self.text(key)
        if not value:
            raise self.refused("entry_blank", key)
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.entries[key]
        if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
            raise self.refused("entry_no_texts", key)
        return tuple(value)

    def day(self, key: str) -> date:
        value = self.entries[key]
        if not isinstance(value, date) or isinstance(value, datetime):
            raise self.refused("entry_no_day", key)
        return value

    def flag(self, key: str) -> bool:
        value = self.entries[key]
        if not isinstance(value, bool):
            raise self.refused("entry_no_flag", key)
        return value

    def whole(self, key: str, most: int) -> int:
        value = self.entries[key]
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= most:
            raise self.refused("entry_not_whole", key, most=most)
        return value

    def member(self, key: str, closed: type[_E]) -> _E:
        value = self.text(key)
        if value not in [member.value for member in closed]:
            raise self.refused("entry_value", key, "use_one_of", text=value, known=tuple(closed))
        return closed(value)

    def table(self, key: str) -> _Table:
        return _table(f"{self.where}, {key}", self.entries[key])

    def tables(self, key: str) -> list[_Table]:
        value = self.entries[key]
        if not isinstance(value, list):
            raise self.refused("entry_no_list", key)
        return [_table(f"{self.where}, {key} {number}", table) for number, table in enumerate(value, 1)]


def _table(where: str, value: object) -> _Table:
    if not isinstance(value, dict):
        raise Refused("entry_no_table", file=where)
    return _Table(where, value)


@cache
def load_laws() -> Laws:
    """The laws that come with the package, read once."""
    return read_laws((data_folder("aiqyn.deadlines") / _LAWS).read_bytes())


def read_laws(data: bytes) -> Laws:
    """The laws in the bytes of a TOML file with `days`, `sources` and `rules`.

    Refuses what is not UTF-8 or TOML, a missing or unknown key, a value of the wrong kind, a title missing in a
    language, a source that is not listed, a clause called verified without a source, a rule without a reply, days
    that end before they begin, and two versions of one rule that hold on the same day. The message names the rule and
    the key.
    """
    try:
        top = _Table(_LAWS, tomllib.loads(decoded(_LAWS, data)))
    except tomllib.TOMLDecodeError as error:
        raise Refused("toml_broken", mend="write_toml", file=_LAWS, fault=str(error)) from error
    top.must_have(("days", "sources", "rules"))
    days = top.table("days")
    days.must_have(("first", "last"))
    first, last = days.day("first"), days.day("last")
    if last < first:
        raise days.refused("law_backwards", "last", first=first, last=last)
    sources = _sources(top.table("sources"))
    rules = tuple(_rule(table, sources) for table in top.tables("rules"))
    _check_versions(rules)
    return Laws(rules, sources, first, last)


def _sources(table: _Table) -> Mapping[str, Source]:
    sources = {}
    for key in table.entries:
        source = table.table(key)
        source.must_have(("title", "url"))
        sources[key] = Source(key, source.words("title"), source.text("url"))
    return MappingProxyType(sources)


def _rule(table: _Table, sources: Mapping[str, Source]) -> LawRule:
    table.must_have(_HEAD, ("valid_to",))
    named = _Table(f"{_LAWS}, {table.words('id')}", table.entries)
    valid_from = named.day("valid_from")
    valid_to = named.day("valid_to") if "valid_to" in named.entries else None
    if valid_to is not None and valid_to < valid_from:
        raise named.refused("law_backwards", "valid_to", first=valid_from, last=valid_to)
    titles = named.table("title")
    titles.must_have(LANGUAGES)
    calendar, unverified = named.texts("calendar"), named.texts("unverified")
    if not calendar:
        raise named.refused("law_no_calendar", "calendar")
    for fact in unverified:
        if fact not in _FACTS:
            raise named.refused("entry_value", "unverified", "use_one_of", text=fact, known=_FACTS)
    return LawRule(
        id=named.words("id"),
        jurisdiction=named.words("jurisdiction"),
        titles=MappingProxyType({lang: titles.words(lang) for lang in LANGUAGES}),
        number=named.text("number"),
        article=named.text("article"),
        url=named.text("url"),
        valid_from=valid_from,
        valid_to=valid_to,
        start=named.member("start", Start),
        calendar=calendar,
        roll=named.member("roll", Roll),
        start_roll=named.member("start_roll", Roll),
        silence=named.member("silence", SilenceEffect),
        clauses=_clauses(named.table("clauses"), sources),
        source=_source(named, sources),
        unverified=unverified,
        note=named.text("note"),
        version=_digest(table.entries),
    )


def _clauses(table: _Table, sources: Mapping[str, Source]) -> Mapping[ClauseKey, Clause]:
    clauses = {}
    for key in table.entries:
        if key not in [clock.value for clock in ClauseKey]:
            raise table.refused("law_no_clause", key, "use_one_of", known=tuple(ClauseKey))
        clauses[ClauseKey(key)] = _clause(ClauseKey(key), table.table(key), sources)
    if ClauseKey.REPLY not in clauses or not clauses[ClauseKey.REPLY].terms:
        raise table.refused("law_no_term", "reply")
    return MappingProxyType(clauses)


def _clause(key: ClauseKey, table: _Table, sources: Mapping[str, Source]) -> Clause:
    table.must_have(("terms", "verified", "source"), ("effect",))
    source, verified = _source(table, sources), table.flag("verified")
    if verified and not source:
        raise table.refused("clause_unread", "verified")
    effect = table.member("effect", Effect) if "effect" in table.entries else None
    return Clause(key, tuple(map(_term, table.tables("terms"))), effect, verified, source)


def _term(table: _Table) -> Term:
    table.must_have(("n", "unit"), ("origin",))
    origin = table.member("origin", Origin) if "origin" in table.entries else Origin.START
    return Term(table.whole("n", LONGEST), table.member("unit", Unit), origin)


def _source(table: _Table, sources: Mapping[str, Source]) -> str:
    source = table.text("source")
    if source and source not in sources:
        raise table.refused("law_source", "source", text=source)
    return source


def _check_versions(rules: tuple[LawRule, ...]) -> None:
    for rule_id in {rule.id for rule in rules}:
        versions = [rule for rule in rules if rule.id == rule_id]
        for earlier, later in pairwise(versions):
            if earlier.valid_to is None or earlier.valid_to >= later.valid_from:
                raise Refused("laws_overlap", file=f"{_LAWS}, {rule_id}", day=later.valid_from)


def _digest(entries: Mapping[str, object]) -> str:
    text = json.dumps(entries, ensure_ascii=False, sort_keys=True, default=str, separators=(",", ":"))
    return sha256(text.encode("utf-8")).hexdigest()[:12]
