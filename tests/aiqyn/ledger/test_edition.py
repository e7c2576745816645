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


def said(name: str, value: str, unit: str = "projects", entity: str = "july", **fields: str) -> Statement:
    return statement(**{"entity": entity, "property": name, "value": value, "unit": unit, "as_of": "2022-07", **fields})


def money(name: str, value: str, part: str = "", unit: str = "USD billion", **fields: str) -> Statement:
    return said(name, value, unit, part=part, **fields)


#: What the ministry printed in July 2022.
JULY = (
    said("published_on", "2022-07", "", as_of=""),
    said("published_by", "kz-mfa", "", as_of=""),
    said("projects_total", "52"),
    money("investment_total", "21.1"),
    said("projects_by_status", "20", part="launched"),
    money("value_by_status", "4.453", "launched"),
    said("projects_by_status", "15", part="under-implementation"),
    money("value_by_status", "5.326", "under-implementation"),
    said("projects_by_status", "17", part="under-review"),
)


def edition(*statements: Statement) -> Edition:
    (found,) = editions(statements, GROUNDS)
    return found


def replaced(old: Statement, new: Statement) -> list[Statement]:
    return [new if one is old else one for one in JULY]


def test_an_edition_tells_who_printed_what_and_when() -> None:
    found = edition(*JULY)

    assert found.when is not None
    assert found.when.text == "2022-07"
    assert [one.value for one in found.publishers] == ["kz-mfa"]
    assert found.projects is not None
    assert found.projects.statement.value == "52"
    assert [one.part for one in found.statuses] == ["launched", "under-implementation", "under-review"]
    assert found.statuses[2].value is None
    assert found.is_of_the_list
    assert set(found.statements) == set(JULY)


def test_the_sum_that_was_never_published_is_worked_out() -> None:
    found = remainder(edition(*JULY), UNITS)

    assert found is not None
    assert (found.part, found.projects.value) == ("under-review", "17")
    assert found.exact == Decimal("11.321")
    assert found.rounded == Decimal("11.3")
    assert [one.value for one in found.parts] == ["4.453", "5.326"]


