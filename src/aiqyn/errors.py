"""The one error the core raises for input it will not take. It knows no file, no page and no HTTP."""

from __future__ import annotations


class Refused(ValueError):
    """Input that is wrong or ambiguous, with the reason and the way out.

    The core never guesses: a parser returns a value or raises this. `message` says what is wrong,
    `way_out` what to write instead; both are whole English clauses without a full stop.
    """

    def __init__(self, message: str, way_out: str) -> None:
        super().__init__(f"{message}; {way_out}")
        self.message = message
        self.way_out = way_out
