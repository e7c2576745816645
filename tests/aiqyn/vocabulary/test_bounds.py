"""Tests of aiqyn.vocabulary.bounds."""

from __future__ import annotations

from decimal import Decimal

import pytest

from aiqyn.errors import Refused
from aiqyn.values.measure import parse_measure
from aiqyn.values.tables import rows_of
from aiqyn.vocabulary import load_vocabulary
from aiqyn.vocabulary.bounds import COLUMNS, Usual, read_bounds
from tests.aiqyn.refusals import in_english

VOCABULARY = load_vocabulary()


def usual(*lines: str) -> Usual:
    table = "\n".join([",".join(COLUMNS), *lines]) + "\n"
    admits = {key: prop.admits for key, prop in VOCABULARY.properties.items()}
    return read_bounds(rows_of("bounds.csv", table, COLUMNS), admits, VOCABULARY.units)


def test_bounds_are_those_of_the_property_or_of_all_in_the_same_dimension() -> None:
    bounds = usual(",USD billion,0,500,", "cost,USD billion,,100,", "capacity,GW,0,25,")
    assert bounds.figures_of("cost")["USD"].high == Decimal(100_000_000_000)
    assert bounds.figures_of("cost")["USD"].low is None
    assert bounds.figures_of("financing")["USD"].most == "500 USD billion"
    assert bounds.figures_of("capacity")["power"].high == Decimal(25_000_000_000)


def test_two_lines_give_an_end_each_in_units_of_their_own() -> None:
    bounds = usual("cost,USD,10000,,", "cost,USD billion,,100,").figures_of("cost")["USD"]
    assert (bounds.least, bounds.most) == ("10000 USD", "100 USD billion")
    assert (bounds.low, bounds.high) == (Decimal(10_000), Decimal(100_000_000_000))


def test_a_property_may_be_said_never_to_be_nought() -> None:
    bounds = usual(",USD billion,0,500,", "financing,above nought,,,")
    nought, least = (parse_measure(text, VOCABULARY.units["USD"]).base for text in ("0", "0.01"))
    assert not bounds.figures_of("financing")["USD"].hold(nought)
    assert bounds.figures_of("financing")["USD"].hold(least)
    assert bounds.figures_of("disbursed")["USD"].hold(nought)


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("price,USD,0,1,", "property"),
        ("cost,GW,0,1,", "unit"),
        ("cost,dollars,0,1,", "unit"),
        ("cost,USD,0,1.5,", "most"),
        (",year,,,", "least"),
    ],
)
def test_a_line_that_does_not_hold_is_refused(line: str, column: str) -> None:
    with pytest.raises(Refused) as caught:
        usual(line)
    assert caught.value.field == column
    assert in_english(caught.value).way_out


def test_bounds_given_twice_are_refused() -> None:
    with pytest.raises(Refused, match="key_repeated"):
        usual("cost,USD billion,0,100,", "cost,USD million,0,5,")


def test_every_kind_of_figure_of_a_project_has_a_bound() -> None:
    """A new unit of a plant's figures needs one: without it a slip of the pen may lead."""
    figures = ("cost", "capacity", "generation", "length", "jobs", "land_area", "output", "reserves")
    for name in figures:
        prop = VOCABULARY.properties[name]
        dimensions = {unit.dimension for unit in VOCABULARY.units.values() if prop.admits(unit)}
        missing = dimensions - set(VOCABULARY.usual.figures_of(name))
        assert not missing, (name, missing)
