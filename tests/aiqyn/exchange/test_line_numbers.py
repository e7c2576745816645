"""Lines as ranges."""

from __future__ import annotations

import pytest

from aiqyn.exchange.line_numbers import LineNumbers


@pytest.mark.parametrize(
    ("lines", "text"),
    [([], ""), ([3], "3"), ([3, 4, 5, 9], "3-5, 9"), ([1, 3, 5, 7], "1, 3, 5 ...")],
)
def test_lines_are_kept_as_ranges(lines: list[int], text: str) -> None:
    numbers = LineNumbers()
    for line in lines:
        numbers.add(line)
    assert (len(numbers), numbers.text(most=3)) == (len(lines), text)
