"""Tests of aiqyn.ledger.headline."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiqyn.ledger import Grounds, Headline, Statement, headline, headlines
from aiqyn.ledger.headline import LAST_RULE, ONLY, RULES, UNLIKELY
from aiqyn.ledger.named_rules import named_rules
from tests.aiqyn.register_factory import LEDGER_GROUNDS, about, grounds, ledgers, statement

TIERS = grounds(tiers={"act": 1, "agency": 4, "press": 5, "blog": 5, "wire": 5, "post": 5})


def lead(*statements: Statement, by: Grounds = TIERS) -> Headline:
    leading = headline(statements, by)
    assert leading is not None
    return leading


#: For each rule, the statement that leads and those it leads; each differs from it in what the rule looks at.
CASES: dict[str, tuple[dict[str, str], list[dict[str, str]]]] = {
    "likely": (
        {"value": "15", "basis": "claimed", "source": "blog"},
        [
            {"value": "15000000", "basis": "measured", "source": "act"},
            {"value": "20", "basis": "measured", "as_of": "2999"},
        ],
    ),
    "basis": (
        {"value": "15", "basis": "measured", "source": "blog"},
        [{"value": "20", "basis": "reported", "source": "act"}, {"value": "40", "basis": "claimed"}],
    ),
    "latest_state": (
        {"value": "15", "as_of": "2021", "source": "blog"},
        [{"value": "20", "as_of": "2020-12-31", "source": "act"}, {"value": "40", "as_of": ""}],
    ),
    "tier": (
        {"value": "15", "source": "act"},
        [{"value": "20", "source": "agency"}, {"value": "40", "source": "press"}],
    ),
    "sharpest": (
        {"value": "136", "source": "blog"},
        [{"value": "about 150", "source": "press"}, {"value": "20", "source": "wire"}],
    ),
    "most_said": (
        {"value": "20", "source": "blog"},
        [{"value": "15", "source": "press"}, {"value": "20", "source": "wire", "as_of": "2018"}],
    ),
    "latest": (
        {"property": "generation", "value": "350", "as_of": "2021", "source": "blog"},
        [{"property": "generation", "value": "319", "as_of": "2020", "source": "press"}],
    ),
}


def test_a_closer_source_leads_a_sharper_figure() -> None:
    closer = statement(property="jobs", value="about 150", source="act")
    sharper = statement(property="jobs", value="136", source="press")
    leading = lead(closer, sharper)
    assert (leading.statement, leading.rule) == (closer, "tier")


@pytest.mark.parametrize("rule", CASES)
def test_each_rule_decides_and_is_named(rule: str) -> None:
    first, rest = CASES[rule]
    leader, *others = (statement(**{"property": "jobs", **fields}) for fields in (first, *rest))
    leading = lead(leader, *others)
    assert (leading.statement, leading.rule) == (leader, rule)
    assert set(leading.others) == set(others)


def test_one_value_in_two_units_counts_as_said_twice() -> None:
    statements = [
        statement(property="generation", value="350", source="a"),
        statement(property="generation", value="0.350", unit="TWh/year", source="b", as_of="2018"),
        statement(property="generation", value="319", source="c", as_of="2020"),
    ]
    leading = lead(*statements, by=grounds())
    assert (leading.statement, leading.rule) == (statements[0], "latest")


def test_a_source_that_repeats_itself_counts_once() -> None:
    statements = about("generation", ("350",), ("319",))
    again = statement(property="generation", value="319", source="source-1", as_of="2018")
    assert lead(*statements, again, by=grounds()).rule == LAST_RULE


def test_when_no_rule_decides_the_smallest_id_leads() -> None:
    first, second = about("generation", ("319",), ("350",))
    leading = lead(first, second, by=grounds())
    assert (leading.statement, leading.rule) == (min(first, second), LAST_RULE)


def test_a_statement_alone_leads_because_it_is_the_only_one() -> None:
    leading = lead(statement())
    assert (leading.rule, leading.others, leading.side) == (ONLY, (), "actual")


def test_a_preference_wins_over_every_other_rule_and_a_retracted_one_does_not() -> None:
    best = statement(value="150", basis="measured", source="act", as_of="2022")
    weak = statement(value="about 130", basis="claimed", source="blog", as_of="")
    preference = statement(property="preference", value=weak.id, note="the only audited figure")
    retraction = statement(property="retraction", value=preference.id)
    assert (lead(best, weak, preference).statement, lead(best, weak, preference).rule) == (weak, "preference")
    assert (lead(best, weak, preference, retraction).statement, lead(best, weak).rule) == (best, "basis")


def test_a_retracted_statement_does_not_lead_and_a_restored_one_does() -> None:
    best, weak = statement(source="act"), statement(value="130", source="blog")
    retraction = statement(property="retraction", value=best.id)
    restored = statement(property="retraction", value=retraction.id)
    assert lead(best, weak, retraction).statement == weak
    assert lead(best, weak, retraction, restored).statement == best
    assert headline([best, retraction], TIERS) is None


def test_a_preference_of_a_retracted_statement_has_no_effect() -> None:
    best, weak = statement(source="act"), statement(value="130", source="blog")
    preference = statement(property="preference", value=weak.id)
    retraction = statement(property="retraction", value=weak.id)
    assert lead(best, weak, preference, retraction) == lead(best)


def test_what_is_leads_before_what_was_planned_and_both_have_a_headline() -> None:
    plan = statement(value="130", basis="planned", source="act")
    fact = statement(value="150", basis="claimed", source="blog")
    leading = headlines([plan, fact], TIERS)
    assert [(leader.side, leader.statement, leader.rule) for leader in leading] == [
        ("actual", fact, ONLY),
        ("planned", plan, ONLY),
    ]
    assert headline([plan, fact], TIERS) == leading[0]


def test_a_day_of_an_unknown_year_is_not_the_latest() -> None:
    dated = statement(value="15", property="jobs", as_of="2021", source="press")
    vague = statement(value="20", property="jobs", as_of="XXXX-09-17", source="press")
    assert (lead(dated, vague).statement, lead(dated, vague).rule) == (dated, "latest_state")


@pytest.mark.parametrize(
    ("sharper", "other"),
    [("2021-06-20", "2021-06"), ("2021-06", "2021"), ("2021", "2021~"), ("2021-06", "2020/2021")],
)
def test_the_sharper_date_leads(sharper: str, other: str) -> None:
    statements = about("commissioning", (sharper,), (other,))
    leading = lead(*statements, by=grounds())
    assert (leading.statement.value, leading.rule) == (sharper, "sharpest")


def test_a_fixed_property_does_not_prefer_the_latest_to_the_better_source() -> None:
    act = statement(property="generation", value="319", as_of="2019", source="act")
    blog = statement(property="generation", value="350", as_of="2023", source="blog")
    assert lead(act, blog).rule == "tier"


@pytest.mark.parametrize(
    "other",
    [
        {"entity": "other"},
        {"property": "jobs", "value": "5"},
        {"part": "phase-2"},
    ],
)
def test_one_headline_of_several_things_is_refused(other: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="several things; use headlines"):
        headline([statement(), statement(**other)], TIERS)


def test_values_of_two_periods_are_two_things() -> None:
    years = about("projects_by_year", ("5", "2019"), ("8", "2020"), entity="programme")
    with pytest.raises(ValueError, match="several things"):
        headline(years, TIERS)
    assert [leader.key.period for leader in headlines(years, TIERS)] == ["2019", "2020"]


def test_nothing_has_no_headline() -> None:
    assert headline([], TIERS) is None
    assert headlines([], TIERS) == []


def test_every_rule_is_explained_to_readers_in_the_order_in_which_it_is_applied() -> None:
    named = [key for group, key in named_rules() if group == "headline"]
    assert named == [ONLY, UNLIKELY, *(name for name, _ in RULES), LAST_RULE]


@given(ledgers, st.randoms(use_true_random=False))
def test_headlines_do_not_depend_on_order_or_repetition(statements: list[Statement], chance: random.Random) -> None:
    expected = headlines(statements, LEDGER_GROUNDS)
    shuffled = statements + chance.sample(statements, len(statements) // 2)
    chance.shuffle(shuffled)
    assert headlines(shuffled, LEDGER_GROUNDS) == expected


@given(ledgers)
def test_the_headlines_of_headlines_are_themselves(statements: list[Statement]) -> None:
    leading = [leader.statement for leader in headlines(statements, LEDGER_GROUNDS)]
    again = headlines(leading, LEDGER_GROUNDS)
    # Which of a fact and a plan comes first may depend on what else was stated.
    assert {leader.statement.id for leader in again} == {leader.id for leader in leading}
    assert {leader.rule for leader in again} <= {ONLY, UNLIKELY}


@given(ledgers)
def test_every_statement_that_stands_leads_or_stands_beside_one_that_leads(statements: list[Statement]) -> None:
    shown = [
        shown_statement.id
        for leader in headlines(statements, LEDGER_GROUNDS)
        for shown_statement in (leader.statement, *leader.others)
    ]
    retracted = {shown_statement.value for shown_statement in statements if shown_statement.property == "retraction"}
    plain = {
        shown_statement.id
        for shown_statement in statements
        if shown_statement.property not in {"retraction", "preference"}
    }
    assert len(shown) == len(set(shown))
    assert plain - retracted <= set(shown) <= plain
