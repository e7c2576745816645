"""Tests of aiqyn.ledger.disagreement."""

from __future__ import annotations

import random
from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiqyn.ledger import Difference, Disagreement, Grounds, Statement, disagreements
from aiqyn.ledger.named_rules import named_rules
from aiqyn.vocabulary import load_vocabulary
from tests.aiqyn.register_factory import LEDGER_GROUNDS, about, grounds, ledgers, statement

CONFLICT, UNDATED, SUCCESSIVE, CUT_SHORT, BASIS, PART = Difference
PLAIN = grounds()
ValueAndDate = tuple[str, ...]


def kinds(statements: list[Statement], by: Grounds = PLAIN) -> list[Difference]:
    return [difference.kind for difference in disagreements(statements, by)]


def only(statements: list[Statement], by: Grounds = PLAIN) -> Disagreement:
    (difference,) = disagreements(statements, by)
    return difference


def values(difference: Disagreement) -> set[str]:
    return {statement.value for statement in difference.statements}


@pytest.mark.parametrize(
    ("name", "values_and_dates", "expected"),
    [
        # the same time: rivals
        ("cost", [("130", "2019"), ("150", "2019")], [CONFLICT]),
        ("cost", [("130", "2019"), ("150", "2019-07")], [CONFLICT]),
        ("cost", [("130", "2018/2020"), ("150", "2019-07")], [CONFLICT]),
        ("jobs", [("15", "2021"), ("20", "2021"), ("40", "2021")], [CONFLICT]),
        ("status", [("operating", "2021"), ("suspended", "2021")], [CONFLICT]),
        ("coordinates", [("43.5,69.7",), ("44.5,69.7",)], [CONFLICT]),
        # other times: a value that changes has changed
        ("cost", [("130", "2018"), ("150", "2019")], [SUCCESSIVE]),
        ("status", [("announced", "2018"), ("operating", "2021")], [SUCCESSIVE]),
        ("cost", [("130", "2018"), ("150", "2019"), ("160", "2019")], [CONFLICT, SUCCESSIVE]),
        # a value that does not change
        ("generation", [("319", "2018"), ("350", "2020")], [CONFLICT]),
        ("generation", [("319", ""), ("350", "")], [CONFLICT]),
        ("generation", [("319", ""), ("350", "2020")], [CONFLICT]),
        # no date: it cannot be told
        ("jobs", [("15", ""), ("20", "")], [UNDATED]),
        ("jobs", [("15", ""), ("20", "2020")], [UNDATED]),
        # within what is printed
        ("cost", [("136", "2019"), ("136.2", "2019")], []),
        ("cost", [("about 160", "2019"), ("160", "2020")], []),
        ("cost", [(">130", "2019"), ("150", "2019")], []),
        ("cost", [("130-160", "2019"), ("150", "2019")], []),
        ("status", [("operating", "2019"), ("operating", "2021")], []),
        ("coordinates", [("43.5,69.7;u=9000",), ("43.55,69.72;u=500",)], []),
        # cut short
        ("cost", [("136", "2019"), ("136.7", "2019")], [CUT_SHORT]),
        ("cost", [("136", "2018"), ("136.7", "2021")], [CUT_SHORT]),
        ("cost", [("136", "2019"), ("136.7", "2019"), ("150", "2019")], [CONFLICT, CUT_SHORT]),
        # a plan beside a fact
        ("cost", [("130", "2019", "planned"), ("150", "2019")], [BASIS]),
        ("jobs", [("40", "2019", "planned"), ("15", ""), ("20", "")], [UNDATED, BASIS]),
        ("cost", [("150", "2019", "planned"), ("150", "2021")], []),
        ("cost", [("136", "2019", "planned"), ("136.7", "2021")], []),
        # reported, estimated and measured are one side
        ("cost", [("130", "2019", "estimated"), ("150", "2019", "measured")], [CONFLICT]),
        # dates: a promise moves, a fact does not
        ("commissioning", [("2014", "2011", "planned"), ("2021", "2018", "planned")], [SUCCESSIVE]),
        ("commissioning", [("2014", "2011", "planned"), ("2021", "2011", "planned")], [CONFLICT]),
        ("commissioning", [("2020-09", "2021"), ("2021-06", "2022")], [CONFLICT]),
        ("commissioning", [("2021-06", "2021"), ("2021-06-20", "2022"), ("2021", "")], []),
        ("commissioning", [("2021", "2018", "planned"), ("2022-11", "2022")], [BASIS]),
        ("commissioning", [("2022", "2018", "planned"), ("2022-11", "2022")], []),
        # units
        ("capacity", [("100", "2021"), ("101", "2021")], [CONFLICT]),
        # one value only
        ("cost", [("150", "2019")], []),
        ("cost", [("150", "2019"), ("150", "2019"), ("150", "")], []),
    ],
)
def test_what_kind_of_difference_there_is(
    name: str, values_and_dates: list[ValueAndDate], expected: list[Difference]
) -> None:
    assert kinds(about(name, *values_and_dates)) == expected


