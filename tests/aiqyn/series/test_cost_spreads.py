"""How far apart figures for cost are, in one currency."""

from __future__ import annotations

from aiqyn.ledger import Statement, disagreements
from aiqyn.series.cost_spreads import Spread, cost_spreads
from aiqyn.values.number import Bound
from tests.aiqyn.register_factory import grounds, statement

GROUNDS = grounds(published={"press": "2020"})


def spreads(*statements: Statement, most: int = 25) -> list[Spread]:
    return cost_spreads(disagreements(statements, GROUNDS), GROUNDS, most)


def values(spread: Spread) -> list[str]:
    return [cost.statement.value for cost in spread.costs]


def test_all_rival_figures_stand_from_the_lowest_to_the_highest() -> None:
    (spread,) = spreads(statement(value="160"), statement(value="136.2"), statement(value="<150"))
    assert values(spread) == ["136.2", "<150", "160"]
    assert [cost.bound for cost in spread.costs] == [Bound.EXACT, Bound.LESS, Bound.EXACT]
    assert spread.key.subject == "zhanatas-wind"


def test_another_currency_counts_by_the_rate_of_its_year_or_of_its_publication() -> None:
    tenge = {"unit": "KZT billion", "value": "33"}
    (spread,) = spreads(
        statement(value="150", as_of="2019"),
        statement(**tenge, as_of="2019"),
        statement(**tenge, as_of="", source="press"),
        statement(**tenge, as_of=""),
        statement(**tenge, as_of="2015/2019"),
    )
    years = [(cost.statement.unit, cost.statement.as_of, cost.statement.source) for cost in spread.costs]
    assert sorted(years) == [
        ("KZT billion", "", "press"),
        ("KZT billion", "2019", "inform-2019"),
        ("USD million", "2019", "inform-2019"),
    ]


def test_parts_are_things_of_their_own_and_only_so_many_are_taken() -> None:
    rivals = [statement(value=value, part=part) for part in ("", "phase-2") for value in ("100", "200")]
    assert [spread.key.part for spread in spreads(*rivals)] == ["", "phase-2"]
    assert len(spreads(*rivals, most=1)) == 1


def test_figures_that_agree_are_no_spread() -> None:
    assert spreads(statement(value="136.2"), statement(value="136")) == []
