"""Faults of a text: what is wrong, on which line, and the way out."""

from __future__ import annotations

from typing import NamedTuple

from aiqyn.errors import Refused


class Fault(NamedTuple):
    """One fault. `line` counts from 1, 0 is the whole file; `value` is what was found there, if it helps."""

    line: int
    value: str
    reason: Refused

    @property
    def order(self) -> tuple[int, str, str]:
        """Where it comes among the faults of a text."""
        return self.line, self.value, self.reason.code
