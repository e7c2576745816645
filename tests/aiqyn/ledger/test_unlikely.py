"""Tests of aiqyn.ledger.unlikely: the values of the public bug reports, and what is usual."""

from __future__ import annotations

from decimal import Decimal

import pytest

from aiqyn.ledger import Statement, headlines
from aiqyn.ledger.claim import Groups
from aiqyn.ledger.headline import UNLIKELY
from aiqyn.ledger.unlikely import doubts_in
from aiqyn.values.rates import load_rates
from tests.aiqyn.refusals import in_english
from tests.aiqyn.register_factory import LEDGER_GROUNDS, statement


def doubts(*statements: Statement) -> list[tuple[str, str, str]]:
    """The value, the code and the field of each doubt."""
    groups = Groups(statements, LEDGER_GROUNDS)
    return [(doubted.value, reason.code, reason.field) for doubted, reason in doubts_in(groups)]


def leaders(*statements: Statement) -> list[tuple[str, str]]:
    return [(leader.statement.value, leader.rule) for leader in headlines(statements, LEDGER_GROUNDS)]


@pytest.mark.parametrize(
    ("fields", "code", "field"),
    [
        ({"property": "status", "value": "operating", "as_of": "2999"}, "unlikely_far", "as_of"),
        ({"property": "status", "value": "operating", "as_of": "2999"}, "unlikely_future", "as_of"),
        ({"property": "status", "value": "operating", "as_of": "2999", "basis": "planned"}, "unlikely_far", "as_of"),
        ({"property": "status", "value": "operating", "as_of": "1026"}, "unlikely_early", "as_of"),
        ({"property": "status", "value": "operating", "as_of": "2019/2999"}, "unlikely_far", "as_of"),
        ({"property": "status", "value": "operating", "as_of": "2026-12"}, "unlikely_future", "as_of"),
        ({"property": "commissioning", "value": "1026"}, "unlikely_early", "value"),
        ({"property": "commissioning", "value": "2028"}, "unlikely_future", "value"),
        ({"property": "cost", "value": "42300", "unit": "USD billion"}, "unlikely_most", "value"),
        ({"property": "cost", "value": "-1"}, "unlikely_least", "value"),
        ({"property": "cost", "value": "0"}, "unlikely_least", "value"),
        ({"property": "cost", "value": "5", "unit": "KZT"}, "unlikely_least", "value"),
        ({"property": "cost", "value": "136.2", "unit": "USD"}, "unlikely_least", "value"),
        ({"property": "financing", "value": "0"}, "unlikely_nought", "value"),
        ({"property": "fine", "value": "0", "unit": "KZT million"}, "unlikely_nought", "value"),
        ({"property": "capacity", "value": "0", "unit": "MW"}, "unlikely_nought", "value"),
        ({"property": "length", "value": "0-3", "unit": "km"}, "unlikely_nought", "value"),
        ({"property": "capacity", "value": "100000", "unit": "GW"}, "unlikely_most", "value"),
        ({"property": "capacity", "value": ">20-30", "unit": "GW"}, "unlikely_most", "value"),
        ({"property": "jobs", "value": "12000000"}, "unlikely_most", "value"),
    ],
)
def test_an_unlikely_value_is_doubted_and_named(fields: dict[str, str], code: str, field: str) -> None:
    fields = {name: text.removeprefix(">") for name, text in fields.items()}
    doubted = statement(**fields)
    assert (doubted.value, code, field) in doubts(doubted)
    reasons = [reason for _, reason in doubts_in(Groups([doubted], LEDGER_GROUNDS)) if reason.code == code]
    shown = in_english(reasons[0])
    assert (doubted.value if field == "value" else doubted.as_of) in shown.message
    assert "confirmed" in shown.way_out
    # Nothing else is stated, so it is shown: with the rule that keeps it out of sums.
    assert leaders(doubted) == [(doubted.value, UNLIKELY)]
    # Who has read the source a second time may say so; editors may prefer what is recorded already.
    assert doubts(statement(**fields, confidence="confirmed")) == []
    assert doubts(doubted, statement(property="preference", value=doubted.id)) == []


@pytest.mark.parametrize(
    "fields",
    [
        {"property": "capacity", "value": "22.5", "unit": "GW"},
        {"property": "cost", "value": "10", "unit": "USD thousand"},
        {"property": "cost", "value": "5", "unit": "KZT million"},
        {"property": "financing", "value": "1", "unit": "KZT"},
        {"property": "invested", "value": "0"},
        {"property": "disbursed", "value": "0"},
        {"property": "jobs", "value": "0", "unit": "persons"},
        {"property": "status", "value": "operating", "as_of": "2026-11-22"},  # today, east of where days are counted
        {"property": "status", "value": "operating", "as_of": "2026"},
        {"property": "status", "value": "operating", "as_of": "XXXX-10-25"},
        {"property": "status", "value": "operating", "as_of": "../2019"},
        {"property": "status", "value": "operating", "as_of": "2026-23"},
        {"property": "commissioning", "value": "2028", "basis": "planned"},
        {"property": "commissioning", "value": "2019/.."},
        {"property": "status", "value": "operating", "as_of": ""},
        {"property": "status", "value": "operating", "as_of": "2030", "recorded": ""},  # the day is stamped at load
    ],
)
def test_what_is_usual_is_not_doubted(fields: dict[str, str]) -> None:
    assert doubts(statement(**fields)) == []


