"""The catalogue answers as a plain loop over all projects would."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from aiqyn_site.projects.catalogue import FACETS, Catalogue
from aiqyn_site.projects.derive import ProjectRow

VALUES = {
    "sector": ["energy", "mining", "textiles"],
    "region": ["abai", "almaty", "astana"],
    "status": ["operating", "announced"],
    "partner": ["cnpc", "spic", "kmg"],
    "size": ["under_10m", "unknown"],
}
WORDS = ["zhanatas", "Жаңатас", "札纳塔斯", "steel", "Болат"]


@st.composite
def rows(draw: st.DrawFn) -> list[ProjectRow]:
    """Up to forty projects with any values of any facets."""
    listed = []
    for number in range(draw(st.integers(0, 40))):
        facets = {facet: draw(st.lists(st.sampled_from(values), unique=True)) for facet, values in VALUES.items()}
        cost = draw(st.none() | st.floats(0, 1e9))
        text = draw(st.sampled_from(["janatas", "札纳塔斯", "steel | bolat", "x"]))
        listed.append(ProjectRow(f"p{number:02}", json.dumps(facets), text, cost, number % 3, "2026-01-01", "{}"))
    return listed


chosen_filters = st.fixed_dictionaries(
    {}, optional={facet: st.sampled_from(values) for facet, values in VALUES.items()}
)


@given(rows(), chosen_filters)
def test_filters_and_counts_agree_with_a_plain_loop(projects: list[ProjectRow], chosen: dict[str, str]) -> None:
    index = Catalogue(projects)
    among = index.everything
    for facet, value in chosen.items():
        among &= index.bitmap(facet, value)
    expected = [row for row in projects if all(value in json.loads(row.facets)[name] for name, value in chosen.items())]

    assert among.bit_count() == len(expected)
    assert index.page(among, "-cost", 0, 100) == [
        row.id for row in sorted(expected, key=lambda row: (-(-1 if row.cost_usd is None else row.cost_usd), row.id))
    ]
    for facet in FACETS:
        counts = dict(index.counts(facet, among))
        for value in VALUES[facet]:
            naive = sum(value in json.loads(row.facets)[facet] for row in expected)
            assert counts.get(value, 0) == naive


@given(rows(), st.integers(0, 50), st.integers(1, 7))
def test_pages_follow_one_another_without_gap_or_repetition(
    projects: list[ProjectRow], start: int, length: int
) -> None:
    index = Catalogue(projects)
    everything = index.page(index.everything, "cost", 0, 1000)

    assert index.page(index.everything, "cost", start, length) == everything[start : start + length]
    assert sorted(everything) == sorted(row.id for row in projects)


def test_a_search_finds_a_name_in_any_script() -> None:
    facets = json.dumps({facet: [] for facet in FACETS})
    index = Catalogue(
        [
            ProjectRow("a", facets, "janatas el stansiasi | 札纳塔斯风电项目", None, 0, "", "{}"),
            ProjectRow("b", facets, "sin iuan steel", None, 0, "", "{}"),
        ]
    )

    for query in ("Zhanatas", "Жанатас", "жаңатас", "札纳塔斯", "JANATAS  El"):
        assert index.page(index.matching(query), "updated", 0, 9) == ["a"], query
    assert index.matching("Zhanatas steel") == 0
    assert index.matching("%_*") == index.everything  # nothing to look for: no word is left after folding


def test_words_may_not_run_from_one_project_into_the_next() -> None:
    facets = json.dumps({facet: [] for facet in FACETS})
    index = Catalogue(
        [ProjectRow("a", facets, "abc", None, 0, "", "{}"), ProjectRow("b", facets, "def", None, 0, "", "{}")]
    )

    assert index.matching("cd") == 0
