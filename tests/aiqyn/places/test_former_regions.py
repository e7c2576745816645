"""What regions covered when, with the splits of Kazakhstan in 2018 and 2022."""

from __future__ import annotations

import pytest

from aiqyn.places.former_regions import RegionHistory
from aiqyn.values.dates import parse_date
from tests.aiqyn.register_factory import statement

AREAS = {"karaganda", "ulytau", "turkistan", "shymkent"}


def about(entity: str, name: str, value: str, as_of: str = "") -> object:
    return statement(entity=entity, property=name, value=value, as_of=as_of, unit="")


HISTORY = RegionHistory(
    [
        about("ulytau", "split_from", "karaganda", "2022-06-08"),  # type: ignore[list-item]
        about("ulytau", "valid_time", "2022-06-08/.."),  # type: ignore[list-item]
        about("turkistan", "split_from", "south", "2018-06-19"),  # type: ignore[list-item]
        about("shymkent", "split_from", "south", "2018-06-19"),  # type: ignore[list-item]
        about("south", "valid_time", "../2018-06-18"),  # type: ignore[list-item]
        about("turkistan", "region", "karaganda"),  # type: ignore[list-item]
    ]
)


@pytest.mark.parametrize(
    ("region", "when", "covered"),
    [
        ("karaganda", "2019", {"karaganda", "ulytau"}),
        ("karaganda", "2022", {"karaganda", "ulytau"}),
        ("karaganda", "2022-06-07", {"karaganda", "ulytau"}),
        ("karaganda", "2022-06-08", {"karaganda"}),
        ("karaganda", "2024", {"karaganda"}),
        ("karaganda", "", {"karaganda", "ulytau"}),
        ("karaganda", "XXXX-09", {"karaganda", "ulytau"}),
        ("ulytau", "2019", {"ulytau"}),
        ("ulytau", "2024", {"ulytau"}),
        ("south", "2016", {"turkistan", "shymkent"}),
        ("south", "2020", {"turkistan", "shymkent"}),
        ("south", "", {"turkistan", "shymkent"}),
        ("shymkent", "2016", {"shymkent"}),
        ("nowhere", "2016", set()),
    ],
)
def test_a_region_covers_what_it_covered_on_the_day(region: str, when: str, covered: set[str]) -> None:
    assert HISTORY.covered(region, parse_date(when) if when else None, AREAS) == covered


def test_a_region_of_a_region_of_a_region_is_covered_too() -> None:
    history = RegionHistory(
        [about("b", "split_from", "a", "2010"), about("c", "split_from", "b", "2020")]  # type: ignore[list-item]
    )
    assert history.covered("a", parse_date("2005"), {"a", "b", "c"}) == {"a", "b", "c"}
    assert history.covered("a", parse_date("2015"), {"a", "b", "c"}) == {"a"}
    assert history.covered("b", parse_date("2015"), {"a", "b", "c"}) == {"b", "c"}


def test_regions_said_to_have_split_from_one_another_do_not_run_in_circles() -> None:
    history = RegionHistory(
        [about("a", "split_from", "b"), about("b", "split_from", "a"), about("a", "split_from", "a")]  # type: ignore[list-item]
    )
    assert history.covered("a", None, {"a", "b"}) == {"a", "b"}
