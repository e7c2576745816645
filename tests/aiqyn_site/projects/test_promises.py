"""Promises and changes as lists read them: what the core says, stored, sorted and counted, on both databases."""

from __future__ import annotations

from pathlib import Path

import pytest

from aiqyn.ledger import headlines
from aiqyn.ledger.promise import Promise, Verdict, median_slip
from aiqyn.ledger.promise import promises as promised
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.projects.changes import day_totals, find_changes, with_changes
from aiqyn_site.projects.queries import missing_counts, promise_totals, promises
from tests.aiqyn_site.later import DAY, NEXT_DAY, Record, grow
from tests.aiqyn_site.store import REGISTER, Databases, Store


def expected() -> list[Promise]:
    """The promises of all projects, straight from the core."""
    grounds = ledger.register().grounds
    every: list[Promise] = []
    for project in ledger.entities("project"):
        every += promised(headlines(ledger.statements_about(project.id), grounds), grounds.vocabulary)
    return every


@pytest.mark.django_db
def test_the_table_holds_what_the_core_finds_the_longest_slip_first() -> None:
    listed = promises()

    assert sorted(listed) == sorted(expected())
    middles = [(item.slip_from_first.least_days or 0) + (item.slip_from_first.most_days or 0) for item in listed]
    assert middles == sorted(middles, reverse=True)
    assert promises(3) == listed[:3]


@pytest.mark.django_db
def test_the_totals_are_of_all_promises() -> None:
    totals, every = promise_totals(), expected()

    assert totals.dates == len(every)
    assert totals.projects == len({promise.entity for promise in every})
    assert totals.verdicts[Verdict.LATE] == sum(promise.slip.verdict is Verdict.LATE for promise in every)
    assert sum(totals.verdicts_from_first.values()) == len(every)
    assert totals.median == median_slip(promise.slip for promise in every)
    assert totals.median_from_first == median_slip(promise.slip_from_first for promise in every)


@pytest.mark.django_db
def test_what_cannot_be_told_comes_last(record_later: Record) -> None:
    record_later(
        {"property": "trial_production", "value": "2019/..", "basis": "planned"},
        {"property": "trial_production", "value": "2020", "as_of": "2020"},
    )

    last = promises()[-1]
    assert (last.entity, last.property, last.slip.verdict) == ("zhanatas-wind", "trial_production", Verdict.UNTOLD)


@pytest.mark.django_db
def test_projects_without_a_thing_are_counted_and_one_found_is_one_less(record_later: Record) -> None:
    before = missing_counts()
    lacking = next(
        entity.id
        for entity in ledger.entities("project")
        if "cost" not in {s.property for s in ledger.statements_about(entity.id)}
    )
    record_later({"entity": lacking, "property": "cost", "value": "5", "unit": "USD million", "as_of": "2020"})

    assert missing_counts()["cost"] == before["cost"] - 1


@pytest.mark.django_db
def test_days_and_entries_count_every_statement_once() -> None:
    (total, every), days = find_changes(length=10_000), day_totals()

    assert total == len(every) == sum(day.subjects for day in days)
    assert sum(item.statements for item in every) == sum(day.statements for day in days) == ledger.version().statements
    assert sum(day.first for day in days) == sum(item.is_first for item in every)


@pytest.mark.django_db
def test_a_later_day_comes_first_and_its_old_acquaintances_before_newcomers(record_later: Record) -> None:
    record_later(
        {"property": "other_name", "value": "Windy Hollow", "lang": "en"},
        {"property": "other_name", "value": "Windy Hill", "lang": "en", "recorded": NEXT_DAY},
    )

    _, (first, second) = find_changes(length=2)
    assert (first.day, second.day) == (NEXT_DAY, DAY)
    assert (first.subject, first.statements, first.before) == ("zhanatas-wind", 1, second.before + 1)
    ((_, changed),) = with_changes([first])
    assert changed is not None
    assert [statement.value for statement in changed.added] == ["Windy Hill"]
    assert find_changes(since=NEXT_DAY)[0] == 1


@pytest.mark.django_db
def test_changes_narrow_to_one_subject_and_to_a_region() -> None:
    _, of_project = find_changes("zhanatas-wind")
    total, of_region = find_changes(region="zhambyl-region", length=100)

    assert {item.subject for item in of_project} == {"zhanatas-wind"}
    assert "zhanatas-wind" in {item.subject for item in of_region}
    assert total == len(of_region) < find_changes()[0]


def answers(store: Store, register: Path) -> object:
    store.run("load", register)
    store.run("verify")
    with store.used():
        changes = find_changes(length=1000)
        in_region = find_changes(region="zhambyl-region")
        showns = [changed for _, changed in with_changes(changes[1]) if changed]
        return promises(), promise_totals(), missing_counts(), day_totals(), changes, in_region, showns


def test_both_databases_give_the_same_promises_and_changes(loaded_stores: tuple[Store, Store], tmp_path: Path) -> None:
    cost = {"property": "cost", "unit": "USD million", "as_of": "2019", "basis": "measured"}
    grow(REGISTER, tmp_path / "later", {**cost, "value": "170"}, {**cost, "value": "171", "recorded": NEXT_DAY})
    on_sqlite, on_postgres = (answers(store, tmp_path / "later") for store in loaded_stores)

    assert on_sqlite == on_postgres


@pytest.mark.parametrize(
    ("sql", "finding"),
    [
        ("UPDATE projects_promise SET slip = 0 WHERE entity = 'zhanatas-wind'", "projects_promise row"),
        ("DELETE FROM projects_change WHERE subject = 'zhanatas-wind'", "projects_change row"),
    ],
)
def test_damage_is_found_and_whose_row_it_is_told(databases: Databases, tmp_path: Path, sql: str, finding: str) -> None:
    store = databases.copy("sqlite", tmp_path, loaded=True)
    store.execute(sql)

    printed = store.run("verify", expect=1).stderr
    assert finding in printed
    assert "of 'zhanatas-wind' is not what the ledger gives" in printed
