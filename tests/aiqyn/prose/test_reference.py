"""References in braces: what is understood, and what is refused with a way out."""

import pytest

from aiqyn.prose.reference import FORMS, Selector, parse_reference
from tests.aiqyn.refusals import refused

STATEMENT = "s1" + "a" * 32


@pytest.mark.parametrize("form", ["value", "number", "figure", "date", "mark", "callout"])
def test_a_form_that_shows_a_statement_takes_a_selector(form: str) -> None:
    reference = parse_reference(f"{form} bridge cost part=phase-2 as_of=2019/2020 side=planned", 7)
    assert reference.form == form
    assert reference.line == 7
    assert reference.selector == Selector(
        entity="bridge", property="cost", part="phase-2", as_of="2019/2020", side="planned"
    )


def test_a_statement_may_be_named_by_its_id() -> None:
    assert parse_reference(f"value {STATEMENT}").selector == Selector(statement=STATEMENT)


def test_a_value_with_spaces_stands_in_quotes() -> None:
    assert parse_reference('value bridge jobs value="about 20"').selector.value == "about 20"


def test_an_empty_part_means_the_whole_and_no_part_means_any() -> None:
    assert parse_reference("value bridge cost part=").selector.part == ""
    assert parse_reference("value bridge cost").selector.part is None


def test_a_reference_may_go_over_the_end_of_a_line() -> None:
    assert parse_reference("value bridge\ncost").selector == Selector(entity="bridge", property="cost")


@pytest.mark.parametrize("form", ["name", "source"])
def test_a_name_may_have_words_of_the_authors_own(form: str) -> None:
    reference = parse_reference(f"{form} bridge|the old bridge")
    assert (reference.target, reference.words) == ("bridge", "the old bridge")
    assert parse_reference(f"{form} bridge").words == ""


def test_a_chart_is_named_by_its_key() -> None:
    assert parse_reference("chart indicator-trade").target == "indicator-trade"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "reference_form"),
        ("price bridge cost", "reference_form"),
        ("value", "selector_none"),
        ("value bridge", "selector_short"),
        ("value Bridge cost", "selector_entity"),
        ("value bridge Cost", "selector_property"),
        ("value bridge cost dear", "selector_filter"),
        ("value bridge cost unit=t", "selector_filter"),
        ("value bridge cost part=a part=b", "selector_twice"),
        ("value bridge cost side=both", "selector_side"),
        ('value bridge cost value="about 20', "reference_quote"),
        ("name", "reference_id"),
        ("name ../etc", "reference_id"),
        ("name bridge|", "reference_bar"),
        ("chart slip|words", "reference_bar"),
        ("name " + "a" * 500, "reference_long"),
    ],
)
def test_what_is_not_understood_is_refused_with_a_way_out(text: str, code: str) -> None:
    with refused(code):
        parse_reference(text)


def test_the_forms_are_those_that_writers_were_told() -> None:
    assert sorted(FORMS) == sorted(["value", "number", "figure", "date", "mark", "name", "source", "callout", "chart"])
