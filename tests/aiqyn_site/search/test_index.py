"""The index takes our terms for what they are, and nothing else gets into its questions."""

from __future__ import annotations

import sqlite3

import pytest
from django.db import connection

from aiqyn_site.search.index import Question, expression, numbers, unanswered
from aiqyn_site.search.indexed import SPANS

pytestmark = pytest.mark.django_db
LAST = SPANS["statement"][1]


def test_sqlite_takes_every_chinese_character_of_our_range_for_a_letter() -> None:
    database = sqlite3.connect(":memory:")
    database.execute(
        "CREATE VIRTUAL TABLE t USING fts5("
        "terms, content='', detail=none, columnsize=0, tokenize=\"unicode61 remove_diacritics 0 tokenchars '_'\")"
    )
    database.execute("CREATE VIRTUAL TABLE v USING fts5vocab(t, row)")
    characters = [chr(code) for code in (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000))]
    database.executemany("INSERT INTO t(rowid, terms) VALUES (?, ?)", enumerate(characters, 1))
    assert {row[0] for row in database.execute("SELECT term FROM v")} == set(characters)
    database.close()


#: The same question in the syntax of each database: both words, and either of them.
WRITTEN = {
    "sqlite": (
        '(("janatas" OR ("zha_na" AND "na_ta")) AND "札"*)',
        '(("janatas" OR ("zha_na" AND "na_ta")) OR "札"*)',
    ),
    "postgresql": (
        "(('janatas' | ('zha_na' & 'na_ta')) & '札':*)",
        "(('janatas' | ('zha_na' & 'na_ta')) | '札':*)",
    ),
}


#: How each database's way to its terms is damaged, so that its own check says nothing of it.
DAMAGED = {
    "sqlite": ("DELETE FROM search_terms_idx WHERE term = (SELECT max(term) FROM search_terms_idx)",),
    "postgresql": (
        "UPDATE pg_index SET indisready = false WHERE indexrelid = 'search_terms_terms'::regclass",
        "UPDATE search_terms SET number = -number",
        "UPDATE search_terms SET number = -number",
    ),
}


def test_a_term_that_the_rows_have_and_no_question_finds_is_named() -> None:
    assert unanswered() is None
    with connection.cursor() as cursor:
        for statement in DAMAGED[connection.vendor]:
            cursor.execute(statement)
    assert unanswered()


def test_a_question_is_words_of_ways_of_terms() -> None:
    plan = [[("janatas",), ("zha_na", "na_ta")], [("札*",)]]
    words, either = WRITTEN[connection.vendor]
    assert expression([plan]) == words
    assert expression([plan[:1], plan[1:]]) == either


@pytest.mark.parametrize("term", ['"', "a b", "a' | 'b", "*", "", "NEAR", "ж", "a*b", 'a" OR "b'])
def test_what_is_no_term_of_ours_is_refused(term: str) -> None:
    with pytest.raises(ValueError, match="no term"):
        expression([[[(term,)]]])


def test_many_questions_are_answered_at_once_each_in_order() -> None:
    zhanatas, nothing = [[[("janatas",)]]], [[[("qqqqzzzz",)]]]
    answers = numbers(
        [
            Question(zhanatas, 0, LAST, 5),
            Question(nothing, 0, LAST, 5),
            Question(zhanatas, 5, 4, 5),
            Question([], 0, LAST, 5),
            Question(zhanatas, 0, LAST, 10**6),
        ]
    )
    assert [len(answer) for answer in answers[:4]] == [5, 0, 0, 0]
    assert answers[4][:5] == answers[0]
    assert answers[4] == sorted(answers[4])