def test_a_value_beside_likely_ones_does_not_lead() -> None:
    usual = statement(value="42.3", unit="USD billion", source="blog", basis="claimed")
    slip = statement(value="42300", unit="USD billion", source="act", basis="measured")
    assert leaders(usual, slip) == [("42.3", "likely")]
    confirmed = statement(value="42300", unit="USD billion", source="act", basis="measured", confidence="confirmed")
    assert leaders(usual, confirmed) == [("42300", "basis")]
    late = statement(property="status", value="operating", as_of="2999")
    assert leaders(late, statement(property="status", value="suspended", as_of="2020")) == [("suspended", "likely")]
    # An unlikely fact does not come before a plan either.
    planned = statement(property="status", value="announced", basis="planned")
    assert leaders(late, planned) == [("announced", "only"), ("operating", UNLIKELY)]


def test_a_figure_a_thousand_times_its_rivals_is_doubted_with_the_nearest_of_them() -> None:
    figures = [statement(value=value, source=f"s{number}") for number, value in enumerate(("150", "120", "0.11"))]
    assert doubts(*figures) == [("0.11", "unlikely_apart", "value")]
    ((_, reason),) = doubts_in(Groups(figures, LEDGER_GROUNDS))
    assert (reason.values["other"], reason.values["source"]) == ("120 USD million", "s1")
    # Between two nobody can tell which is wrong; of other parts nothing is compared.
    assert {value for value, _, _ in doubts(figures[0], figures[2])} == {"150", "0.11"}
    unsure = statement(value="0.11", source="s2", confidence="low")
    assert doubts(figures[0], unsure) == [("0.11", "unlikely_apart", "value")]
    assert doubts(figures[0], statement(value="0.11", part="north")) == []
    assert doubts(figures[0], statement(property="invested", value="0")) == []
    assert doubts(figures[0], statement(value="0.16")) == []


def test_what_is_withdrawn_is_not_doubted_and_no_neighbour() -> None:
    usual, slip = statement(value="150"), statement(value="150000000")
    withdrawal = statement(property="retraction", value=slip.id)
    assert doubts(usual, slip, withdrawal) == []


@pytest.mark.parametrize("as_of", ["2019", "2026", "2001", "2019/2020"])
def test_money_is_measured_by_rivals_in_other_currencies_as_well(as_of: str) -> None:
    """At the rate of the nearest year that has one: a rate moves by a few times, what is doubted is a thousand off."""
    rivals = [
        statement(property="financing", value=value, as_of="2019", source=f"s{value}") for value in ("130", "150")
    ]
    slip = statement(property="financing", value="5", unit="KZT million", as_of=as_of)
    assert doubts(*rivals, slip) == [("5", "unlikely_apart", "value")]
    ((_, reason),) = doubts_in(Groups([*rivals, slip], LEDGER_GROUNDS))
    assert (reason.values["value"], reason.values["other"]) == ("5 KZT million", "130 USD million")
    assert "5" not in {value for value, _ in leaders(*rivals, slip)}
    # The same money is not doubted, in whatever currency: 55 billion tenge are about as much.
    assert doubts(*rivals, statement(property="financing", value="55", unit="KZT billion", as_of=as_of)) == []


def test_a_figure_near_one_in_its_own_currency_is_not_doubted_for_others() -> None:
    tenge = [statement(property="financing", value=value, unit="KZT million", as_of="2019") for value in ("5", "6")]
    dollars = statement(property="financing", value="150", as_of="2019")
    assert doubts(*tenge, dollars) == [("150", "unlikely_apart", "value")]


def test_money_without_a_date_or_a_rate_is_measured_in_its_own_currency_alone() -> None:
    dollars = statement(property="financing", value="150", as_of="2019")
    undated = statement(property="financing", value="5", unit="KZT", as_of="XXXX-10-25")
    assert doubts(dollars, undated) == []
    assert doubts(dollars, statement(property="financing", value="5", unit="RUB", as_of="2019")) == []


def test_the_last_rates_tell_an_order_that_those_of_all_years_keep() -> None:
    """Else the quick answer for a group, which goes by the last rates, might call usual what is a thousand off."""
    rates: dict[str, list[Decimal]] = {}
    for (currency, _), rate in load_rates().items():
        rates.setdefault(currency, []).append(rate.per_usd)
    spreads = sorted(max(known) / min(known) for known in rates.values())
    assert spreads[-1] * spreads[-2] < 10
