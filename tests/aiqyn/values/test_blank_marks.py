"""A mark tells its day; what only looks like one is a text like any other."""

from __future__ import annotations

from datetime import date

import pytest

from aiqyn.values.blank_marks import day_of_mark, mark

DAY = date(2026, 11, 29)


@pytest.mark.parametrize("number", [0, 1, 4_000])
def test_a_mark_tells_its_day(number: int) -> None:
    assert day_of_mark(mark(DAY, number)) == DAY


@pytest.mark.parametrize(
    "text",
    ["", "We disagree.", "[blanked 2026-02-30]", "[blanked 0001-01-01]", "[blanked 2026-11-29 #0]", f"{mark(DAY)} "],
)
def test_what_only_looks_like_one_is_a_text(text: str) -> None:
    assert day_of_mark(text) is None
