"""Numbers in order of time, and who counted them."""

from __future__ import annotations

import pytest

from aiqyn.ledger import Source
from aiqyn.series.dated_numbers import counting_name, country_of, dated_numbers, tellers, usual_unit
from tests.aiqyn.register_factory import grounds, statement
from tests.aiqyn.series.made_numbers import UNITS, numbers


def source(identifier: str, publisher: str) -> Source:
    return Source(identifier, "", "A page", "described", publisher, "", "unknown", "en", "press", "")


def test_numbers_come_by_the_last_day_spoken_of_and_undated_ones_last() -> None:
    ordered = numbers(("", "", "1"), ("", "2021", "2"), ("", "2020", "3"), ("", "2021-06", "4"), ("", "2015/2021", "5"))
    assert [number.statement.value for number in ordered] == ["3", "4", "5", "2", "1"]


@pytest.mark.parametrize(
    ("as_of", "is_whole", "is_part"),
    [
        ("2021", True, False),
        ("2021-XX", True, False),
        ("2021-06", False, False),
        ("2021-33", False, True),
        ("2021-01/2021-10", False, True),
        ("2020-06/2021-10", False, False),
        ("2021/..", False, False),
        ("XXXX-09", False, False),
        ("", False, False),
    ],
)
def test_a_part_of_a_year_is_neither_the_year_nor_a_moment(as_of: str, is_whole: bool, is_part: bool) -> None:
    (number,) = numbers(("", as_of, "1"))
    assert (number.is_whole_year, number.is_part_of_year) == (is_whole, is_part)


def test_a_statement_without_a_unit_is_no_number() -> None:
    words = statement(property="purpose", value="Wind")
    assert dated_numbers([words], UNITS, {words.id: ""}, {}) == []


def test_the_usual_unit_is_the_one_most_are_printed_in() -> None:
    billions = numbers(("", "2020", "1"), ("", "2021", "2"))
    tonnes = numbers(("", "2020", "3"), ("", "2021", "4"), unit="t")
    assert usual_unit([*billions, *tonnes[:1]]).key == "USD billion"
    assert usual_unit([*billions, *tonnes]).key == "USD billion"  # as many: the first by key
    assert usual_unit([*billions[:1], *tonnes]).key == "t"


@pytest.mark.parametrize(
    ("publisher", "name"),
    [
        ("Xinhua via Green Post", "Xinhua"),
        ("Kazinform, carried by Liter", "Kazinform"),
        ("Customs of China", "Customs of China"),
        ("", ""),
    ],
)
def test_who_carried_a_text_on_did_not_count(publisher: str, name: str) -> None:
    assert counting_name(publisher) == name


def test_the_teller_is_who_is_named_or_else_the_publisher_if_the_register_knows_it() -> None:
    sources = {"a": source("a", "Xinhua via Green Post"), "b": source("b", "A blog")}
    named, published, unknown = (
        statement(source="a", said_by="kz-customs"),
        statement(source="a", value="2"),
        statement(source="b", value="3"),
    )
    assert tellers([named, published, unknown], sources, {"Xinhua": "xinhua", "Green Post": "green-post"}) == {
        named.id: "kz-customs",
        published.id: "xinhua",
        unknown.id: "",
    }


def test_the_country_is_the_one_that_leads() -> None:
    country = {"property": "country", "unit": "", "entity": "kz-customs"}
    rivals = [statement(**country, value="CN", source="blog"), statement(**country, value="KZ", source="act")]
    weighed = grounds(tiers={"act": 1, "blog": 6})
    assert country_of(rivals, weighed) == "KZ"
    assert country_of([statement(entity="kz-customs")], weighed) == ""