@pytest.mark.parametrize(
    "statements",
    [
        pytest.param([one for one in JULY if one.property != "investment_total"], id="no total"),
        pytest.param([one for one in JULY if one.property != "projects_total"], id="no number of projects"),
        pytest.param([one for one in JULY if one.property != "value_by_status"], id="no sum of any status"),
        pytest.param(JULY[:-1], id="nothing is missing"),
        pytest.param([one for one in JULY if one is not JULY[5]], id="two sums are missing"),
        pytest.param(replaced(JULY[-1], said("projects_by_status", "16", part="under-review")), id="counts fall short"),
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
        said("projects_total", str(sum(counts[: len(parts)]))),
        money("investment_total", total),
        *(said("projects_by_status", str(counts[n]), part=part) for n, part in enumerate(parts)),
        *(money("value_by_status", f"{value:f}", part) for part, value in zip(parts, sums, strict=False)),
    ]

    found = remainder(edition(*statements), UNITS)

    assert found is not None
    assert found.exact == left
    assert found.exact + sum(parse_number(one.value, scaled=True).value for one in found.parts) == Decimal(total)
    in_millions = [
        one
        if one.property != "value_by_status"
        else money("value_by_status", f"{Decimal(one.value) * 1000:f}", one.part, "USD million")
        for one in statements
    ]
    again = remainder(edition(*in_millions), UNITS)
    assert again is not None
    assert again.exact == left


def test_figures_on_another_basis_are_kept_apart() -> None:
    found = edition(
        said("projects_total", "45"),
        said("projects_total", "100", part="all-joint-projects"),
        said("projects_in_region", "7", part="almaty-region"),
        money("investment_total", "312.2", "almaty-region", "KZT billion"),
        said("jobs", ">2000", "persons", part="almaty-region"),
        said("jobs", "1400", "persons", part="launches-of-year"),
        said("facility_amount", "2", "USD billion", part="fund"),
    )

    assert found.projects is not None
    assert found.projects.statement.value == "45"
    assert found.value is None
    assert found.jobs is None
    assert [(one.part, one.projects and one.projects.statement.value) for one in found.apart] == [
        ("all-joint-projects", "100"),
        ("almaty-region", "7"),
    ]
    assert found.apart[1].value is not None
    assert found.apart[1].jobs is not None
    assert [one.key.property for one in found.other] == ["facility_amount", "jobs"]


def test_a_regional_count_says_nothing_of_the_list() -> None:
    assert not edition(said("projects_in_region", "5", part="south-kazakhstan-region")).is_of_the_list


def test_editions_come_by_date_and_undated_ones_last() -> None:
    dated = {"c": "2018-02", "d": "2018-02-27", "b": "2017-05", "a": ""}
    told = [said("projects_total", "51", entity=key, as_of="") for key in dated]
    told += [said("published_on", date, "", entity=key) for key, date in dated.items() if date]

    found = editions(told, GROUNDS)

    assert [one.id for one in found] == ["b", "c", "d", "a"]
    assert found[-1].when is None


def test_without_a_date_of_publication_the_date_of_the_totals_counts() -> None:
    found = edition(said("projects_total", "51", as_of="2018-06-21"), money("investment_total", "27", as_of="2018"))

    assert found.when is not None
    assert found.when.text == "2018"


def kinds(changes: list[EditionChange]) -> dict[tuple[str, str], ChangeKind]:
    return {(one.property, one.part): one.kind for one in changes}


def test_what_changed_is_told_as_far_as_both_printed_it() -> None:
    may = edition(
        said("projects_total", "55", entity="may"),
        money("investment_total", "27.6", entity="may"),
        said("projects_by_status", "12", entity="may", part="launched"),
        said("jobs", "20000", "persons", entity="may"),
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
    assert [one.difference for one in changes[:2]] == [Decimal(-3), Decimal("-6.5")]


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
    (found,) = changed(edition(money("investment_total", before)), edition(money("investment_total", after)), UNITS)

    assert (found.kind, found.difference) == (kind, difference)


def _printed() -> SearchStrategy[Edition]:
    counts = st.sampled_from(["51", "52", "55", ">50", "about 50"])
    values = st.sampled_from(["26", "27", "27.6", ">27", "25-30", "nearly 28"])
    choices = [
        st.builds(lambda value: said("projects_total", value), counts),
        st.builds(lambda value: money("investment_total", value), values),
        st.builds(
            lambda value, part: said("projects_by_status", value, part=part), counts, st.sampled_from(["on", "off"])
        ),
        st.builds(lambda value: said("projects_total", value, part="everything"), counts),
    ]
    return st.lists(st.one_of(choices), min_size=1, max_size=6).map(lambda told: edition(*told))


MIRRORED = {ChangeKind.APPEARED: ChangeKind.LEFT_OUT, ChangeKind.LEFT_OUT: ChangeKind.APPEARED}


@given(_printed(), _printed())
def test_what_changed_back_mirrors_what_changed(one: Edition, other: Edition) -> None:
    there, back = changed(one, other, UNITS), changed(other, one, UNITS)

    assert kinds(back) == {key: MIRRORED.get(kind, kind) for key, kind in kinds(there).items()}
    for this, that in zip(there, back, strict=True):
        assert this.difference == (None if that.difference is None else -that.difference)


@given(_printed())
def test_an_edition_does_not_differ_from_itself(one: Edition) -> None:
    assert {change.kind for change in changed(one, one, UNITS)} <= {ChangeKind.SAME}


@given(st.randoms(use_true_random=False))
def test_the_order_of_the_statements_does_not_matter(mixer: random.Random) -> None:
    told = [*JULY, said("projects_total", "55", entity="may"), said("published_on", "2022-05", "", entity="may")]
    mixed = list(told)
    mixer.shuffle(mixed)

    assert editions(mixed, GROUNDS) == editions(told, GROUNDS)
