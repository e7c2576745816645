"""The header of a text: what TOML says of it between two lines `+++`."""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Mapping
from typing import Any, NamedTuple

from aiqyn.errors import LONGEST_SHOWN, Refused, Value
from aiqyn.prose.faults import Fault
from aiqyn.values.text import normal_text
from aiqyn.vocabulary import LANGUAGES

FENCE = "+++"
_LONGEST = {"title": 200, "lead": 600, "authors": 100, "tags": 64, "projects": 64, "revised": 600, "corrections": 600}
_MOST = 20  # entries in a list
_REQUIRED = ("title", "lead", "published", "authors", "tags", "original", "projects")
_OPTIONAL = ("revised", "corrections")
_AT_LINE = re.compile(r"\(at line (\d+), column \d+\)")


class Note(NamedTuple):
    """A revision or a correction: its day (YYYY-MM-DD), and what changed."""

    date: str
    note: str


class Header(NamedTuple):
    """What is said of a text as a whole. Days are YYYY-MM-DD; `original` is the language it was written in."""

    title: str
    lead: str
    published: str
    authors: tuple[str, ...]
    tags: tuple[str, ...]
    original: str
    projects: tuple[str, ...]
    revised: tuple[Note, ...] = ()
    corrections: tuple[Note, ...] = ()

    @property
    def updated(self) -> str:
        """The last day on which it was published, revised or corrected."""
        return max(self.published, *(note.date for note in (*self.revised, *self.corrections)), "")

    @property
    def neutral(self) -> Mapping[str, object]:
        """The fields that are the same in every language."""
        return {
            "published": self.published,
            "authors": self.authors,
            "tags": self.tags,
            "original": self.original,
            "projects": self.projects,
            "revised": tuple(note.date for note in self.revised),
            "corrections": tuple(note.date for note in self.corrections),
        }


def read_header(text: str) -> tuple[Header | None, list[Fault]]:
    """The header that stands in TOML, which begins on the file's second line, and its faults.

    Where there are faults there is no header.
    """
    try:
        table = tomllib.loads(text)
    except RecursionError:
        return None, [Fault(2, "", Refused("header_deep"))]
    except ValueError as fault:
        return None, [_toml_fault(str(fault))]
    reader = _Reader(text, table)
    header = reader.read()
    return (None, reader.faults) if reader.faults else (header, [])


def _toml_fault(message: str) -> Fault:
    place = _AT_LINE.search(message)
    line = int(place[1]) + 1 if place else 2
    reason = message[: place.start()].strip() if place else message
    return Fault(line, "", Refused("header_toml", fault=reason[:120]))


class _Reader:
    """Reads the fields of one header and keeps what is wrong with them."""

    def __init__(self, text: str, table: Mapping[str, Any]) -> None:
        self.lines, self.table = text.splitlines(), table
        self.faults: list[Fault] = []

    def read(self) -> Header:
        for key in self.table:
            if key not in _REQUIRED and key not in _OPTIONAL:
                self.fault("header_key", key, key[:64], known=(*_REQUIRED, *_OPTIONAL))
        for key in _REQUIRED:
            if key not in self.table:
                self.faults.append(Fault(1, key, Refused("header_missing", key)))
        return Header(
            title=self.text("title", self.table.get("title", " ")),
            lead=self.text("lead", self.table.get("lead", " ")),
            published=self.day("published", self.table.get("published")),
            authors=self.texts("authors", at_least=1),
            tags=self.texts("tags"),
            original=self.original(),
            projects=self.texts("projects"),
            revised=self.notes("revised"),
            corrections=self.notes("corrections"),
        )

    def fault(self, code: str, key: str, content: object = "", mend: str = "", **values: Value) -> None:
        self.keep(Refused(code, key, mend, **values), content)

    def keep(self, reason: Refused, content: object = "") -> None:
        if reason.field in self.table:
            self.faults.append(Fault(self.line(reason.field), str(content)[:LONGEST_SHOWN], reason))

    def line(self, key: str) -> int:
        """The line of the file where a key stands."""
        named = re.compile(rf"\s*\[*\s*[\"']?{re.escape(key)}[\"']?\s*[=\]]")
        return next((number for number, line in enumerate(self.lines, 2) if named.match(line)), 2)

    def text(self, key: str, value: object) -> str:
        longest = _LONGEST[key]
        if not isinstance(value, str) or not value.strip():
            self.fault("header_no_text", key, value)
            return ""
        if len(value) > longest:
            self.fault("header_long", key, value, "shorten", n=longest)
            return ""
        try:
            normal_text(value)
            return value
        except Refused as refused:
            self.keep(refused.at(key))
            return ""

    def texts(self, key: str, at_least: int = 0) -> tuple[str, ...]:
        value = self.table.get(key, [])
        if not isinstance(value, list) or not at_least <= len(value) <= _MOST:
            self.fault("header_no_list", key, value, least=at_least, most=_MOST)
            return ()
        texts = tuple(self.text(key, text) for text in value)
        if len(set(texts)) < len(texts):
            self.fault("header_twice", key)
        return texts

    def day(self, key: str, value: object) -> str:
        # A date and time is a date too, and is no day.
        if type(value) is datetime.date:
            return value.isoformat()
        self.fault("header_no_day", key, value)
        return ""

    def original(self) -> str:
        value = self.table.get("original")
        if isinstance(value, str) and value in LANGUAGES:
            return value
        self.fault("not_our_language", "original", value, "write_one_of", known=LANGUAGES)
        return ""

    def notes(self, key: str) -> tuple[Note, ...]:
        value = self.table.get(key, [])
        tables = isinstance(value, list) and len(value) <= _MOST and all(isinstance(entry, dict) for entry in value)
        if not tables or any(set(entry) != {"date", "note"} for entry in value):
            self.fault("header_no_notes", key, mend="header_notes")
            return ()
        notes = tuple(Note(self.day(key, entry["date"]), self.text(key, entry["note"])) for entry in value)
        days = [note.date for note in notes]
        if days != sorted(days) or (days and days[0] < self.published_day()):
            self.fault("header_order", key, mend="header_notes")
        return notes

    def published_day(self) -> str:
        value = self.table.get("published")
        return value.isoformat() if type(value) is datetime.date else ""
