"""Tests of aiqyn.ledger.claim."""

from __future__ import annotations

import sys
from decimal import Decimal
from itertools import permutations

import pytest

from aiqyn.ledger import Source, Statement, source_rank
from aiqyn.ledger.claim import Groups, claim, side_of, standing_and_preferred, standing_statements, withdrawn_ids
from aiqyn.values.dates import Date
from aiqyn.values.measure import Measure
from aiqyn.values.points import Point
from aiqyn.vocabulary import load_vocabulary
from tests.aiqyn.register_factory import about, grounds, statement

PROPERTIES = load_vocabulary().properties


def retraction_of(target: Statement, **fields: str) -> Statement:
    return statement(property="retraction", value=target.id, **fields)


def stand(*statements: Statement) -> set[str]:
    return {statement.id for statement in standing_statements(statements)}


def test_a_retraction_removes_what_it_names_and_is_not_shown_itself() -> None:
    first_statement, second_statement = about("cost", ("130",), ("150",))
    assert stand(first_statement, second_statement, retraction_of(first_statement)) == {second_statement.id}


def test_a_retracted_retraction_restores_in_any_order() -> None:
    plain = statement()
    first = retraction_of(plain)
    second = retraction_of(first)
    for order in permutations([plain, first, second]):
        assert stand(*order) == {plain.id}


def test_a_statement_stays_withdrawn_while_one_of_its_retractions_stands() -> None:
    plain = statement()
    first, again = retraction_of(plain), retraction_of(plain, note="for another reason")
    assert stand(plain, first, again, retraction_of(first)) == set()


def test_a_chain_of_retractions_of_any_length_is_followed() -> None:
    chain = [statement()]
    for _ in range(sys.getrecursionlimit() + 1001):
        chain.append(retraction_of(chain[-1]))
    assert (stand(*chain) == {chain[0].id}) is (len(chain) % 2 == 1)


def test_the_withdrawn_are_statements_and_retractions_alike() -> None:
    plain, untouched = about("cost", ("130",), ("150",))
    first = retraction_of(plain)
    second = retraction_of(first)
    assert withdrawn_ids([plain, first, untouched]) == {plain.id}
    assert withdrawn_ids([plain, first, second, untouched]) == {first.id}


def test_a_retraction_of_what_is_not_there_changes_nothing() -> None:
    plain = statement()
    assert stand(plain, retraction_of(statement(value="7"))) == {plain.id}


def test_a_preference_counts_unless_it_is_retracted() -> None:
    plain = statement()
    preference = statement(property="preference", value=plain.id)
    assert standing_and_preferred([plain, preference]) == ([plain], frozenset({plain.id}))
    assert standing_and_preferred([plain, preference, retraction_of(preference)]) == ([plain], frozenset())


def test_a_statement_recorded_twice_counts_once_as_first_recorded() -> None:
    early, late = statement(recorded="2026-01-01"), statement(recorded="2026-02-01")
    for order in ([early, late], [late, early]):
        assert standing_statements(order) == [early]


@pytest.mark.parametrize(
    ("name", "value", "kind"),
    [
        ("cost", "150", Measure),
        ("jobs", "about 20", Measure),
        ("localisation", "40", Measure),
        ("commissioning", "2021-06", Date),
        ("coordinates", "43.5,69.7", Point),
        ("status", "operating", str),
        ("name", "Zhanatas", str),
        ("region", "jambyl", str),
    ],
)
def test_a_value_is_read_as_its_property_says(name: str, value: str, kind: type) -> None:
    plain = statement(property=name, value=value)
    assert isinstance(claim(plain, PROPERTIES[name], grounds()).reading, kind)


def test_a_claim_is_held_to_as_of_and_else_to_when_its_source_appeared() -> None:
    base = grounds(tiers={"inform-2019": 3}, published={"inform-2019": "2019-11"})
    dated = claim(statement(as_of="2020"), PROPERTIES["cost"], base)
    undated = claim(statement(as_of=""), PROPERTIES["cost"], base)
    assert dated.when is not None
    assert undated.when is not None
    assert (dated.when.text, undated.when.text, dated.rank.tier) == ("2020", "2019-11", 3)


def test_a_source_that_is_not_described_lends_the_lowest_standing_and_no_date() -> None:
    undated = claim(statement(as_of="", source="unheard-of"), PROPERTIES["cost"], grounds())
    assert (undated.rank.tier, undated.when) == (9, None)


def test_the_standing_of_a_source_is_the_tier_of_its_kind_and_its_date() -> None:
    source = Source("a", "", "A", "seen", "", "2019-11-08", "stated", "en", "lender", "")
    tiers = load_vocabulary().tiers("source_kind")
    lent = source_rank(source, tiers)
    assert lent.tier == tiers["lender"]
    assert lent.published is not None
    assert lent.published.text == "2019-11-08"
    assert source_rank(source._replace(kind="rumour", published=""), tiers) == (9, None)


@pytest.mark.parametrize(
    ("basis", "side"),
    [("planned", "planned"), ("reported", "actual"), ("measured", "actual"), ("estimated", "actual")],
)
def test_only_a_plan_is_on_the_side_of_plans(basis: str, side: str) -> None:
    assert side_of(statement(basis=basis)) == side


def keys_of(*statements: Statement, **subjects: str) -> list[tuple[str, ...]]:
    return [tuple(group.key) for group in Groups(statements, grounds(subjects=subjects))]


def test_statements_are_grouped_by_subject_property_and_part() -> None:
    assert keys_of(statement(), statement(value="7"), statement(part="phase-2"), statement(entity="b")) == [
        ("b", "cost", "", "", ""),
        ("zhanatas-wind", "cost", "", "", ""),
        ("zhanatas-wind", "cost", "phase-2", "", ""),
    ]


def test_texts_are_grouped_by_language_and_period_values_by_period() -> None:
    names = [statement(property="name", value="x", lang=lang) for lang in ("en", "kk")]
    assert [key[4] for key in keys_of(*names)] == ["en", "kk"]
    years = about("projects_by_year", ("5", "2019"), ("8", "2019"), ("7", "2020"), entity="programme")
    assert [key[3] for key in keys_of(*years)] == ["2019", "2020"]


def test_what_can_be_a_rival_moves_to_the_subject_and_a_name_stays() -> None:
    statements = [
        statement(entity="edition", property="projects_total", value="51"),
        statement(entity="edition", property="name", value="List", lang="en"),
    ]
    assert [key[0] for key in keys_of(*statements, edition="programme")] == ["edition", "programme"]


def test_a_property_the_vocabulary_does_not_know_is_left_out() -> None:
    assert keys_of(statement(property="colour")) == []


def test_the_claims_of_a_group_are_made_once_and_by_side() -> None:
    (group,) = Groups(about("cost", ("130",), ("150", "2018", "planned")), grounds())
    actual, planned = group.sides()
    assert group.sides() is group.sides()
    assert [claim.statement.value for claim in actual] == ["130"]
    assert [claim.statement.value for claim in planned] == ["150"]
    first = actual[0].reading
    assert isinstance(first, Measure)
    assert first.base.value == Decimal(130_000_000)
