"""The register as a whole: what it is, the state of its ledger, how much there is, where the rest is."""

from __future__ import annotations

from typing import Any

from aiqyn_site.api.labels import Labels
from aiqyn_site.api.parameters import Given
from aiqyn_site.api.shapes import (
    COUNT,
    DAY,
    MAYBE_TEXT,
    PATH,
    TEXT,
    Field,
    Shape,
    document,
    field,
    listed,
    mapped,
    maybe,
)
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.ledger.queries import Register
from aiqyn_site.projects.queries import Totals, totals

_LINKED = (
    "projects",
    "statements",
    "disagreements",
    "changes",
    "scores",
    "records",
    "requests",
    "search",
    "vocabulary",
)
_LINKS = {**{name: f"/api/{name}" for name in _LINKED}, "openapi": "/api/openapi.json", "help": "/api/"}


def _meta(name: str, shape: Shape[Any]) -> Field[Register]:
    """What the register's own description says."""
    return field(name, shape, lambda register, _: register.meta.get(name))


_COUNTS: Shape[Totals] = document(
    "How much there is.",
    (
        *(
            field(name, COUNT)
            for name in ("projects", "organisations", "regions", "sources", "statements", "conflicts")
        ),
        field("differences", COUNT, about="Differences about the same thing, conflicts among them."),
    ),
)
REGISTER: Shape[Register] = document(
    "The register as a whole, and the state of its ledger.",
    (
        field("id", TEXT),
        _meta("title", mapped(TEXT)),
        _meta("summary", mapped(TEXT)),
        field("languages", listed(TEXT), lambda register, _: register.meta.get("languages", [])),
        _meta("licence", MAYBE_TEXT),
        _meta("publisher", MAYBE_TEXT),
        _meta("founded", maybe(DAY)),
        field("version", COUNT, "version.number", "Rises with every load."),
        field(
            "head",
            TEXT,
            "version.head",
            "The head of this database's hash chain over all statements: what to cite for an exact state of it.",
        ),
        field("recorded", maybe(DAY), "version.recorded", "The day the last statement was recorded."),
        field("counts", _COUNTS, lambda *_: totals()),
        field("links", mapped(PATH), lambda *_: _LINKS),
    ),
    name="Register",
)


def register(given: Given) -> tuple[Register, Labels]:
    return ledger.register(), Labels("")
