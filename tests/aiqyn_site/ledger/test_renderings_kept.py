"""The renderings of a text go with it, from every version of their file, and no folder brings them back."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from aiqyn.exchange.assessments import HEADER as HEADER_OF_VERDICTS
from aiqyn.exchange.folder import TRANSLATIONS
from aiqyn_site.derived import verify_derived
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.ledger.blanking import renderings_with, statements_to_blank
from aiqyn_site.ledger.verify import verify_ledger
from tests.aiqyn_site.ledger.test_blanking import blank, kept_bytes
from tests.aiqyn_site.store import HEADER, ROWS, Store, write_small

SECRET = "The guard was Zhibek Zhibekova of Shu."
PRIVATE = f"bridge,purpose,{SECRET},,en,,reported,,gazette,,,,high,,2026-01-02\n"
AGAIN = PRIVATE.replace("gazette", "herald")
HEAD = "lang,text,ru,kk,zh\n"
FIRST = f"en,{SECRET.upper()},Сторожем была Ж. Жибекова.,Күзетші Ж. Жібекова.,看守人是吉别克\n"
LAST = f"en,{SECRET},Сторож – Жибек Жибекова.,Күзетші – Жібек Жібекова.,看守人为吉别科娃\n"
OTHER = "en,A bridge.,Мост.,Көпір.,桥\n"
TRACES = (SECRET, SECRET.upper(), *FIRST.strip().split(",")[2:], *LAST.strip().split(",")[2:])


def write(register: Path, renderings: str, *statements: str) -> Path:
    (register / "statements.csv").write_text(HEADER + "".join((*ROWS, *statements)), encoding="utf-8")
    (register / TRANSLATIONS).write_text(HEAD + renderings, encoding="utf-8")
    return register


@pytest.fixture
def register(store: Store, tmp_path: Path) -> Path:
    """A folder of which two versions were loaded, with a text that has renderings."""
    folder = write_small(tmp_path / "register")
    store.run("load", write(folder, FIRST + OTHER, PRIVATE))
    store.run("load", write(folder, FIRST + OTHER + LAST, PRIVATE))
    return folder


def purpose(store: Store) -> str:
    with store.used():
        return ledger.find_statements(property="purpose")[0].statement.id


def in_tables() -> Iterator[bytes]:
    """Every cell of every table; the words of the index, which SQLite lets nobody list, are in its file."""
    with connection.cursor() as cursor:
        for table in set(connection.introspection.table_names(cursor)) - {"search_terms"}:
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                yield from (bytes(cell) if isinstance(cell, bytes | memoryview) else str(cell).encode() for cell in row)


def test_nothing_of_text_or_renderings_is_left_anywhere(store: Store, register: Path, tmp_path: Path) -> None:
    statement = purpose(store)
    with store.used():
        before = b"\n".join(in_tables())
        assert [text for text in TRACES if text.encode() not in before] == []
    blank(store, statement)
    backup = tmp_path / "after.backup"
    store.run("backup", backup)
    exported = store.exported()
    assert exported[TRANSLATIONS].decode() == HEAD + OTHER
    with store.used():
        places = {"tables": b"\n".join(in_tables()), "files": kept_bytes(store)}
        assert (verify_ledger(), verify_derived()) == ([], [])
    places |= {"backup": gzip.decompress(backup.read_bytes()), "export": b"\n".join(exported.values())}
    left = [(place, text) for place, content in places.items() for text in TRACES if text.encode() in content]
    assert left == []
    lines = store.run("verify").stdout.splitlines()
    assert sum("of ledger_file: blanked on 2026-11-29" in line for line in lines) == 2
    store.run("check", store.folder / "exported")
    store.run("load", store.folder / "exported")


def test_renderings_stay_where_a_verdict_says_exactly_the_same(store: Store, register: Path) -> None:
    """Searches and notes of verdicts are rendered too."""
    (register / "assessments.csv").write_bytes(
        HEADER_OF_VERDICTS + f"bridge,EN06,1,not_assessed,Aru,2026-01-03,,,{SECRET}\n".encode()
    )
    store.run("load", register)
    statement = purpose(store)
    with store.used():
        renderings = renderings_with(statements_to_blank(statement))
    assert [rendered.text for rendered in renderings.staying] == [SECRET]


def test_renderings_stay_where_something_else_says_exactly_the_same(store: Store, register: Path) -> None:
    store.run("load", write(register, OTHER + LAST, PRIVATE, AGAIN))
    statement = purpose(store)
    with store.used():
        renderings = renderings_with(statements_to_blank(statement))
    assert [row.of.text for row in renderings.going] == [SECRET.upper()]
    assert [rendered.text for rendered in renderings.staying] == [SECRET]
    blank(store, statement)
    assert store.exported()[TRANSLATIONS].decode() == HEAD + OTHER + LAST
    blank(store, purpose(store))
    assert store.exported()[TRANSLATIONS].decode() == HEAD + OTHER
    store.run("verify")


def test_an_older_folder_is_told_and_does_not_bring_them_back(store: Store, register: Path) -> None:
    blank(store, purpose(store))
    before = store.exported()
    assert "translations.csv" in store.run("diff", register, expect=1).stdout
    write(register, FIRST + OTHER + LAST)
    for command in ("diff",), ("load",), ("load", "--take", TRANSLATIONS):
        printed = "".join(store.run(*command, register, expect=1))
        assert "translations.csv:2" in printed
        assert "2026-11-29" in printed
        assert "Жибекова" not in printed
        assert SECRET not in printed
    store.run("load", store.folder / "exported", "--remove", TRANSLATIONS, expect=1)
    assert store.exported() == before


def test_what_is_new_comes_with_its_renderings(store: Store, register: Path) -> None:
    blank(store, purpose(store))
    store.exported()
    folder = store.folder / "exported"
    row = "bridge,purpose,Carries trains.,,en,,reported,,gazette,,,,high,,2026-01-03\n"
    source = "ledger,https://ledger.example/3,Bridge rusts,seen,Ledger,2021-07,stated,en,press,\n"
    verdict = HEADER_OF_VERDICTS.decode() + "bridge,EN06,1,not_assessed,Aru,2026-01-03,,,To be read.\n"
    texts = ("Carries trains.", "Bridge rusts", "To be read.")
    renderings = "".join(f"en,{text},по-русски,қазақша,中文\n" for text in texts)
    added = {"statements.csv": row, "sources.csv": source, "assessments.csv": verdict, TRANSLATIONS: renderings}
    for name, lines in added.items():
        with (folder / name).open("a", encoding="utf-8") as file:
            file.write(lines)
    assert "taken away" not in store.run("diff", folder, expect=1).stdout
    store.run("load", folder)
    assert store.exported()[TRANSLATIONS].decode() == HEAD + OTHER + renderings
