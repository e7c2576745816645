"""What the API says when it cannot answer: one shape for every error (RFC 9457), with its HTTP status."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from aiqyn.errors import Refused
from aiqyn.words.refusal_text import clause
from aiqyn.words.wording import capital
from aiqyn_site.api.labels import Labels
from aiqyn_site.api.shapes import TEXT, Shape, codes, document, field, leaf, listed
from aiqyn_site.pages.wording import wording

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

    def document(self) -> object:
        return PROBLEM.value(self, Labels("en"))


_ECHO = leaf("string", maxLength=LONGEST_ECHO)
_FAULT: Shape[Fault] = document(
    "What is wrong with one field.",
    (
        field("field", _ECHO, lambda fault, _: cut(fault.field)),
        field("detail", TEXT),
        field("value", _ECHO, lambda fault, _: cut(fault.value)),
    ),
)
PROBLEM: Shape[Problem] = document(
    "Why there is no answer (RFC 9457).",
    (
        field("type", codes(kind.type for kind in KINDS), "kind.type"),
        field("title", TEXT, "kind.title"),
        field("status", leaf("integer", enum=sorted({kind.status for kind in KINDS})), "kind.status"),
        field("detail", TEXT, about="A whole sentence for a person, with the way out."),
        field(
            "errors", listed(_FAULT, minItems=1, maxItems=MOST_FAULTS), lambda problem, _: problem.faults[:MOST_FAULTS]
        ),
    ),
    name="Problem",
    optional=("errors",),
)


def faulty(faults: Sequence[Fault], kind: Kind = PARAMETER) -> Problem:
    """The problem that some fields are wrong. Its detail is the first fault's."""
    first = faults[0]
    more = f" {len(faults) - 1} more in errors." if len(faults) > 1 else ""
    return Problem(kind, f"{cut(first.field)}: {first.detail}{more}", tuple(faults))


def missing(field: str, value: str, what: str, where: str) -> Problem:
    return faulty([Fault(field, f"There is no {what} with this id; {where} lists those there are.", value)], NOT_FOUND)


def sentence(refused: Refused) -> str:
    """What is refused as a whole sentence of English, with the way out."""
    return capital(clause(refused, wording("en"), typed=True)) + "."


def cut(text: str) -> str:
    """Text short enough to be shown back."""
    return text if len(text) <= LONGEST_ECHO else text[: LONGEST_ECHO - 1] + "…"