def test_figures_in_two_units_of_one_dimension_are_compared() -> None:
    statements = [
        statement(property="capacity", value="1.2", unit="GW"),
        statement(property="capacity", value="1200"),
    ]
    assert kinds(statements) == []
    statements.append(statement(property="capacity", value="1500"))
    difference = only(statements)
    assert (difference.kind, difference.low, difference.high, difference.unit) == (CONFLICT, 1200, 1500, "MW")


def test_figures_of_two_dimensions_are_not_compared() -> None:
    statements = [
        statement(property="capacity", value="100", unit="t/day"),
        statement(property="capacity", value="30000", unit="t/year"),
    ]
    assert kinds(statements) == []


def test_several_values_of_a_property_that_may_have_many_never_disagree() -> None:
    for name, first, second in [("region", "jambyl", "turkistan"), ("name", "Zhanatas", "Janatas")]:
        assert load_vocabulary().properties[name].many
        assert kinds(about(name, (first,), (second,))) == []


def test_values_of_two_periods_never_disagree_and_those_of_one_do() -> None:
    statements = about("projects_by_year", ("5", "2019"), ("8", "2020"), entity="programme")
    assert kinds(statements) == []
    statements += about("projects_by_year", ("8", "2019"), entity="programme", part="")
    assert kinds(statements) == [CONFLICT]
    assert only(statements).key.period == "2019"


def test_values_of_two_parts_of_a_period_property_are_not_set_against_each_other() -> None:
    statements = about("projects_by_year", ("5", "2019"), entity="programme", part="launched")
    statements += about("projects_by_year", ("8", "2019"), entity="programme", part="planned")
    assert kinds(statements) == []


def test_different_parts_are_shown_and_never_called_a_conflict() -> None:
    statements = about("capacity", ("100", "2021")) + about("capacity", ("400", "2021"), part="phase-2")
    difference = only(statements)
    assert (difference.kind, difference.side, difference.key.part, difference.spread) == (PART, "both", "", 3)
    assert values(difference) == {"100", "400"}


def test_parts_whose_values_surely_agree_are_no_difference() -> None:
    assert kinds(about("capacity", ("100",)) + about("capacity", ("about 100",), part="phase-2")) == []
    assert kinds(about("commissioning", ("2021",)) + about("commissioning", ("2021-06",), part="phase-2")) == []


def test_a_conflict_inside_a_part_is_no_difference_between_parts() -> None:
    statements = about("capacity", ("100-400", "2021"))
    statements += about("capacity", ("200", "2021"), ("300", "2021"), part="phase-2")
    difference = only(statements)
    assert (difference.kind, difference.key.part) == (CONFLICT, "phase-2")


def test_statements_about_two_entities_are_not_compared() -> None:
    assert kinds([statement(value="130"), statement(value="150", entity="other")]) == []


def test_editions_are_compared_under_their_programme() -> None:
    statements = [
        statement(entity=f"edition-{year}", property="projects_total", value=total, as_of=as_of)
        for year, total, as_of in (("a", "52", "2016-02"), ("b", "51", "2016-09"), ("c", "51", "2016-02"))
    ]
    subjects = {f"edition-{name}": "programme" for name in "abc"}
    assert kinds(statements) == []
    differences = disagreements(statements, grounds(subjects=subjects))
    assert [(difference.kind, difference.key.subject) for difference in differences] == [
        (CONFLICT, "programme"),
        (SUCCESSIVE, "programme"),
    ]
    assert {statement.as_of for statement in differences[0].statements} == {"2016-02"}


def test_a_retracted_statement_disagrees_with_nothing() -> None:
    first, second = about("cost", ("130",), ("150",))
    retraction = statement(property="retraction", value=first.id)
    restored = statement(property="retraction", value=retraction.id)
    assert kinds([first, second, retraction]) == []
    assert kinds([first, second, retraction, restored]) == [CONFLICT]


