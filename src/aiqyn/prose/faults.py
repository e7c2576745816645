"""Faults of a text: what is wrong, on which line, and the way out."""

from __future__ import annotations

from typing import NamedTuple


class Fault(NamedTuple):
    """One fault. `line` counts from 1, 0 is the whole file; `value` is what was found there, if it helps."""

    line: int
    value: str
    message: str
    way_out: str
