"""Statements, sources, disagreements, the register and the vocabulary."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.test import Client

from aiqyn.ledger import Difference
from aiqyn.ledger.statement import COLUMNS, Statement
from aiqyn.vocabulary import load_vocabulary
from aiqyn_site.api.cursors import Stretch
from aiqyn_site.api.statements import statements_csv
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.ledger.queries import Recorded
from tests.aiqyn_site.api.conftest import Ask, Judge
from tests.aiqyn_site.api.test_projects import all_pages

pytestmark = pytest.mark.django_db


def test_every_statement_of_the_register_comes_once_in_recorded_order(ask: Ask, judge: Judge) -> None:
    items = all_pages(ask, "/api/statements", limit=200)
    assert [item["position"] for item in items] == list(range(1, ledger.version().statements + 1))
    judge("StatementList", {"total": len(items), "items": items, "next": None})
    assert [item["id"] for item in items] == [recorded.statement.id for recorded in ledger.find_statements(limit=0)]


def test_filters_combine(ask: Ask) -> None:
    everything = all_pages(ask, "/api/statements", limit=200)
    source = next(item["source"] for item in everything if item["entity"] == "zhanatas-wind" and item["unit"])
    chosen = {"entity": "zhanatas-wind", "property": "capacity", "source": source}
    for names in (["entity"], ["property"], ["source"], ["entity", "source"], list(chosen)):
        filters = {name: chosen[name] for name in names}
        expected = [item["id"] for item in everything if all(item[name] == filters[name] for name in names)]
        assert [item["id"] for item in all_pages(ask, "/api/statements", limit=9, **filters)] == expected


def test_a_cursor_of_statements_serves_any_limit_and_either_format(client: Client, ask: Ask) -> None:
    cursor = ask("/api/statements", limit=3)["next"]
    assert [statement["position"] for statement in ask("/api/statements", limit=2, cursor=cursor)["items"]] == [4, 5]
    text = client.get("/api/statements", {"format": "csv", "limit": 2, "cursor": cursor}).content.decode()
    assert [row["position"] for row in csv.DictReader(io.StringIO(text))] == ["4", "5"]


def test_csv_pages_hold_what_json_pages_hold(client: Client, ask: Ask) -> None:
    items = all_pages(ask, "/api/statements", limit=200, entity="zhanatas-wind")
    address = "/api/statements?entity=zhanatas-wind&format=csv&limit=20"
    rows: list[dict[str, str]] = []
    while address:
        response = client.get(address)
        assert response["Content-Type"] == "text/csv; charset=utf-8; header=present"
        assert response.content.count(b"\r\n") == response.content.count(b"\n")
        page = list(csv.DictReader(io.StringIO(response.content.decode(), newline="")))
        assert tuple(page[0]) == ("id", "position", *COLUMNS)
        rows.extend(page)
        link = response.get("Link", "")
        address = link[1 : link.index(">")] if link else ""
    assert [row["id"] for row in rows] == [item["id"] for item in items]
    assert [row["value"] for row in rows] == [item["value"] for item in items]


def test_a_formula_in_a_csv_cell_is_neutralised() -> None:
    statement = Statement("s1x", *[""] * len(COLUMNS))
    statement = statement._replace(
        value='=HYPERLINK("x")', note="+7 727", unit="-3.5", place='a "quoted", cell\nand line'
    )
    row = next(csv.DictReader(io.StringIO(statements_csv(Stretch(1, [Recorded(1, statement)], None)), newline="")))
    assert (row["value"], row["note"], row["unit"]) == ('\'=HYPERLINK("x")', "'+7 727", "-3.5")
    assert row["place"] == 'a "quoted", cell\nand line'


def test_each_statement_has_an_address_of_its_own(ask: Ask, judge: Judge) -> None:
    for item in ask("/api/statements", entity="zhanatas-wind", limit=200)["items"]:
        whole = ask(f"/api/statements/{item['id']}")
        judge("Statement", whole)
        assert {name: whole[name] for name in item} == item
        assert whole["source_description"]["id"] == item["source"]
        assert whole["retracted_by"] is None


def test_a_reference_is_given_with_the_names_of_what_it_refers_to(ask: Ask) -> None:
    reference = next(
        item
        for item in ask("/api/statements", entity="zhanatas-wind", limit=200)["items"]
        if load_vocabulary().properties[item["property"]].type == "reference"
    )
    label = ask(f"/api/statements/{reference['id']}")["value_label"]
    assert label == {lang: name.text for lang, name in ledger.names([reference["value"]])[reference["value"]].items()}


def test_every_source_is_described(ask: Ask, judge: Judge) -> None:
    ids = {item["source"] for item in all_pages(ask, "/api/statements", limit=200)}
    for key in sorted(ids):
        source = ask(f"/api/sources/{key}")
        judge("Source", source)
        assert source["statements"]["total"] == ledger.count_statements(source=key)
    assert ask(source["statements"]["href"])["total"] == source["statements"]["total"]


def test_disagreements_come_with_what_each_side_says(ask: Ask, judge: Judge) -> None:
    items = all_pages(ask, "/api/disagreements", limit=30)
    judge("DisagreementList", {"total": len(items), "items": items, "next": None})
    every = {str(kind): all_pages(ask, "/api/disagreements", kind=str(kind)) for kind in Difference}
    assert ask("/api/register")["counts"]["differences"] == len(items)
    assert {item["kind"] for item in items} <= set(every) - {"different_basis", "different_part"}
    conflicts = all_pages(ask, "/api/disagreements", kind="conflict", limit=10)
    assert conflicts == [item for item in items if item["kind"] == "conflict"]
    assert conflicts
    costs = all_pages(ask, "/api/disagreements", property="cost")
    assert costs == [item for item in items if item["property"] == "cost"]
    spreads = [float(item["spread"]) for item in items]
    assert spreads == sorted(spreads, reverse=True)


def test_the_register_tells_its_state(ask: Ask, judge: Judge) -> None:
    document: Any = ask("/api/register")
    judge("Register", document)
    now = ledger.version()
    assert (document["version"], document["head"]) == (now.number, now.head)
    assert document["counts"]["statements"] == now.statements
    for link in document["links"].values():
        assert Client().get(link).status_code == 200


def test_the_vocabulary_has_every_word_in_four_languages(ask: Ask, judge: Judge) -> None:
    document = ask("/api/vocabulary")
    judge("Vocabulary", document)
    vocabulary = load_vocabulary()
    assert [prop["key"] for prop in document["properties"]] == list(vocabulary.properties)
    assert [unit["key"] for unit in document["units"]] == list(vocabulary.units)
    assert set(document["codes"]) == set(vocabulary.codes)
    words = [*document["kinds"], *document["properties"], *document["units"], *document["headline_rules"]]
    assert all(set(word["label"]) == {"kk", "ru", "en", "zh"} for word in words)


def test_a_part_that_is_a_code_of_the_vocabulary_has_its_words(ask: Ask) -> None:
    (refused,) = (
        statement
        for statement in ledger.statements_about("shieli-request-2020")
        if (statement.property, statement.part) == ("request_event", "refused")
    )
    document = ask(f"/api/statements/{refused.id}")
    assert document["part"] == "refused"
    assert document["part_label"] == {"kk": "бас тартылды", "ru": "отказано", "en": "refused", "zh": "被拒绝"}
