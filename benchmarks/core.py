"""What the core reads, beside what a bare reader takes for the same bytes; in processor time, in turn.

These are the bounds within which a page, a command and a hostile text must stay.
"""

from __future__ import annotations

import csv
import json
import time
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable

from markdown_it import MarkdownIt

from aiqyn.deadlines.deadline import derive_under
from aiqyn.deadlines.laws_file import load_laws
from aiqyn.deadlines.request import Event, EventKind, Request
from aiqyn.dossier.record import InformationRequest, read_records, read_requests
from aiqyn.dossier.request_clock import clock
from aiqyn.ledger import Entity, Statement, make_statement
from aiqyn.ledger.statement import COLUMNS
from aiqyn.prose.document import LARGEST, parse_document
from aiqyn.vocabulary.reader import read_vocabulary
from benchmarks import rows
from benchmarks.data import Size

TITLE = "What the core reads"
_VOCABULARY = files("aiqyn.vocabulary") / "data"
_TODAY = date(2026, 11, 22)
_HEADER = (
    '+++\ntitle = "t"\nlead = "l"\npublished = 2026-11-21\nauthors = ["a"]\ntags = ["t"]\noriginal = "en"\n'
    'projects = ["p"]\n+++\n'
)
#: Texts that cost a parser most for their length.
_HOSTILE = {"lines": "x\n", "paragraphs": "[ *x\n\n", "headings": "# x\n", "lists": "- x\n", "emphasis": "*a "}


def measure(size: Size) -> list[rows.Row]:
    """All rows of this bench."""
    return [
        _vocabulary(size.rounds),
        _records(size.projects, size.rounds),
        _request_clock(size.rounds),
        *(_hostile_text(name, text, size.rounds) for name, text in _HOSTILE.items()),
        _too_large(size.rounds),
    ]


def _in_turn(ours: Callable[[], object], reference: Callable[[], object], rounds: int) -> tuple[float, float]:
    """Seconds of each, the middle of several rounds in turn, once caches are warm."""
    ours()
    reference()
    pairs = [(_seconds(ours), _seconds(reference)) for _ in range(rounds + 2)]
    return rows.median([seconds for seconds, _ in pairs]), rows.median([seconds for _, seconds in pairs])


def _seconds(call: Callable[[], object]) -> float:
    start = time.process_time()
    call()
    return time.process_time() - start


def _vocabulary(rounds: int) -> rows.Row:
    def read_tables() -> list[list[list[str]]]:
        return [_table(path) for path in _VOCABULARY.iterdir() if path.name.endswith(".csv")]

    ours, reference = _in_turn(lambda: read_vocabulary(_VOCABULARY), read_tables, rounds)
    what = "the vocabulary, read and checked"
    return rows.below(what, ours * 1e3, reference * 1e3, "ms", "csv.reader over the same files", 10)


def _table(path: Traversable) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def _statement(**fields: str) -> Statement:
    usual = {"basis": "reported", "source": "paper", "confidence": "high", "recorded": "2026-01-01"}
    filled = {**dict.fromkeys(COLUMNS, ""), **usual, **fields}
    return make_statement([filled[column] for column in COLUMNS])


def _records(count: int, rounds: int) -> rows.Row:
    entities = [Entity(f"p{number}", "project", "") for number in range(count)]
    entities += [Entity(f"r{number}", "record", f"p{number}") for number in range(count)]
    statements = {
        f"r{number}": [
            _statement(entity=f"r{number}", property="document_type", value="eia_report"),
            _statement(entity=f"r{number}", property="event_date", value="2021"),
        ]
        for number in range(count)
    }
    lines = [json.dumps(statement._asdict()) for recorded in statements.values() for statement in recorded]

    def read_lines() -> list[object]:
        return [json.loads(line) for line in lines]

    ours, reference = _in_turn(lambda: list(read_records(entities, statements)), read_lines, rounds)
    what = f"the environmental records of {count:,} projects, from statements in memory"
    return rows.below(what, ours, reference, "s", "json.loads of the same statements, one a line", 3)


def _request_clock(rounds: int) -> rows.Row:
    laws, times = load_laws(), range(100)
    asked = _request({"received": "2022-06-20", "extended": "2022-07-05", "answered": "2022-08-30"})
    events = (Event(EventKind.EXTENDED, date(2022, 7, 5)),)

    def count() -> None:
        for _ in times:
            clock(asked, laws, _TODAY)

    def derive() -> None:
        for _ in times:
            derive_under(laws, "kz.appc", Request(received=date(2022, 6, 20), events=events))

    ours, reference = _in_turn(count, derive, rounds)
    per_call = 1e3 / len(times)
    named = "derive_under for the same days"
    return rows.below("the clock of a request", ours * per_call, reference * per_call, "ms", named, 3)


def _request(days: dict[str, str]) -> InformationRequest:
    statements = [
        _statement(entity="asked", property="request_event", value=day, part=part) for part, day in days.items()
    ]
    statements.append(_statement(entity="asked", property="request_rule", value="kz.appc"))
    entities = [Entity("asked", "request", "plant"), Entity("plant", "project", "")]
    (request,) = read_requests(entities, {"asked": statements})
    return request


def _hostile_text(name: str, piece: str, rounds: int) -> rows.Row:
    body = piece * ((LARGEST - len(_HEADER)) // len(piece))
    content, plain = (_HEADER + body).encode(), MarkdownIt("commonmark")
    ours, reference = _in_turn(lambda: parse_document(content), lambda: plain.parse(body), rounds)
    what = f"a hostile text of {LARGEST:,} bytes: {name}"
    return rows.below(what, ours * 1e3, reference * 1e3, "ms", "markdown-it-py alone", 3)


def _too_large(rounds: int) -> rows.Row:
    content = (_HEADER + "[" * 5_000_000).encode()
    ours, reference = _in_turn(lambda: parse_document(content), lambda: sha256(content).digest(), rounds)
    return rows.below("a text of 5 MB is refused", ours * 1e3, reference * 1e3, "ms", "sha256 of the same bytes", 1)
