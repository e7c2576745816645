"""Tests of aiqyn.dossier.silence: from which day it counts, and what is no silence."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiqyn.deadlines.laws_file import load_laws
from aiqyn.dossier.silence import (
    Facility,
    Silence,
    SilenceKind,
    document_silences,
    promise_silences,
    request_silences,
    silences,
)
from aiqyn.ledger import Headline, Statement, headlines
from aiqyn.values.dates import parse_date
from tests.aiqyn.dossier.entries import PROJECT, record, request, stated
from tests.aiqyn.register_factory import grounds

LAWS = load_laws()
TODAY = date(2026, 11, 22)
RECEIVED = {"received": "2022-06-20"}


def promised(value: str, as_of: str = "2018", part: str = "", name: str = "commissioning") -> Statement:
    return stated(PROJECT, name, value, basis="planned", as_of=as_of, part=part)


def leading(*statements: Statement) -> list[Headline]:
    return headlines(statements, grounds())


def of_promises(*statements: Statement, as_of: date = TODAY) -> list[Silence]:
    return list(promise_silences(leading(*statements), as_of, {PROJECT: ("danake",)}))


# --- Requests ------------------------------------------------------------------------------------------------------


def test_a_request_is_silent_from_the_day_after_the_last_plausible_day() -> None:
    asked = request(events=RECEIVED, request_rule="kz.appc", addressed_to="ministry")
    assert list(request_silences([asked], LAWS, date(2022, 7, 12))) == []
    (overdue,) = request_silences([asked], LAWS, date(2022, 7, 13))
    assert overdue == Silence(SilenceKind.REQUEST, (PROJECT,), ("ministry",), date(2022, 7, 13), 1, asked.id, True)


def test_an_answered_request_is_not_silent_however_badly_its_day_is_known() -> None:
    asked = request(events={**RECEIVED, "answered": "2022"}, request_rule="kz.appc", addressed_to="ministry")
    assert list(request_silences([asked], LAWS, TODAY)) == []


def test_a_request_whose_day_is_not_known_is_not_called_silent() -> None:
    asked = request(events={"sent": "2020"}, request_rule="kz.appc", addressed_to="ministry")
    assert list(request_silences([asked], LAWS, TODAY)) == []


def test_the_body_that_passed_a_request_on_is_not_the_one_that_is_silent() -> None:
    events = {**RECEIVED, "redirected": "2022-06-22"}
    asked = request(events=events, request_rule="kz.appc", addressed_to="ministry", outcome="forwarded")
    (overdue,) = request_silences([asked], LAWS, TODAY)
    assert overdue.bodies == ()


# --- Promises ------------------------------------------------------------------------------------------------------


def test_a_promise_for_a_year_is_silent_from_the_first_day_of_the_next() -> None:
    promise = promised("2022")
    assert of_promises(promise, as_of=date(2022, 12, 31)) == []
    (overdue,) = of_promises(promise, as_of=date(2023, 1, 1))
    assert overdue == Silence(SilenceKind.PROMISE, (PROJECT,), ("danake",), date(2023, 1, 1), 1, promise.id, True)


def test_a_date_promised_anew_moves_the_day() -> None:
    later = promised("2025-33", as_of="2024")
    (overdue,) = of_promises(promised("2022"), later)
    assert (overdue.since, overdue.reference) == (date(2025, 4, 1), later.id)


@pytest.mark.parametrize(
    "sign",
    [
        stated(PROJECT, "commissioning", "2023"),
        stated(PROJECT, "status", "operating", as_of="2021"),
        stated(PROJECT, "status", "partly_operating", as_of="2021"),
        stated(PROJECT, "status", "cancelled", as_of="2021"),
        stated(PROJECT, "output", "726000", unit="t", part="cement", as_of="2021"),
    ],
)
def test_a_sign_that_it_came_or_was_given_up_ends_the_promise(sign: Statement) -> None:
    assert of_promises(promised("2022"), sign) == []


def test_a_suspended_project_still_owes_its_commissioning_but_not_its_start() -> None:
    suspended = stated(PROJECT, "status", "suspended", as_of="2021")
    overdue = of_promises(promised("2022"), promised("2019", name="construction_start"), suspended)
    assert [silence.since for silence in overdue] == [date(2023, 1, 1)]


def test_an_expansion_is_owed_although_the_whole_works() -> None:
    works = stated(PROJECT, "status", "operating", as_of="2021")
    whole = stated(PROJECT, "commissioning", "2019-10")
    assert len(of_promises(promised("2024-12", as_of="2023", part="expansion"), works, whole)) == 1
    done = stated(PROJECT, "status", "completed", as_of="2021")
    assert of_promises(promised("2024-12", part="expansion"), done) == []


@pytest.mark.parametrize("as_of", ["2018", "2019", ""])
def test_a_part_promised_before_the_whole_began_to_work_may_have_come_with_it(as_of: str) -> None:
    first = promised("2019-01", as_of=as_of, part="first-section")
    assert of_promises(first, stated(PROJECT, "commissioning", "2019-10")) == []
    assert of_promises(first, stated(PROJECT, "status", "operating", as_of="2021")) == []
    assert len(of_promises(first)) == 1


@pytest.mark.parametrize("value", ["XXXX-09", "2019/.."])
def test_a_promise_without_a_last_day_is_never_silent(value: str) -> None:
    assert of_promises(promised(value)) == []


def test_other_planned_figures_and_the_date_an_investment_is_due_are_no_promises_here() -> None:
    cost = stated(PROJECT, "cost", "178", unit="USD million", basis="planned")
    assert of_promises(cost, promised("2019", name="investment_due")) == []


# --- Documents due by law ------------------------------------------------------------------------------------------


def facility(operating: str = "2022-05", category: str = "cat1", *records: str) -> Facility:
    entries = tuple(record(f"prtr-{of}", document_type="prtr_report", event_date=of) for of in records)
    return Facility(PROJECT, ("danake",), category, parse_date(operating) if operating else None, entries)


def test_each_whole_year_of_work_owes_an_entry_by_the_first_of_april() -> None:
    overdue = list(document_silences([facility()], TODAY))
    assert [(silence.year, silence.since) for silence in overdue] == [
        (2023, date(2024, 4, 2)),
        (2024, date(2025, 4, 2)),
        (2025, date(2026, 4, 2)),
    ]
    assert {(silence.reference, silence.verified, silence.bodies) for silence in overdue} == {
        ("register", False, ("danake",))
    }


def test_on_the_first_of_april_an_entry_is_not_late_yet() -> None:
    assert list(document_silences([facility()], date(2024, 4, 1))) == []
    (overdue,) = document_silences([facility()], date(2024, 4, 2))
    assert overdue.days == 1


def test_an_old_plant_owes_nothing_for_the_year_the_law_began() -> None:
    overdue = list(document_silences([facility("2017")], TODAY))
    assert [silence.year for silence in overdue] == [2022, 2023, 2024, 2025]


def test_an_entry_made_in_a_year_covers_it_and_the_year_before() -> None:
    assert [silence.year for silence in document_silences([facility("2022-05", "cat1", "2025-03-20")], TODAY)] == [2023]


@pytest.mark.parametrize(("operating", "category"), [("", "cat1"), ("2022", ""), ("2022", "cat2")])
def test_where_the_category_or_the_start_is_not_stated_nothing_is_due(operating: str, category: str) -> None:
    assert list(document_silences([facility(operating, category)], TODAY)) == []


# --- All together --------------------------------------------------------------------------------------------------


def test_all_silences_come_longest_first() -> None:
    asked = request(events=RECEIVED, request_rule="kz.appc", addressed_to="ministry")
    overdue = silences([asked], leading(promised("2024")), [facility()], LAWS, TODAY)
    assert [silence.kind for silence in overdue] == ["request", "document", "promise", "document", "document"]
    assert [silence.days for silence in overdue] == sorted((silence.days for silence in overdue), reverse=True)
    assert all(silence.bodies for silence in overdue)


@given(
    st.dates(date(2021, 7, 1), date(2025, 12, 31)),
    st.sampled_from(["2019", "2023-05", "2024-36", "2025-02-28", "2026-11"]),
    st.dates(date(2021, 1, 1), date(2028, 12, 31)),
)
def test_silence_is_at_least_a_day_and_grows_by_one_a_day(received: date, promise: str, as_of: date) -> None:
    asked = request(events={"received": received.isoformat()}, request_rule="kz.appc", addressed_to="ministry")
    promises = leading(promised(promise))

    def on(day: date) -> dict[tuple[str, str, int | None], Silence]:
        return {
            (silence.kind, silence.reference, silence.year): silence
            for silence in silences([asked], promises, [facility()], LAWS, day)
        }

    today, tomorrow = on(as_of), on(as_of + timedelta(days=1))
    for key, silence in today.items():
        assert silence.days >= 1
        assert silence.since + timedelta(days=silence.days - 1) == as_of
        assert tomorrow[key] == silence._replace(days=silence.days + 1)
    assert all(tomorrow[key].days == 1 for key in tomorrow.keys() - today.keys())
