"""The search tables follow from the ledger, and a change of any is noticed."""

from __future__ import annotations

from itertools import pairwise

import pytest
from django.db import connection

from aiqyn_site.articles.queries import article_texts
from aiqyn_site.ledger.sql import select
from aiqyn_site.search.actions import rebuild_index, verify_index

pytestmark = pytest.mark.django_db


def execute(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def test_what_was_built_is_what_a_rebuild_gives() -> None:
    assert verify_index(article_texts) == []


def test_a_rebuild_changes_nothing_and_can_be_repeated() -> None:
    before = list(select("SELECT number, digest FROM search_document ORDER BY number"))
    seen: list[int] = []
    documents = rebuild_index(seen.append, article_texts)
    assert list(select("SELECT number, digest FROM search_document ORDER BY number")) == before
    assert seen[-1] == documents
    assert verify_index(article_texts) == []


def test_numbers_run_without_a_gap_kind_by_kind() -> None:
    ranges = sorted(select("SELECT first, last, kind FROM search_range"), key=lambda row: (row[0], row[1]))
    for (_, last, _), (first, _, _) in pairwise(ranges):
        assert first == last + 1
    counted = next(select("SELECT count(*) FROM search_document"))[0]
    assert counted == max(last for first, last, kind in ranges if kind != "statement")


def test_an_index_without_the_articles_is_not_right() -> None:
    assert verify_index()


#: The terms are kept in the way of each database, and so are damaged in its way.
DAMAGED_TERMS = {
    "sqlite": {
        "a term too many": "INSERT INTO search_terms(rowid, terms) VALUES (999999, 'janatas')",
        "no terms": "INSERT INTO search_terms(search_terms) VALUES ('delete-all')",
    },
    "postgresql": {
        "a term too many": "INSERT INTO search_terms(number, terms) VALUES (999999, array_to_tsvector('{janatas}'))",
        "no terms": "DELETE FROM search_terms",
    },
}


@pytest.mark.parametrize(
    ("damage", "table"),
    [
        ("UPDATE search_document SET keys = 'other' WHERE number = 3", "search_document"),
        ("DELETE FROM search_document WHERE number = 5", "search_document"),
        ("UPDATE search_range SET last = last + 1 WHERE kind = 'source'", "search_range"),
        ("DELETE FROM search_word WHERE number = 7", "search_word"),
        (
            "UPDATE search_spelling SET \"left\" = 'x' WHERE id = (SELECT min(id) FROM search_spelling)",
            "search_spelling",
        ),
        ("a term too many", "search_terms"),
        ("no terms", "search_terms"),
    ],
)
def test_damage_is_found(damage: str, table: str) -> None:
    execute(DAMAGED_TERMS[connection.vendor].get(damage, damage))
    faults = verify_index(article_texts)
    assert [fault.table for fault in faults] == [table]
    assert "aiqyn rebuild" in faults[0].message
