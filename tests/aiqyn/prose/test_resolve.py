"""A selector means one statement, or is refused; and a statement knows those who say otherwise."""

import pytest

from aiqyn.errors import Refused
from aiqyn.ledger import Difference, Statement
from aiqyn.prose.reference import Selector
from aiqyn.prose.resolve import dispute, pick
from tests.aiqyn.refusals import in_english, refused, refused_in_words
from tests.aiqyn.register_factory import about, grounds, statement

COST = Selector(entity="zhanatas-wind", property="cost")


def value(selector: Selector, statements: list[Statement], subjects: dict[str, str] | None = None) -> str:
    return pick(selector, statements, grounds(subjects=subjects)).value


def test_the_only_statement_is_meant() -> None:
    assert value(COST, about("cost", ("150", "2019"))) == "150"


def test_among_several_the_headline_is_meant_a_fact_before_a_plan() -> None:
    statements = about("cost", ("150", "2019", "claimed"), ("160", "2019", "reported"), ("100", "2018", "planned"))
    assert value(COST, statements) == "160"
    assert value(COST._replace(side="planned"), statements) == "100"


@pytest.mark.parametrize(
    ("filters", "meant"),
    [
        ({"as_of": "2018"}, "140"),
        ({"source": "source-2"}, "160"),
        ({"value": "150"}, "150"),
        ({"said_by": "agency"}, "170"),
        ({"as_of": "2019", "source": "source-0"}, "150"),
    ],
)
def test_filters_narrow_what_is_meant(filters: dict[str, str], meant: str) -> None:
    statements = about("cost", ("150", "2019"), ("140", "2018"), ("160", "2020"))
    statements.append(statement(value="170", as_of="2017", said_by="agency"))
    assert value(COST._replace(**filters), statements) == meant


def test_without_a_part_the_whole_is_meant_where_anything_is_said_of_it() -> None:
    statements = [*about("cost", ("150", "2019")), *about("cost", ("40", "2019"), part="phase-2")]
    assert value(COST, statements) == "150"
    assert value(COST._replace(part="phase-2"), statements) == "40"
    assert value(COST, statements[1:]) == "40"


def test_a_statement_is_meant_by_its_id_while_it_stands() -> None:
    statements = statement()
    assert pick(Selector(statement=statements.id), [statements], grounds()) is statements
    withdrawn = [statements, statement(property="retraction", value=statements.id)]
    with refused("reference_withdrawn"):
        pick(Selector(statement=statements.id), withdrawn, grounds())
    with refused("reference_no_statement"):
        pick(Selector(statement=statements.id), [], grounds())


def test_what_was_withdrawn_is_not_meant() -> None:
    statements = about("cost", ("150", "2019"), ("160", "2020"))
    statements.append(statement(property="retraction", value=statements[1].id))
    assert value(COST, statements) == "150"


def test_what_editors_prefer_is_meant() -> None:
    statements = about("cost", ("150", "2019", "measured"), ("160", "2019", "claimed"))
    statements.append(statement(property="preference", value=statements[1].id))
    assert value(COST, statements) == "160"


def test_an_edition_is_meant_alone_and_a_programme_with_its_editions() -> None:
    statements = [
        *about("projects_total", ("51", "2016"), entity="edition-2016"),
        *about("projects_total", ("55", "2019"), entity="edition-2019"),
    ]
    subjects = {"edition-2016": "programme", "edition-2019": "programme"}
    assert value(Selector(entity="edition-2016", property="projects_total"), statements, subjects) == "51"
    assert value(Selector(entity="programme", property="projects_total"), statements, subjects) == "55"


def test_nothing_and_several_groups_are_refused_and_what_there_is_is_named() -> None:
    parts = [*about("cost", ("1", "2019"), part="a"), *about("cost", ("2", "2019"), part="b")]
    with refused_in_words(r"several things meet this reference: .*part=a.*part=b"):
        value(COST, parts)
    with pytest.raises(Refused) as unmet:
        value(COST._replace(as_of="1999"), about("cost", ("150", "2019")))
    assert "150 as_of=2019" in in_english(unmet.value).way_out
    with refused("reference_unmet"):
        value(COST, [])


def test_several_values_that_can_all_hold_are_not_one() -> None:
    with refused("reference_several"):
        value(
            Selector(entity="zhanatas-wind", property="region"),
            about("region", ("jambyl", ""), ("turkistan", ""), unit=""),
        )


def test_periods_are_told_apart_by_their_date() -> None:
    statements = about("projects_by_year", ("5", "2019"), ("8", "2020"), unit="projects")
    wanted = Selector(entity="zhanatas-wind", property="projects_by_year")
    with refused("reference_several"):
        value(wanted, statements)
    assert value(wanted._replace(as_of="2020"), statements) == "8"


def test_those_who_say_otherwise_of_the_same_date_are_rivals() -> None:
    statements = about("cost", ("150", "2019"), ("150", "2019"), ("136", "2019"), ("160", "2020"))
    rivalry = dispute(statements[0], statements, grounds())
    assert rivalry is not None
    assert [rival.value for rival in rivalry.rivals] == ["136"]
    assert (rivalry.difference.kind, rivalry.difference.low, rivalry.difference.high) == (Difference.CONFLICT, 136, 150)


def test_a_missing_date_leaves_it_open_whether_they_differ() -> None:
    statements = about("cost", ("150", "2019"), ("136", ""))
    rivalry = dispute(statements[0], statements, grounds())
    assert rivalry is not None
    assert rivalry.difference.kind is Difference.UNDATED


@pytest.mark.parametrize(
    "other",
    [
        {"value": "150"},
        {"value": "160", "as_of": "2020"},
        {"value": "160", "basis": "planned"},
        {"value": "160", "part": "phase-2"},
    ],
)
def test_nobody_differs_who_says_the_same_or_speaks_of_another_date_side_or_part(other: dict[str, str]) -> None:
    statements = [statement(), statement(source="other", **other)]
    assert dispute(statements[0], statements, grounds()) is None


def test_a_withdrawn_rival_is_no_rival() -> None:
    statements = about("cost", ("150", "2019"), ("136", "2019"))
    statements.append(statement(property="retraction", value=statements[1].id))
    assert dispute(statements[0], statements, grounds()) is None
