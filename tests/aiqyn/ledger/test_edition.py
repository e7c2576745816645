"""Tests of aiqyn.ledger.edition."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from aiqyn.ledger import Statement
from aiqyn.ledger.edition import ChangeKind, Edition, EditionChange, changed, editions, remainder
from aiqyn.values.number import parse_number
from aiqyn.vocabulary import load_vocabulary
from tests.aiqyn.register_factory import grounds, statement

UNITS = load_vocabulary().units
GROUNDS = grounds(subjects={"july": "programme", "may": "programme"})


def printed(name: str, value: str, unit: str = "projects", entity: str = "july", **fields: str) -> Statement:
    return statement(**{"entity": entity, "property": name, "value": value, "unit": unit, "as_of": "2022-07", **fields})


def money(name: str, value: str, part: str = "", unit: str = "USD billion", **fields: str) -> Statement:
    return printed(name, value, unit, part=part, **fields)


#: What the ministry printed in July 2022.
JULY = (
    printed("published_on", "2022-07", "", as_of=""),
    printed("published_by", "kz-mfa", "", as_of=""),
    printed("projects_total", "52"),
    money("investment_total", "21.1"),
    printed("projects_by_status", "20", part="launched"),
    money("value_by_status", "4.453", "launched"),
    printed("projects_by_status", "15", part="under-implementation"),
    money("value_by_status", "5.326", "under-implementation"),
    printed("projects_by_status", "17", part="under-review"),
)


def edition(*statements: Statement) -> Edition:
    (sole_edition,) = editions(statements, GROUNDS)
    return sole_edition


def replaced(old: Statement, new: Statement) -> list[Statement]:
    return [new if statement is old else statement for statement in JULY]


def test_an_edition_tells_who_printed_what_and_when() -> None:
    july = edition(*JULY)

    assert july.when is not None
    assert july.when.text == "2022-07"
    assert [statement.value for statement in july.publishers] == ["kz-mfa"]
    assert july.projects is not None
    assert july.projects.statement.value == "52"
    assert [status.part for status in july.statuses] == ["launched", "under-implementation", "under-review"]
    assert july.statuses[2].value is None
    assert july.is_of_the_list
    assert set(july.statements) == set(JULY)


def test_the_sum_that_was_never_published_is_worked_out() -> None:
    left_over = remainder(edition(*JULY), UNITS)

    assert left_over is not None
    assert (left_over.part, left_over.projects.value) == ("under-review", "17")
    assert left_over.exact == Decimal("11.321")
    assert left_over.rounded == Decimal("11.3")
    assert [statement.value for statement in left_over.parts] == ["4.453", "5.326"]


@pytest.mark.parametrize(
    "statements",
    [
        pytest.param([statement for statement in JULY if statement.property != "investment_total"], id="no total"),
        pytest.param(
            [statement for statement in JULY if statement.property != "projects_total"], id="no number of projects"
        ),
        pytest.param(
            [statement for statement in JULY if statement.property != "value_by_status"], id="no sum of any status"
        ),
        pytest.param(JULY[:-1], id="nothing is missing"),
        pytest.param([statement for statement in JULY if statement is not JULY[5]], id="two sums are missing"),
        pytest.param(
            replaced(JULY[-1], printed("projects_by_status", "16", part="under-review")), id="counts fall short"
        ),
        pytest.param(replaced(JULY[3], money("investment_total", ">21.1")), id="the total is a bound"),
        pytest.param(replaced(JULY[3], money("investment_total", "9.7")), id="nothing is left"),
        pytest.param(replaced(JULY[5], money("value_by_status", "about 4.5", "launched")), id="a sum is rough"),
        pytest.param(
            replaced(JULY[5], money("value_by_status", "4.453", "launched", as_of="2021")), id="of another date"
        ),
        pytest.param(
            replaced(JULY[5], money("value_by_status", "4.453", "launched", basis="planned")), id="of another basis"
        ),
        pytest.param(
            replaced(JULY[5], money("value_by_status", "900", "launched", "KZT billion")), id="in another currency"
        ),
    ],
)
def test_nothing_is_worked_out_where_the_parts_do_not_fit(statements: list[Statement]) -> None:
    assert remainder(edition(*statements), UNITS) is None


_CENTS = st.integers(1, 10**6).map(lambda cents: Decimal(cents).scaleb(-3))


@given(st.lists(_CENTS, min_size=1, max_size=4), _CENTS, st.lists(st.integers(1, 30), min_size=5, max_size=5))
def test_the_parts_and_the_remainder_add_up_to_the_total(sums: list[Decimal], left: Decimal, counts: list[int]) -> None:
    parts = [f"part-{n}" for n in range(len(sums) + 1)]
    total = f"{sum(sums) + left:f}"
    statements = [
        printed("projects_total", str(sum(counts[: len(parts)]))),
        money("investment_total", total),
        *(printed("projects_by_status", str(counts[n]), part=part) for n, part in enumerate(parts)),
        *(money("value_by_status", f"{value:f}", part) for part, value in zip(parts, sums, strict=False)),
    ]

    left_over = remainder(edition(*statements), UNITS)

    assert left_over is not None
    assert left_over.exact == left
    assert left_over.exact + sum(
        parse_number(statement.value, scaled=True).value for statement in left_over.parts
    ) == Decimal(total)
    in_millions = [
        statement
        if statement.property != "value_by_status"
        else money("value_by_status", f"{Decimal(statement.value) * 1000:f}", statement.part, "USD million")
        for statement in statements
    ]
    again = remainder(edition(*in_millions), UNITS)
    assert again is not None
    assert again.exact == left


def test_figures_on_another_basis_are_kept_apart() -> None:
    mixed = edition(
        printed("projects_total", "45"),
        printed("projects_total", "100", part="all-joint-projects"),
        printed("projects_in_region", "7", part="almaty-region"),
        money("investment_total", "312.2", "almaty-region", "KZT billion"),
        printed("jobs", ">2000", "persons", part="almaty-region"),
        printed("jobs", "1400", "persons", part="launches-of-year"),
        printed("facility_amount", "2", "USD billion", part="fund"),
    )

    assert mixed.projects is not None
    assert mixed.projects.statement.value == "45"
    assert mixed.value is None
    assert mixed.jobs is None
    assert [(basis.part, basis.projects and basis.projects.statement.value) for basis in mixed.apart] == [
        ("all-joint-projects", "100"),
        ("almaty-region", "7"),
    ]
    assert mixed.apart[1].value is not None
    assert mixed.apart[1].jobs is not None
    assert [headline.key.property for headline in mixed.other] == ["facility_amount", "jobs"]


def test_a_regional_count_says_nothing_of_the_list() -> None:
    assert not edition(printed("projects_in_region", "5", part="south-kazakhstan-region")).is_of_the_list


def test_editions_come_by_date_and_undated_ones_last() -> None:
    dated = {"c": "2018-02", "d": "2018-02-27", "b": "2017-05", "a": ""}
    statements = [printed("projects_total", "51", entity=key, as_of="") for key in dated]
    statements += [printed("published_on", date, "", entity=key) for key, date in dated.items() if date]

    in_order = editions(statements, GROUNDS)

    assert [edition.id for edition in in_order] == ["b", "c", "d", "a"]
    assert in_order[-1].when is None


def test_without_a_date_of_publication_the_date_of_the_totals_counts() -> None:
    dated = edition(printed("projects_total", "51", as_of="2018-06-21"), money("investment_total", "27", as_of="2018"))

    assert dated.when is not None
    assert dated.when.text == "2018"


def kinds(changes: list[EditionChange]) -> dict[tuple[str, str], ChangeKind]:
    return {(change.property, change.part): change.kind for change in changes}


def test_what_changed_is_told_as_far_as_both_printed_it() -> None:
    may = edition(
        printed("projects_total", "55", entity="may"),
        money("investment_total", "27.6", entity="may"),
        printed("projects_by_status", "12", entity="may", part="launched"),
        printed("jobs", "20000", "persons", entity="may"),
    )

    changes = changed(may, edition(*JULY), UNITS)

    assert kinds(changes) == {
        ("projects_total", ""): ChangeKind.CHANGED,
        ("investment_total", ""): ChangeKind.CHANGED,
        ("jobs", ""): ChangeKind.LEFT_OUT,
        ("projects_by_status", "launched"): ChangeKind.CHANGED,
        ("projects_by_status", "under-implementation"): ChangeKind.APPEARED,
        ("projects_by_status", "under-review"): ChangeKind.APPEARED,
        ("value_by_status", "launched"): ChangeKind.APPEARED,
        ("value_by_status", "under-implementation"): ChangeKind.APPEARED,
    }
    assert [change.difference for change in changes[:2]] == [Decimal(-3), Decimal("-6.5")]


@pytest.mark.parametrize(
    ("before", "after", "kind", "difference"),
    [
        ("27", "27", ChangeKind.SAME, None),
        (">27", "27.7", ChangeKind.ALIKE, None),
        ("27.7", "27", ChangeKind.ALIKE, None),
        ("26", "27.6", ChangeKind.CHANGED, None),
        ("26", "27", ChangeKind.CHANGED, Decimal(1)),
    ],
)
def test_a_difference_is_given_only_where_both_are_printed_to_one_place(
    before: str, after: str, kind: ChangeKind, difference: Decimal | None
) -> None:
    (change,) = changed(edition(money("investment_total", before)), edition(money("investment_total", after)), UNITS)

    assert (change.kind, change.difference) == (kind, difference)


def _printed() -> SearchStrategy[Edition]:
    counts = st.sampled_from(["51", "52", "55", ">50", "about 50"])
    values = st.sampled_from(["26", "27", "27.6", ">27", "25-30", "nearly 28"])
    choices = [
        st.builds(lambda value: printed("projects_total", value), counts),
        st.builds(lambda value: money("investment_total", value), values),
        st.builds(
            lambda value, part: printed("projects_by_status", value, part=part), counts, st.sampled_from(["on", "off"])
        ),
        st.builds(lambda value: printed("projects_total", value, part="everything"), counts),
    ]
    return st.lists(st.one_of(choices), min_size=1, max_size=6).map(lambda statements: edition(*statements))


MIRRORED = {ChangeKind.APPEARED: ChangeKind.LEFT_OUT, ChangeKind.LEFT_OUT: ChangeKind.APPEARED}


@given(_printed(), _printed())
def test_what_changed_back_mirrors_what_changed(before: Edition, after: Edition) -> None:
    there, back = changed(before, after, UNITS), changed(after, before, UNITS)

    assert kinds(back) == {key: MIRRORED.get(kind, kind) for key, kind in kinds(there).items()}
    for this, that in zip(there, back, strict=True):
        assert this.difference == (None if that.difference is None else -that.difference)


@given(_printed())
def test_an_edition_does_not_differ_from_itself(sole_edition: Edition) -> None:
    assert {change.kind for change in changed(sole_edition, sole_edition, UNITS)} <= {ChangeKind.SAME}


@given(st.randoms(use_true_random=False))
def test_the_order_of_the_statements_does_not_matter(mixer: random.Random) -> None:
    statements = [
        *JULY,
        printed("projects_total", "55", entity="may"),
        printed("published_on", "2022-05", "", entity="may"),
    ]
    mixed = list(statements)
    mixer.shuffle(mixed)

    assert editions(mixed, GROUNDS) == editions(statements, GROUNDS)
