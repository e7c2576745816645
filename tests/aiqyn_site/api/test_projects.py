"""Projects: the list with its filters and pages, and one project with its headlines and disagreements."""

from __future__ import annotations

import itertools
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from aiqyn.ledger import resolve
from aiqyn.values.measure import parse_measure
from aiqyn.vocabulary import load_vocabulary
from aiqyn_site.api.labels import Labels
from aiqyn_site.api.shapes import plain
from aiqyn_site.api.statements import NUMBER
from aiqyn_site.ledger import queries as ledger
from tests.aiqyn_site.api.conftest import Ask, Judge

pytestmark = pytest.mark.django_db
BEFORE = "2001-01-01"


def all_pages(ask: Ask, address: str, **parameters: object) -> list[Any]:
    """All items of a list, page after page."""
    items: list[Any] = []
    cursor: dict[str, object] = {}
    for _ in range(1000):
        page = ask(address, **parameters, **cursor)
        items.extend(page["items"])
        if page["next"] is None:
            assert page["total"] == len(items)
            return items
        cursor = {"cursor": page["next"]}
    raise AssertionError("the pages never end")


def test_a_page_of_projects_has_total_items_and_next(ask: Ask, judge: Judge) -> None:
    page = ask("/api/projects", limit=5)
    judge("ProjectList", page)
    assert list(page) == ["total", "items", "next"]
    assert page["total"] == len(ledger.entities("project"))
    assert len(page["items"]) == 5
    judge("ProjectList", ask("/api/projects", limit=200))


def test_the_pages_hold_every_project_once(ask: Ask) -> None:
    ids = [item["id"] for item in all_pages(ask, "/api/projects", limit=7, sort="-cost")]
    assert sorted(ids) == sorted(project.id for project in ledger.entities("project"))


def test_the_header_link_leads_to_the_next_page(client: Client, ask: Ask) -> None:
    first = client.get("/api/projects?limit=3&q=завод")
    link = first["Link"]
    assert link.endswith('>; rel="next"')
    followed = ask(link[1 : link.index(">")])
    assert followed == ask("/api/projects", limit=3, q="завод", cursor=first.json()["next"])
    assert "Link" not in client.get("/api/projects?limit=200")


@pytest.mark.parametrize("facet", ["sector", "status", "region", "partner"])
def test_a_filter_leaves_what_has_the_value(ask: Ask, facet: str) -> None:
    everything = ask("/api/projects", limit=200)["items"]

    def values(item: Any) -> list[str]:
        if facet in {"region", "partner"}:
            return [entity["id"] for entity in item[f"{facet}s"]]
        return [item[facet]] if item[facet] else []

    value = next(value for item in everything for value in values(item))
    items = ask("/api/projects", limit=200, **{facet: value})["items"]
    expected = [item["id"] for item in everything if any(f"{code}.".startswith(f"{value}.") for code in values(item))]
    assert [item["id"] for item in items] == expected
    assert items


def test_filters_combine(ask: Ask) -> None:
    energy = {item["id"] for item in ask("/api/projects", limit=200, sector="energy")["items"]}
    large = {item["id"] for item in ask("/api/projects", limit=200, size="100m_1bn")["items"]}
    both = {item["id"] for item in ask("/api/projects", limit=200, sector="energy", size="100m_1bn")["items"]}
    assert both == energy & large
    assert both


@pytest.mark.parametrize("q", ["Жаңатас", "жанатас", "ZHANATAS", "札纳塔斯", "Жанатасская ВЭС", "  zhanatas  "])
def test_names_are_found_in_any_script(ask: Ask, q: str) -> None:
    assert "zhanatas-wind" in {item["id"] for item in ask("/api/projects", q=q)["items"]}


@pytest.mark.parametrize("lang", ["kk", "ru", "en", "zh"])
def test_lang_narrows_labels_and_never_changes_the_shape(ask: Ask, judge: Judge, lang: str) -> None:
    page = ask("/api/projects", lang=lang, limit=20)
    judge("ProjectList", page)
    for item in page["items"]:
        assert len(item["names"]) == 1
        assert all(set(region["label"]) == {lang} for region in item["regions"])
    project = ask("/api/projects/zhanatas-wind", lang=lang)
    judge("Project", project)
    assert list(project["names"]) == [lang]
    assert all(list(headline["label"]) == [lang] for headline in project["headlines"])
    assert all(headline["page"].startswith(f"/{lang}/statements/") for headline in project["headlines"])


