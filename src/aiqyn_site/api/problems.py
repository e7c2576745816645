"""What the API says when it cannot answer: one shape for every error (RFC 9457), with its HTTP status."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from aiqyn.errors import LONGEST_SHOWN, Refused
from aiqyn.words.refusal_text import sentences
from aiqyn_site.api.labels import Labels
from aiqyn_site.api.shapes import TEXT, Shape, codes, document, field, leaf, listed
from aiqyn_site.pages.wording import wording

MOST_FAULTS = 10
MEDIA_TYPE = "application/problem+json"


class Kind(NamedTuple):
    """A kind of problem. Its `key` ends the type address and the wordings `api_title_<key>`, `api_problem_<key>`."""

    key: str
    status: int

    @property
    def type(self) -> str:
        """The relative address that names the kind and explains it to a person."""
        return f"/api/#problem-{self.key}"


PARAMETER = Kind("parameter", 400)
QUERY = Kind("query", 400)
TOO_LONG = Kind("too-long", 414)
ADDRESS = Kind("address", 400)
NOT_FOUND = Kind("not-found", 404)
METHOD = Kind("method", 405)
KINDS = (PARAMETER, QUERY, TOO_LONG, ADDRESS, NOT_FOUND, METHOD)


class Fault(NamedTuple):
    """Why one field is refused, and its value as it came."""

    reason: Refused
    value: str


class Problem(Exception):
    """The reason why a request gets no answer, and what is wrong with each of its fields."""

    def __init__(self, kind: Kind, reason: Refused, faults: Sequence[Fault] = ()) -> None:
        super().__init__(reason)
        self.kind, self.reason, self.faults = kind, reason, faults

    def document(self, lang: str) -> object:
        return PROBLEM.value(self, Labels(lang))


def faulty(faults: Sequence[Fault], kind: Kind = PARAMETER) -> Problem:
    """The problem that some fields are wrong; it is told of the first."""
    return Problem(kind, faults[0].reason, faults)


def absent(code: str, field: str, value: str, where: str) -> Problem:
    """The problem that nothing has the id in the address; `where` lists those there are."""
    return faulty([Fault(Refused(code, field, "listed_at", where=where), value)], NOT_FOUND)


def _detail(problem: Problem, labels: Labels) -> str:
    t = wording(labels.lang)
    detail = sentences(problem.reason, t)
    if problem.reason.field:
        detail = f"{cut(problem.reason.field)}{t('colon')}{detail}"
    return f"{detail} {t('api_more_faults', n=len(problem.faults) - 1)}" if len(problem.faults) > 1 else detail


_ECHO = leaf("string", maxLength=LONGEST_SHOWN)
_FAULT: Shape[Fault] = document(
    "What is wrong with one field.",
    (
        field("field", _ECHO, lambda fault, _: cut(fault.reason.field)),
        field("code", TEXT, "reason.code", "What is wrong, for programs: the same in all languages."),
        field("detail", TEXT, lambda fault, labels: sentences(fault.reason, wording(labels.lang))),
        field("value", _ECHO, lambda fault, _: cut(fault.value)),
    ),
)
PROBLEM: Shape[Problem] = document(
    "Why there is no answer (RFC 9457). Title and details are in the language asked for by `lang`, else in English.",
    (
        field("type", codes(kind.type for kind in KINDS), "kind.type"),
        field("title", TEXT, lambda problem, labels: wording(labels.lang)(f"api_title_{problem.kind.key}")),
        field("status", leaf("integer", enum=sorted({kind.status for kind in KINDS})), "kind.status"),
        field("detail", TEXT, _detail, "What is wrong, in whole sentences for a person, with the way out."),
        field(
            "errors", listed(_FAULT, minItems=1, maxItems=MOST_FAULTS), lambda problem, _: problem.faults[:MOST_FAULTS]
        ),
    ),
    name="Problem",
    optional=("errors",),
)


def cut(text: str) -> str:
    """Text short enough to be shown back."""
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"
