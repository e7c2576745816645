"""What the API says when it cannot answer: one shape for every error (RFC 9457), with its HTTP status."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

LONGEST_ECHO = 80
MOST_FAULTS = 10
MEDIA_TYPE = "application/problem+json"


class Kind(NamedTuple):
    """A kind of problem. Its `key` ends the type address and the wording `api_problem_<key>` of the page."""

    key: str
    status: int
    title: str

    @property
    def type(self) -> str:
        """The relative address that names the kind and explains it to a person."""
        return f"/api/#problem-{self.key}"


PARAMETER = Kind("parameter", 400, "A parameter is not right")
QUERY = Kind("query", 400, "The query cannot be read")
TOO_LONG = Kind("too-long", 414, "The query is too long")
ADDRESS = Kind("address", 400, "The address is not right")
NOT_FOUND = Kind("not-found", 404, "There is no such thing")
METHOD = Kind("method", 405, "The API is read-only")
KINDS = (PARAMETER, QUERY, TOO_LONG, ADDRESS, NOT_FOUND, METHOD)


class Fault(NamedTuple):
    """What is wrong with one field, as a whole sentence with the way out, and the value as it came."""

    field: str
    detail: str
    value: str


class Problem(Exception):
    """The reason why a request gets no answer. `detail` is a whole sentence."""

    def __init__(self, kind: Kind, detail: str, faults: tuple[Fault, ...] = ()) -> None:
        super().__init__(detail)
        self.kind, self.detail, self.faults = kind, detail, faults

    def document(self) -> dict[str, object]:
        """The problem as JSON has it: never more than ten faults, each value cut to 80 characters."""
        document: dict[str, object] = {
            "type": self.kind.type,
            "title": self.kind.title,
            "status": self.kind.status,
            "detail": self.detail,
        }
        if self.faults:
            document["errors"] = [
                {"field": cut(fault.field), "detail": fault.detail, "value": cut(fault.value)}
                for fault in self.faults[:MOST_FAULTS]
            ]
        return document


def faulty(faults: Sequence[Fault], kind: Kind = PARAMETER) -> Problem:
    """The problem that some fields are wrong. Its detail is the first fault's."""
    first = faults[0]
    more = f" {len(faults) - 1} more in errors." if len(faults) > 1 else ""
    return Problem(kind, f"{cut(first.field)}: {first.detail}{more}", tuple(faults))


def cut(text: str) -> str:
    """Text short enough to be shown back."""
    return text if len(text) <= LONGEST_ECHO else text[: LONGEST_ECHO - 1] + "…"
