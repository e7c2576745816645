"""Tests of aiqyn.ledger.promise."""

from __future__ import annotations

import datetime
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiqyn.ledger import headlines
from aiqyn.ledger.promise import Promise, Slip, Verdict, first_promise, median_slip, promises, slip
from aiqyn.values.dates import parse_date
from aiqyn.vocabulary import load_vocabulary
from tests.aiqyn.register_factory import LEDGER_GROUNDS, grounds, ledgers, statement

VOCABULARY = load_vocabulary()


def between(promised: str, actual: str) -> Slip:
    return slip(parse_date(promised), parse_date(actual))


@pytest.mark.parametrize(
    ("promised", "actual", "expected"),
    [
        ("2015", "2022-11", Slip(Verdict.LATE, 2497, 2890, 82, 94)),
        ("2020-05-01", "2020-05-01", Slip(Verdict.ON_TIME, 0, 0, 0, 0)),
        ("2020", "2020-09", Slip(Verdict.ON_TIME, -121, 273, -3, 8)),
        ("2019-12-31", "2020-01-05", Slip(Verdict.LATE, 5, 5, 0, 0)),
        ("2020-03-01", "2020-02-01", Slip(Verdict.EARLY, -29, -29, -1, -1)),
    ],
)
def test_a_slip_is_as_exact_as_both_dates(promised: str, actual: str, expected: Slip) -> None:
    assert between(promised, actual) == expected


@pytest.mark.parametrize(("promised", "actual"), [("2019/..", "2020"), ("2019", "../2020"), ("XXXX-09", "2020")])
def test_nothing_is_told_of_dates_without_an_end_or_a_year(promised: str, actual: str) -> None:
    assert between(promised, actual) == Slip(Verdict.UNTOLD, None, None, None, None)


_DAYS = st.dates(datetime.date(1990, 1, 1), datetime.date(2060, 12, 31)).map(lambda day: day.isoformat())
_DATES = st.one_of(_DAYS, _DAYS.map(lambda day: day[:7]), _DAYS.map(lambda day: day[:4]))


@given(_DATES, _DATES, st.data())
def test_any_days_the_dates_can_mean_slip_within_the_bounds(promised: str, actual: str, data: st.DataObject) -> None:
    whole, before, after = between(promised, actual), parse_date(promised), parse_date(actual)
    before_day, after_day = (data.draw(st.dates(date.first, date.last)) for date in (before, after))
    exact = between(before_day.isoformat(), after_day.isoformat())

    assert whole.least_days is not None
    assert whole.most_days is not None
    assert whole.least_days <= (after_day - before_day).days <= whole.most_days
    assert exact.least_months is not None
    assert whole.least_months is not None
    assert whole.most_months is not None
    assert whole.least_months <= exact.least_months <= whole.most_months
    if whole.verdict in {Verdict.LATE, Verdict.EARLY}:
        assert exact.verdict is whole.verdict


@given(_DATES, _DATES)
def test_swapping_the_dates_turns_late_into_early(promised: str, actual: str) -> None:
    there, back = between(promised, actual), between(actual, promised)

    assert (back.least_days, back.most_days) == (-(there.most_days or 0), -(there.least_days or 0))
    assert (there.verdict is Verdict.LATE) == (back.verdict is Verdict.EARLY)


@given(st.lists(st.tuples(_DAYS, _DAYS, _DAYS), min_size=1, max_size=9))
def test_the_median_lies_within_its_bounds(days: list[tuple[str, str, str]]) -> None:
    middle = median_slip(between(f"{min(first, second)}/{max(first, second)}", came) for first, second, came in days)
    exact = [(parse_date(came).first - parse_date(first).first).days for first, _, came in days]

    assert middle is not None
    assert middle.least_days is not None
    assert middle.most_days is not None
    assert middle.least_days <= median(exact) <= middle.most_days


def test_a_median_between_two_days_and_two_months_is_rounded_outwards() -> None:
    month, two_months = Slip(Verdict.LATE, 30, 30, 1, 1), Slip(Verdict.LATE, 61, 61, 2, 2)
    assert median_slip([month, two_months]) == Slip(Verdict.LATE, 45, 46, 1, 2)


def test_there_is_no_median_of_nothing() -> None:
    assert median_slip([]) is None
    assert median_slip([between("2019/..", "2020")]) is None


def promised(*dates: tuple[str, str], came: str = "2022-11", part: str = "") -> list[Promise]:
    """The promises of a plant that was to come into operation on some dates, each with when this was said."""
    statements = [
        statement(property="commissioning", value=value, as_of=said_on, basis="planned", source=f"paper-{n}", part=part)
        for n, (value, said_on) in enumerate(dates)
    ]
    statements.append(statement(property="commissioning", value=came, as_of=came, part=part))
    return promises(headlines(statements, grounds()), VOCABULARY)


def test_the_leading_promise_stands_beside_the_first_and_all_others() -> None:
    (promise,) = promised(("2022", "2021-12-22"), ("2021", "2020-01-10"), ("2021", "2019-06-25"), ("2012", ""))

    assert promise.leading.value == "2022"
    assert promise.first.value == "2012"
    assert [(statement.value, statement.as_of) for statement in promise.promises] == [
        ("2012", ""),
        ("2021", "2019-06-25"),
        ("2021", "2020-01-10"),
        ("2022", "2021-12-22"),
    ]
    assert promise.slip.verdict is Verdict.ON_TIME
    assert promise.slip_from_first.verdict is Verdict.LATE


def test_a_part_keeps_its_own_promises() -> None:
    (promise,) = promised(("2024-12", "2023"), came="2025-05-05", part="expansion")

    assert promise.part == "expansion"


def test_a_date_without_a_promise_or_not_come_is_no_pair() -> None:
    alone = [statement(property="commissioning", value="2022"), statement(property="founded", value="2019", unit="")]

    assert promised() == []
    assert promises(headlines(alone, grounds()), VOCABULARY) == []


@given(ledgers)
def test_every_promise_stands_among_its_promises_and_the_first_is_the_earliest(statements: list[object]) -> None:
    for promise in promises(headlines(statements, LEDGER_GROUNDS), VOCABULARY):  # type: ignore[arg-type]
        assert promise.leading in promise.promises
        assert promise.first == first_promise(reversed(promise.promises)) == promise.promises[0]
        assert all(
            parse_date(promise.first.value).last <= parse_date(statement.value).last for statement in promise.promises
        )
        assert promise.actual.basis != "planned"
