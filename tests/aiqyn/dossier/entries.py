"""Records and requests for tests, read from statements as the register would hold them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from aiqyn.dossier.record import InformationRequest, Record, read_records, read_requests
from aiqyn.ledger import Entity, Statement
from tests.aiqyn.register_factory import statement

PROJECT = "shieli-cement"
KINDS = {"portal": "state_body", "paper": "press", "group": "ngo", "firm": "company", "register": "register"}


def stated(entity: str, property: str, value: str, **fields: str) -> Statement:
    """A statement without unit, by default from a newspaper and of no date."""
    usual = {"unit": "", "as_of": "", "source": "paper", "part": ""}
    return statement(**{**usual, "entity": entity, "property": property, "value": value, **fields})


def record(identifier: str, source: str = "paper", part_of: str = PROJECT, **values: str) -> Record:
    """A record of one project, everything from one source."""
    statements = [stated(identifier, name, value, source=source) for name, value in values.items()]
    (entry,) = read_records(
        [Entity(identifier, "record", part_of), Entity(part_of, "project", "")], {identifier: statements}
    )
    return entry


def request(
    identifier: str = "request-1",
    events: Mapping[str, str] | None = None,
    part_of: str = PROJECT,
    outcome_of: str = "",
    **fields: Iterable[str] | str,
) -> InformationRequest:
    """A request about one project; `events` by part, other properties by name, each one value or several."""
    statements = [stated(identifier, "request_event", day, part=part) for part, day in (events or {}).items()]
    for name, values in fields.items():
        as_of = outcome_of if name == "outcome" else ""
        told_of = [values] if isinstance(values, str) else values
        statements += [stated(identifier, name, value, as_of=as_of) for value in told_of]
    (entry,) = read_requests(
        [Entity(identifier, "request", part_of), Entity(part_of, "project", "")], {identifier: statements}
    )
    return entry
