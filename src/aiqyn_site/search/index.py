"""The index of terms, in the way of each database: filled, asked, counted. The rest of the site sees numbers only.

A question is a list of plans, any of which will do; a plan is a list of words, all of which must be found; a word
is a list of ways, any of which will do; a way is a list of terms, all of which must be there. Its text in either
database's syntax is put together from our own terms alone, always quoted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from django.db import connection, transaction

from aiqyn.names.analysis import PREFIX, Way
from aiqyn.names.text_words import HAN
from aiqyn_site.ledger.sql import select

Plan = Sequence[Sequence[Way]]

#: What the index itself holds of a term's role: words of names, and whole names.
NAME, WHOLE = "nm_", "eq_"
LONGEST_WHOLE = 120  # letters of a whole name that is a term of its own
_TERM = re.compile(rf"[0-9a-z_{HAN}]+\*?")
_FILLING = (("automerge", 0), ("crisismerge", 64), ("hashsize", 33_554_432))
_FILLED = (("automerge", 4), ("crisismerge", 16), ("hashsize", 1_048_576))


def _is_sqlite() -> bool:
    return connection.vendor == "sqlite"


# --- filling ------------------------------------------------------------------------------------------------


def clear() -> None:
    """Forget all terms and make ready for very many."""
    with connection.cursor() as cursor:
        if not _is_sqlite():
            cursor.execute("DROP INDEX IF EXISTS search_terms_terms")
            cursor.execute("TRUNCATE search_terms")
            return
        cursor.execute("INSERT INTO search_terms(search_terms) VALUES ('delete-all')")
        _configure(_FILLING)


def add(rows: Sequence[tuple[int, str]]) -> None:
    """Add numbers with their terms, joined by spaces. SQLite is quickest where they rise from call to call."""
    with connection.cursor() as cursor:
        if _is_sqlite():
            cursor.executemany("INSERT INTO search_terms(rowid, terms) VALUES (%s, %s)", rows)
            return
        numbers, terms = [row[0] for row in rows], [row[1] for row in rows]
        cursor.execute(
            "INSERT INTO search_terms (number, terms) SELECT n, array_to_tsvector(string_to_array(t, ' '))"
            " FROM unnest(%s::bigint[], %s::text[]) AS added(n, t)",
            [numbers, terms],
        )


def remove(rows: Sequence[tuple[int, str]]) -> None:
    """Take numbers away. SQLite has to be told the very terms with which each was added."""
    with connection.cursor() as cursor:
        if _is_sqlite():
            sql = "INSERT INTO search_terms(search_terms, rowid, terms) VALUES ('delete', %s, %s)"
            cursor.executemany(sql, sorted(rows))
            return
        cursor.execute("DELETE FROM search_terms WHERE number = ANY(%s::bigint[])", [[number for number, _ in rows]])


def finish() -> None:
    """Make the index small and quick to ask."""
    if _is_sqlite():
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO search_terms(search_terms) VALUES ('optimize')")
            _configure(_FILLED)
        return
    with connection.cursor() as cursor:
        cursor.execute("CREATE INDEX search_terms_terms ON search_terms USING gin (terms)")
        cursor.execute("ANALYZE search_terms")


def _configure(settings: Sequence[tuple[str, int]]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO search_terms(search_terms, rank) VALUES (%s, %s)", settings)


# --- asking -------------------------------------------------------------------------------------------------


class Question(NamedTuple):
    """Which numbers from first to last meet one of the plans; at most so many are wanted."""

    plans: Sequence[Plan]
    first: int
    last: int
    limit: int


def numbers(questions: Sequence[Question]) -> list[list[int]]:
    """The numbers that answer each question, ascending; all are asked at once."""
    answers: list[list[int]] = [[] for _ in questions]
    parts: list[str] = []
    parameters: list[object] = []
    for place, (plans, first, last, limit) in enumerate(questions):
        if plans and first <= last:
            parts.append(f"SELECT * FROM ({_ASKED_SQLITE if _is_sqlite() else _ASKED}) AS asked{place}")
            parameters += [place, expression(plans), first, last, limit]
    if parts:
        for place, number in select(" UNION ALL ".join(parts), parameters):
            answers[place].append(number)
    return [sorted(answer) for answer in answers]


_ASKED_SQLITE = (
    "SELECT %s AS place, rowid FROM search_terms WHERE search_terms MATCH %s AND rowid BETWEEN %s AND %s"
    " ORDER BY rowid LIMIT %s"
)
_ASKED = (
    "SELECT %s::integer AS place, number FROM search_terms WHERE terms @@ %s::tsquery AND number BETWEEN %s AND %s"
    " ORDER BY number LIMIT %s"
)


def expression(plans: Sequence[Plan]) -> str:
    """The question in the syntax of the database in use. Raises ValueError for what is no term of ours."""
    both, either, quote = (" AND ", " OR ", '"') if _is_sqlite() else (" & ", " | ", "'")

    def term(text: str) -> str:
        if not _TERM.fullmatch(text):
            raise ValueError(f"'{text}' is no term")
        if not text.endswith(PREFIX):
            return f"{quote}{text}{quote}"
        return f"{quote}{text[:-1]}{quote}" + ("*" if quote == '"' else ":*")

    def way(terms: Way) -> str:
        return _joined(list(map(term, terms)), both)

    def plan(words: Plan) -> str:
        return _joined([_joined(list(map(way, ways)), either) for ways in words], both)

    return _joined(list(map(plan, plans)), either)


def _joined(parts: Sequence[str], by: str) -> str:
    return parts[0] if len(parts) == 1 else f"({by.join(parts)})"


# --- reading it back ----------------------------------------------------------------------------------------

_COPY = "search_copy"
_READ_BACK = (
    f"CREATE VIRTUAL TABLE IF NOT EXISTS temp.{_COPY} USING fts5(terms, content='', detail=none, columnsize=0)",
    *(f"DELETE FROM temp.{_COPY}_{part}" for part in ("data", "idx")),
    *(f"INSERT INTO temp.{_COPY}_{part} SELECT * FROM main.search_terms_{part}" for part in ("data", "idx")),
    f"INSERT INTO temp.{_COPY}({_COPY}) VALUES ('integrity-check')",
    f"DROP TABLE temp.{_COPY}",
    "CREATE VIRTUAL TABLE IF NOT EXISTS temp.search_postings USING fts5vocab(main, search_terms, instance)",
)


def postings() -> Iterator[tuple[str, int]]:
    """Every term with each number that has it. Raises DatabaseError where the index contradicts itself.

    To say that, SQLite would write in the table: so it is asked of a copy beside the database, which may only be read.
    """
    if not _is_sqlite():
        yield from select("SELECT unnest(tsvector_to_array(terms)), number FROM search_terms")
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only")
        usual = int(cursor.fetchone()[0])
        cursor.execute("PRAGMA query_only = OFF")
        try:
            for sql in _READ_BACK:
                cursor.execute(sql)
        finally:
            cursor.execute(f"PRAGMA query_only = {usual}")
    yield from select("SELECT term, doc FROM temp.search_postings")


_UNANSWERED = {
    "sqlite": """
    SELECT term FROM search_vocabulary
    WHERE doc <> (SELECT count(*) FROM search_terms WHERE search_terms MATCH '"' || term || '"') LIMIT 1
    """,
    "postgresql": """
    SELECT word FROM ts_stat('SELECT terms FROM search_terms')
    WHERE ndoc <> (SELECT count(*) FROM search_terms WHERE terms @@ quote_literal(word)::tsquery) LIMIT 1
    """,
}


def unanswered() -> str | None:
    """A term that is not found by a question in as many rows as have it: what leads to these is damaged.

    SQLite looks for no term that nothing leads to; PostgreSQL is made to ask its index, not the rows.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        usual = ""
        if not _is_sqlite():
            cursor.execute("SELECT current_setting('enable_seqscan')")
            usual = cursor.fetchone()[0]
            cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(_UNANSWERED[connection.vendor])
        terms = cursor.fetchall()
        if usual:
            cursor.execute("SELECT set_config('enable_seqscan', %s, true)", [usual])
    return next((str(term) for (term,) in terms), None)