# Money in two currencies.


@pytest.mark.parametrize(
    ("tenge", "as_of", "expected"),
    [
        ("20", "2013", []),  # 131 million dollars at 152 tenge
        ("22", "2013", []),  # 145: within the tolerance of the rate
        ("30", "2013", [CONFLICT]),  # 197
        ("50", "2019", []),  # 131 at 383
        ("20", "2019", [CONFLICT]),  # 52
        ("20", "2014", []),  # 111: a year of two rates, so the tolerance is wide
        ("30", "", []),
        ("30", "2018/2020", []),
        ("30", "XXXX-09", []),
        ("30", "2030", []),
    ],
)
def test_currencies_are_compared_by_the_rate_of_the_year_or_not_at_all(
    tenge: str, as_of: str, expected: list[Difference]
) -> None:
    statements = [statement(value="131", as_of=as_of), statement(value=tenge, unit="KZT billion", as_of=as_of)]
    assert kinds(statements) == expected


def test_the_spread_of_two_currencies_is_in_dollars_and_marked_as_converted() -> None:
    difference = only([statement(value="131", as_of="2013"), statement(value="30", unit="KZT billion", as_of="2013")])
    assert (difference.low, difference.high, difference.unit, difference.converted) == (
        131_000_000,
        197_000_000,
        "USD",
        True,
    )
    assert difference.spread == Decimal("0.5038")


# What the register really holds.


def test_the_cost_of_zhanatas_is_a_conflict_and_its_change_successive() -> None:
    statements = about(
        "cost",
        ("160", "2019"),
        ("about 160", "2019"),
        ("130", "2019"),
        ("136.2", "2019-12", "estimated"),
        ("150", "2020-10-01"),
        ("about 150", "2023-12-06"),
    )
    conflict, successive = disagreements(statements, PLAIN)
    assert (conflict.kind, successive.kind) == (CONFLICT, SUCCESSIVE)
    assert values(conflict) == {"160", "about 160", "130", "136.2"}
    assert (conflict.low, conflict.high, conflict.unit, conflict.converted) == (
        130,
        160,
        "USD million",
        False,
    )
    assert conflict.spread == Decimal("0.2308")
    assert values(successive) == {"160", "about 160", "130", "136.2", "150", "about 150"}


def test_the_staff_of_zhanatas_is_undated_and_differs_from_its_plan() -> None:
    statements = about("jobs", ("about 20", ""), ("15", ""), ("40", "2019", "planned"))
    undated, basis = disagreements(statements, PLAIN)
    assert (undated.kind, undated.side, values(undated)) == (UNDATED, "actual", {"about 20", "15"})
    assert (basis.kind, basis.side, basis.low, basis.high) == (BASIS, "both", 15, 40)


def test_the_output_of_zhanatas_is_a_conflict_of_plans_beside_a_fact() -> None:
    statements = about(
        "generation",
        ("about 360", "", "reported"),
        ("350", "2019", "planned"),
        ("350", "2019-07-18", "planned"),
        ("319", "2020-01-07", "planned"),
    )
    conflict, basis = disagreements(statements, PLAIN)
    assert (conflict.kind, conflict.side, conflict.low, conflict.high) == (CONFLICT, "planned", 319, 350)
    assert (basis.kind, basis.low, basis.high, basis.unit) == (BASIS, 319, 360, "GWh/year")


def test_a_figure_of_another_dimension_does_not_spoil_the_spread() -> None:
    statements = about("generation", ("about 360", "2019"), ("319", "2019"))
    statements.append(statement(property="generation", value="about 1", unit="GWh/day", basis="planned", as_of="2019"))
    difference = only(statements)
    assert (difference.low, difference.high, difference.unit) == (319, 360, "GWh/year")


def test_the_promises_of_kpi_moved_and_are_not_a_conflict() -> None:
    promised = [("2014", "2011"), ("2020", "2016"), ("2021", "2018"), ("2022", "2021")]
    statements = about(
        "commissioning", *((value, as_of, "planned") for value, as_of in promised), ("2022-11", "2022-11")
    )
    successive, basis = disagreements(statements, PLAIN)
    assert (successive.kind, successive.side, len(successive.statements)) == (SUCCESSIVE, "planned", 4)
    assert successive.spread == Decimal("8.0000")
    assert basis.kind is BASIS