def test_the_largest_cost_comes_first(ask: Ask) -> None:
    items = ask("/api/projects", sort="-cost", limit=200)["items"]
    dollars = [
        Decimal(item["cost"]["number"]["high"]) * {"USD million": 1, "USD billion": 1000}[item["cost"]["unit"]]
        for item in items
        if item["cost"] and item["cost"]["unit"] in {"USD million", "USD billion"} and not item["cost"]["part"]
    ][:20]
    assert dollars == sorted(dollars, reverse=True)


def test_every_project_has_a_document_of_the_described_shape(ask: Ask, judge: Judge) -> None:
    projects = ledger.entities("project")
    assert projects
    for project in projects:
        judge("Project", ask(f"/api/projects/{project.id}"))


@pytest.mark.parametrize("slug", ["zhanatas-wind", "kpi-polypropylene", "shymkent-refinery"])
def test_a_project_says_what_the_core_says(ask: Ask, slug: str) -> None:
    document = ask(f"/api/projects/{slug}")
    statements = ledger.statements_about(slug)
    resolution = resolve(statements, ledger.register().grounds)
    assert document["counts"]["statements"] == len(statements)
    for shown, headline in itertools.zip_longest(document["headlines"], resolution.headlines):
        statement = headline.statement
        assert (shown["statement"], shown["rule"], shown["side"]) == (statement.id, headline.rule, headline.side)
        assert (shown["value"], shown["unit"] or "", shown["as_of"] or "") == (
            statement.value,
            statement.unit,
            statement.as_of,
        )
        assert shown["others"] == len(headline.others)
        assert shown["source"]["id"] == statement.source
        assert shown["page"] == f"/en/statements/{statement.id}/"
        assert (shown["number"] is None) == (not statement.unit)
    for shown, disagreement in itertools.zip_longest(document["disagreements"], resolution.disagreements):
        assert (shown["kind"], shown["property"]) == (str(disagreement.kind), disagreement.key.property)
        assert [statement["id"] for statement in shown["statements"]] == [
            statement.id for statement in disagreement.statements
        ]
        assert (shown["low"], shown["high"]) == (plain(disagreement.low), plain(disagreement.high))


def test_names_carry_their_basis_and_their_statement(ask: Ask) -> None:
    names = ask("/api/projects/zhanatas-wind")["names"]
    assert set(names) >= {"kk", "ru", "en", "zh"}
    for lang, name in names.items():
        statement = ask(f"/api/statements/{name['statement']}")
        assert (statement["value"], statement["lang"], statement["basis"]) == (name["text"], lang, name["basis"])


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (
            "27.6",
            {"low": "27.6", "high": "27.6", "bound": "exact", "within": {"low": "27.55", "high": "27.65"}},
        ),
        (">27", {"low": "27", "high": None, "bound": "more", "within": {"low": "27", "high": None}}),
        ("<=5", {"low": None, "high": "5", "bound": "at_most", "within": {"low": None, "high": "5.5"}}),
        ("25-30", {"low": "25", "high": "30", "bound": "range", "within": {"low": "24.5", "high": "30.5"}}),
        ("about 50", {"low": "50", "high": "50", "bound": "about", "within": {"low": "45", "high": "55"}}),
        (
            "1 400.00",
            {
                "low": "1400.00",
                "high": "1400.00",
                "bound": "exact",
                "within": {"low": "1399.995", "high": "1400.005"},
            },
        ),
    ],
)
def test_a_figure_keeps_its_digits_and_its_bound(value: str, number: object) -> None:
    measure = parse_measure(value, load_vocabulary().units["USD million"])
    assert NUMBER.value(measure.number, Labels("en")) == number


def test_the_register_as_known_before_its_first_record_is_empty(ask: Ask, judge: Judge) -> None:
    assert ask("/api/projects", known_on=BEFORE) == {"total": 0, "items": [], "next": None}
    assert ask("/api/projects", known_on=BEFORE, region="zhambyl-region")["total"] == 0
    project = ask("/api/projects/zhanatas-wind", known_on=BEFORE)
    judge("Project", project)
    assert (project["names"], project["headlines"], project["counts"]["statements"]) == ({}, [], 0)
    assert ask("/api/statements", known_on=BEFORE) == {"total": 0, "items": [], "next": None}


def test_the_register_as_known_today_and_later_is_the_present_one(ask: Ask) -> None:
    now = ask("/api/projects/zhanatas-wind")
    assert ask("/api/projects/zhanatas-wind", known_on=ledger.version().recorded) == now
    assert ask("/api/projects/zhanatas-wind", known_on="9999-12-31") == now
    assert ask("/api/projects", known_on="9999-12-31")["items"] == ask("/api/projects")["items"]
