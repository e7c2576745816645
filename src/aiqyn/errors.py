"""What the core says no with: data, without words. `aiqyn.words.refusal_text` says it in every language."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple, TypeAlias

#: What fills a text: a number is a count, what only looks like one (a line, a year) is text; a tuple is a list.
Value: TypeAlias = "str | int | date | tuple[str, ...]"

LONGEST_SHOWN = 80


class Refused(ValueError):
    """Input that is wrong or ambiguous. The core never guesses: a parser returns a value or raises this.

    `code` keys the text that says what is wrong, `mend` the one that says what to do instead (the code itself, where it
    names no other); `field` is the column, key or parameter that is wrong, blank where none is.
    """

    def __init__(self, code: str, field: str = "", mend: str = "", **values: Value) -> None:
        super().__init__(code)
        self.code, self.field, self.mend, self.values = code, field, mend or code, values

    def at(self, field: str, mend: str = "") -> Refused:
        """The same, laid to a field; with another way out where one is given."""
        return type(self)(self.code, field, mend or self.mend, **self.values)

    def __str__(self) -> str:
        values = "".join(f", {key}={value!r}" for key, value in self.values.items())
        return f"{self.code} ({self.field or 'no field'}{values})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Refused) and self._all() == other._all()

    def __hash__(self) -> int:
        return hash((self.code, self.field))

    def _all(self) -> tuple[object, ...]:
        return (self.code, self.field, self.mend, self.values)


class Finding(NamedTuple):
    """What is wrong with a file. `line` counts from 1, 0 is the whole file; `value` is what was found there."""

    file: str
    line: int
    value: str
    reason: Refused

    @property
    def code(self) -> str:
        return self.reason.code

    @property
    def field(self) -> str:
        return self.reason.field

    @property
    def shown(self) -> str:
        """The value as it may be told: what identifies a private person does not go on into a terminal or a log."""
        return "" if self.code.startswith("personal_") else self.value


class RegisterRefused(Exception):
    """A register folder that cannot be taken, with the findings that say why (at least one)."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("\n".join(f"{finding.file}:{finding.line}: {finding.reason}" for finding in findings))
        self.findings = findings


def reasons_of(refused: Refused | RegisterRefused) -> list[Refused]:
    """Why something was refused, whether by itself or as a row of a register's file."""
    return [refused] if isinstance(refused, Refused) else [finding.reason for finding in refused.findings]


def refuse(file: str, line: int, value: str, reason: Refused) -> RegisterRefused:
    """A refusal of a register for one reason."""
    return RegisterRefused([Finding(file, line, value[:LONGEST_SHOWN], reason)])
