"""The search tables follow from the ledger, and a change of any is noticed."""

from __future__ import annotations

from itertools import pairwise

import pytest
from django.db import connection

from aiqyn_site.articles.queries import article_texts
from aiqyn_site.ledger.sql import select
from aiqyn_site.search.actions import rebuild_index, verify_index
from aiqyn_site.search.indexed import SPANS

pytestmark = pytest.mark.django_db


def execute(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def test_what_was_built_is_what_a_rebuild_gives() -> None:
    assert verify_index(article_texts) == []


def test_a_rebuild_changes_nothing_and_can_be_repeated() -> None:
    before = list(select("SELECT number, terms FROM search_document ORDER BY number"))
    seen: list[int] = []
    documents = rebuild_index(seen.append, article_texts)
    assert list(select("SELECT number, terms FROM search_document ORDER BY number")) == before
    assert seen[-1] == documents
    assert verify_index(article_texts) == []


def test_a_document_stands_in_the_span_of_its_kind_and_what_more_is_said_about_comes_first() -> None:
    sql = (
        "SELECT d.number, d.kind, (SELECT count(*) FROM ledger_statement s WHERE s.entity_id = e.number)"
        " FROM search_document d LEFT JOIN ledger_entity e ON e.id = d.ref AND d.entity_kind <> '' ORDER BY d.number"
    )
    documents = list(select(sql))
    for number, kind, _ in documents:
        first, last = SPANS[kind]
        assert first <= number <= last
    for (_, kind, more), (_, next_kind, less) in pairwise(documents):
        assert kind != next_kind or more >= less


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
        (
            "UPDATE search_document SET keys = 'other' WHERE number = (SELECT min(number) FROM search_document)",
            "search_document",
        ),
        ("DELETE FROM search_document WHERE number = (SELECT max(number) FROM search_document)", "search_document"),
        ("DELETE FROM search_word WHERE document = (SELECT min(document) FROM search_word)", "search_word"),
        (
            'UPDATE search_spelling SET "left" = \'x\' WHERE "left" = (SELECT min("left") FROM search_spelling)',
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