_CONFIGURED = "SELECT k, v FROM search_terms_config WHERE k <> 'version' ORDER BY k"
_RECORD = "SELECT coalesce((SELECT block FROM search_terms_data WHERE id = 1), x'')"
_UNUSUAL = "SELECT count(*) FROM search_terms WHERE terms <> array_to_tsvector(tsvector_to_array(terms))"


def is_consistent(rows: int, terms: int) -> bool:
    """Whether the index holds besides the terms just what it must, given how many numbers and terms were added to it.

    SQLite counts both, in a record of two varints that nothing else checks (`fts5StorageSaveTotals` in
    fts5_storage.c), and keeps settings. In PostgreSQL a row could have no term, and a term a place or a weight.
    """
    if _is_sqlite():
        counted = _varint(rows) + _varint(terms)
        return tuple(select(_CONFIGURED)) == _FILLED and next(select(_RECORD))[0] == counted
    total, unusual = next(select(f"SELECT count(*), ({_UNUSUAL}) FROM search_terms"))
    return bool((total, unusual) == (rows, 0))


def _varint(number: int) -> bytes:
    """A number as SQLite writes it, seven bits a byte, the highest first; of any below 2**56."""
    septets = [number & 0x7F]
    while number := number >> 7:
        septets.append(number & 0x7F | 0x80)
    return bytes(reversed(septets))