def test_the_cost_of_kpi_agrees_and_its_contract_does_not() -> None:
    assert kinds(about("cost", ("2.6", "2012"), ("2.63", "2012"), unit="USD billion")) == []
    assert kinds(about("contract_value", ("1.79", ""), ("1.865", ""), unit="USD billion")) == [CONFLICT]


def test_trade_of_one_year_differs_by_source_and_of_two_years_does_not() -> None:
    statements = about(
        "series_value", ("19.88", "2018"), ("12", "2018"), ("41", "2023"), unit="USD billion", entity="t"
    )
    difference = only(statements)
    assert (difference.kind, difference.key.period, difference.low, difference.high) == (
        CONFLICT,
        "2018",
        12,
        Decimal("19.88"),
    )
    assert difference.spread == Decimal("0.6567")


# Spread.


@pytest.mark.parametrize(
    ("first", "second", "spread"),
    [
        ("100", "150", "0.5"),
        ("50-60", "120", "1.4"),
        (">200", "100", "1"),
        ("0", "5", "1000"),
        ("-3", "5", "1000"),
    ],
)
def test_the_spread_is_how_many_times_the_largest_exceeds_the_smallest_less_one(
    first: str, second: str, spread: str
) -> None:
    assert only(about("cost", (first,), (second,))).spread == Decimal(spread)


def test_a_spread_has_a_limit_whatever_the_figures() -> None:
    statements = [statement(value="0.000000001"), statement(value="9" * 15, unit="USD trillion")]
    difference = only(statements)
    assert difference.spread == 1000
    assert difference.high == Decimal("9" * 15)


@pytest.mark.parametrize(
    ("first", "second", "years"),
    [
        ("2020-09-01", "2021-03-01", "0.4956"),
        ("../2019", "2021", "1.0048"),
        ("XXXX-09", "2021-06", "0.0000"),
        ("2015/2017", "2021", "6.0014"),
    ],
)
def test_the_spread_of_dates_is_in_years(first: str, second: str, years: str) -> None:
    difference = only(about("commissioning", (first,), (second,)))
    assert difference.spread == Decimal(years)
    assert (difference.low, difference.high, difference.unit) == (None, None, "")


def test_codes_and_points_have_no_spread() -> None:
    assert only(about("status", ("operating",), ("suspended",))).spread == 0
    assert only(about("coordinates", ("43.5,69.7",), ("44.5,69.7",))).spread == 0


def test_every_kind_of_difference_is_explained_to_readers_gravest_first() -> None:
    assert [key for group, key in named_rules() if group == "difference"] == list(Difference)


# Laws.


@given(ledgers, st.randoms(use_true_random=False))
def test_disagreements_do_not_depend_on_order_or_repetition(statements: list[Statement], chance: random.Random) -> None:
    expected = disagreements(statements, LEDGER_GROUNDS)
    shuffled = statements + chance.sample(statements, len(statements) // 2)
    chance.shuffle(shuffled)
    assert disagreements(shuffled, LEDGER_GROUNDS) == expected


@given(ledgers)
def test_the_statements_of_a_disagreement_alone_give_it_again(statements: list[Statement]) -> None:
    for difference in disagreements(statements, LEDGER_GROUNDS):
        assert difference in disagreements(difference.statements, LEDGER_GROUNDS)


@given(ledgers)
def test_a_disagreement_is_between_standing_statements_of_one_thing(statements: list[Statement]) -> None:
    retracted = {statement.value for statement in statements if statement.property == "retraction"}
    restored = {
        statement.value for statement in statements if statement.id in retracted and statement.property == "retraction"
    }
    for difference in disagreements(statements, LEDGER_GROUNDS):
        assert len({statement.id for statement in difference.statements}) == len(difference.statements) >= 2
        assert {statement.property for statement in difference.statements} == {difference.key.property}
        assert not {statement.id for statement in difference.statements} & (retracted - restored)
        assert difference.spread >= 0
        if difference.low is not None and difference.high is not None:
            assert difference.low <= difference.high


@given(ledgers)
def test_a_conflict_has_two_statements_that_conflict_alone(statements: list[Statement]) -> None:
    for difference in disagreements(statements, LEDGER_GROUNDS):
        if difference.kind is CONFLICT:
            pairs = combinations(difference.statements, 2)
            assert any(CONFLICT in kinds(list(pair), LEDGER_GROUNDS) for pair in pairs)
