"""The version of the ledger: asked once a request, noticed at once when it changes, and what is kept goes with it."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection, transaction
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from aiqyn_site import wsgi
from aiqyn_site.cache import Application
from aiqyn_site.ledger import version as ledger_version
from aiqyn_site.ledger.kept import kept, kept_each
from aiqyn_site.ledger.version import reading, version
from tests.aiqyn_site.later import Record


@pytest.fixture
def site(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Application]:
    """The whole stack, whose page cache keeps nothing. It leaves the test its connection, as the client does."""
    monkeypatch.setattr(wsgi.settings, "CACHE_BYTES", 0)
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield wsgi.around(wsgi.make_cached())
    for signal in signals:
        signal.connect(close_old_connections)


def ask(site: Application, path: str) -> str:
    environ = RequestFactory(HTTP_HOST="a.example").get(path).environ
    return b"".join(site(environ, lambda status, headers, *_: None)).decode()


def asked(queries: CaptureQueriesContext) -> int:
    return sum("FROM ledger_seal" in query["sql"] for query in queries.captured_queries)


def test_a_page_asks_for_the_version_once(site: Application) -> None:
    ask(site, "/en/projects/zhanatas-wind/")
    with CaptureQueriesContext(connection) as queries:
        ask(site, "/en/projects/zhanatas-wind/")
    assert asked(queries) == 1


def test_a_page_after_something_was_recorded_in_the_same_process_shows_it(
    site: Application, record_later: Record
) -> None:
    assert "A windy place" not in ask(site, "/en/projects/zhanatas-wind/")
    record_later({"property": "other_name", "value": "A windy place", "lang": "en"})
    assert "A windy place" in ask(site, "/en/projects/zhanatas-wind/")


def test_within_a_request_that_records_the_version_is_asked_for_again(record_later: Record) -> None:
    with reading():
        before = version()
        record_later({"property": "other_name", "value": "A windy place", "lang": "en"})
        after = version()
    assert after.statements == before.statements + 1


def test_a_version_taken_back_and_another_under_the_same_numbers_are_told_apart(record_later: Record) -> None:
    seen = []
    for text in ("A windy place", "A calm place"):
        with transaction.atomic():
            record_later({"property": "other_name", "value": text, "lang": "en"})
            seen.append(version())
            transaction.set_rollback(True)
    assert seen[0] != seen[1]


@pytest.fixture
def counts() -> dict[str, int]:
    """How often each argument was worked out."""
    return {}


def test_a_result_is_kept_until_the_ledger_changes(counts: dict[str, int], record_later: Record) -> None:
    @kept()
    def count(key: str, step: int = 1) -> int:
        counts[key] = counts.get(key, 0) + step
        return counts[key]

    assert [count("a"), count("a"), count("b"), count("a", step=2)] == [1, 1, 1, 3]
    record_later({"property": "other_name", "value": "A windy place", "lang": "en"})
    assert [count("a"), count("b")] == [4, 2]


def test_no_more_is_kept_than_was_said_the_least_used_going_first(db: None, counts: dict[str, int]) -> None:
    @kept(most=2)
    def count(key: str) -> int:
        counts[key] = counts.get(key, 0) + 1
        return counts[key]

    assert [count(key) for key in ("a", "b", "a", "c", "a", "b")] == [1, 1, 1, 1, 1, 2]


def test_of_many_only_those_not_kept_are_worked_out(counts: dict[str, int], record_later: Record) -> None:
    @kept_each(most=3)
    def count(keys: Sequence[str], lang: str) -> dict[str, str]:
        counts.update({key: counts.get(key, 0) + 1 for key in keys})
        return {key: f"{key} {lang} {counts[key]}" for key in keys}

    assert count(["a", "b"], "kk") == ["a kk 1", "b kk 1"]
    assert count(["c", "a"], "kk") == ["c kk 1", "a kk 1"]
    assert count(["d"], "kk") == ["d kk 1"]  # and "b", the least used, is let go
    assert count(["b", "a"], "kk") == ["b kk 2", "a kk 1"]
    assert count(["a"], "ru") == ["a ru 2"]
    record_later({"property": "other_name", "value": "A windy place", "lang": "en"})
    assert count(["a", "b"], "kk") == ["a kk 3", "b kk 3"]


def test_what_was_worked_out_for_the_version_before_is_no_answer_for_the_next(
    counts: dict[str, int], record_later: Record
) -> None:
    """A thread that began before the change, and ends after it, gives its result to nobody else."""
    began, changed = threading.Event(), threading.Event()
    before = version()

    @kept()
    def slow() -> str:
        text = "new" if changed.is_set() else "old"
        began.set()
        changed.wait(60)
        return text

    def ask_for_it() -> None:
        with reading():
            ledger_version._thread.present = before  # what that thread's request was told at its beginning
            answers.append(slow())

    answers: list[str] = []
    thread = threading.Thread(target=ask_for_it)
    thread.start()
    assert began.wait(60)
    record_later({"property": "other_name", "value": "A windy place", "lang": "en"})
    changed.set()
    thread.join()
    assert answers == ["old"]
    assert slow() == "new"
