"""Findings: what is wrong in a register folder, where, and the way out."""

from __future__ import annotations

from typing import NamedTuple


class Finding(NamedTuple):
    """One fault. `line` counts from 1 (the header row), 0 is the whole file; `value` is cut to 80 signs."""

    file: str
    line: int
    column: str
    value: str
    message: str
    way_out: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        column = f" column {self.column}:" if self.column else ""
        value = f" '{self.value}':" if self.value and f"'{self.value}'" not in self.message else ""
        return f"{place}:{column}{value} {self.message}. {self.way_out[:1].upper()}{self.way_out[1:]}."


class RegisterRefused(Exception):
    """A register folder that cannot be taken, with the findings that say why (at least one)."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("\n".join(map(str, findings)))
        self.findings = findings
