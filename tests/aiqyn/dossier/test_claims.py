"""Tests of aiqyn.dossier.claims: what is marked as a claim, and what was promised beside what was reported."""

from __future__ import annotations

import pytest

from aiqyn.dossier.claims import Comparison, claims, emissions, is_claim, load_claims
from aiqyn.ledger import Statement
from aiqyn.vocabulary import load_vocabulary
from tests.aiqyn.dossier.entries import PROJECT, stated

VOCABULARY = load_vocabulary()


def amount(
    value: str, basis: str = "reported", as_of: str = "2024", name: str = "emission", **fields: str
) -> Statement:
    return stated(
        PROJECT, name, value, **{"unit": "t/year", "part": "air.dust", "basis": basis, "as_of": as_of} | fields
    )


@pytest.mark.parametrize(
    ("name", "basis", "claimed"),
    [
        ("co2_avoided", "reported", True),
        ("co2_avoided", "measured", False),
        ("coal_saved", "planned", True),
        ("so2_reduction", "claimed", True),
        ("environment_spending_share", "reported", True),
        ("emissions_report", "claimed", True),
        ("emissions_report", "reported", False),
        ("emission", "reported", False),
        ("cost", "claimed", False),
    ],
)
def test_a_claim_is_one_by_its_property_and_basis(name: str, basis: str, claimed: bool) -> None:
    statement = stated(PROJECT, name, "1", basis=basis)
    assert is_claim(statement) == claimed
    assert claims([statement]) == ([statement] if claimed else [])


def test_every_property_of_the_file_is_in_the_vocabulary() -> None:
    assert set(load_claims()) <= set(VOCABULARY.properties)


@pytest.mark.parametrize(
    ("promised", "reported", "comparison"),
    [
        (("100", "t/year"), ("120", "t/year"), Comparison.ABOVE),
        (("100", "t/year"), ("80", "t/year"), Comparison.BELOW),
        (("100", "t/year"), ("100", "t/year"), Comparison.WITHIN),
        (("102", "t/year"), ("about 100", "t/year"), Comparison.WITHIN),
        (("100", "t/year"), ("0.3", "t/day"), Comparison.UNTOLD),
    ],
)
def test_reported_is_set_against_promised_as_far_as_the_digits_tell(
    promised: tuple[str, str], reported: tuple[str, str], comparison: Comparison
) -> None:
    said_before = amount(promised[0], "planned", unit=promised[1])
    came = amount(reported[0], unit=reported[1])
    (emission,) = emissions([came, said_before], VOCABULARY)
    assert (emission.pollutant, emission.promised, emission.reported) == ("air.dust", (said_before,), (came,))
    assert emission.comparison is comparison


def test_limits_are_neither_promised_nor_reported_and_the_latest_comes_first() -> None:
    old, new = amount("90", as_of="2022"), amount("95", as_of="2024")
    limit = amount("100", name="emission_limit")
    (emission,) = emissions([old, limit, new], VOCABULARY)
    assert (emission.reported, emission.limits, emission.comparison) == ((new, old), (limit,), Comparison.UNTOLD)


def test_pollutants_come_in_the_order_of_the_code_list() -> None:
    said_of = [amount("1", part=part) for part in ("water.oil", "air.dust", "air.so2")]
    assert [emission.pollutant for emission in emissions(said_of, VOCABULARY)] == ["air.so2", "air.dust", "water.oil"]
