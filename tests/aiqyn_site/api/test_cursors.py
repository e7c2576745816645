"""A cursor is good for the request it was made for and for no other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiqyn_site.api.cursors import make_cursor, read_cursor
from aiqyn_site.api.problems import Problem
from tests.aiqyn_site.api.conftest import Ask

POSITIONS = st.integers(0, 2**48 - 1)
FILTERS = st.dictionaries(st.sampled_from(["q", "sector", "limit", "lang"]), st.text(max_size=5))
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


@given(POSITIONS, st.text(max_size=5), FILTERS, st.text(max_size=5))
def test_a_cursor_gives_its_position_back(position: int, place: str, filters: dict[str, str], state: str) -> None:
    cursor = make_cursor(position, place, filters, state)
    assert read_cursor(cursor, place, filters, state) == position
    assert read_cursor(cursor, place, {**filters, "cursor": cursor}, state) == position


@given(POSITIONS, FILTERS, FILTERS)
def test_a_cursor_is_refused_under_other_filters(position: int, filters: dict[str, str], other: dict[str, str]) -> None:
    cursor = make_cursor(position, "projects", filters)
    if filters != other:
        with pytest.raises(Problem):
            read_cursor(cursor, "projects", other)
    with pytest.raises(Problem):
        read_cursor(cursor, "disagreements", filters)
    with pytest.raises(Problem):
        read_cursor(cursor, "projects", filters, "another state")


@given(POSITIONS, st.integers(0, 19), st.sampled_from(LETTERS))
def test_a_cursor_changed_in_any_letter_is_refused(position: int, place: int, letter: str) -> None:
    cursor = make_cursor(position, "projects", {})
    changed = cursor[:place] + letter + cursor[place + 1 :]
    if changed != cursor:
        with pytest.raises(Problem):
            read_cursor(changed, "projects", {})


@given(st.text(min_size=1))
def test_any_other_text_is_refused(text: str) -> None:
    with pytest.raises(Problem):
        read_cursor(text, "projects", {})


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "other"),
    [
        ("/api/projects?limit=5", "limit=6"),
        ("/api/projects?limit=5", "limit=5&sort=-cost"),
        ("/api/projects?limit=5&lang=kk", "limit=5&lang=ru"),
        ("/api/projects?limit=5", "limit=5&q=wind"),
        ("/api/statements?limit=5", "limit=5&entity=zhanatas-wind"),
        ("/api/statements?limit=5", "limit=5&known_on=2026-11-21"),
        ("/api/disagreements?limit=5", "limit=5&kind=conflict"),
    ],
)
def test_the_cursor_of_one_request_is_refused_by_another(ask: Ask, refuse: Ask, address: str, other: str) -> None:
    cursor = ask(address)["next"]
    path = address.partition("?")[0]
    assert refuse(f"{path}?{other}&cursor={cursor}")["errors"][0]["field"] == "cursor"
