"""Records that speak against a company: those it is invited to reply to before and while they are shown."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from aiqyn.dossier.record import Record
from aiqyn.ledger.statement import Statement

#: Organisations that are asked for documents, not invited to reply: bodies, courts, those who report.
_NO_COMPANIES = frozenset({"state_body", "court", "international", "media", "ngo", "research"})
#: What a state body did, which no company is invited to reply to.
BY_BODIES = ("information_requested", "information_refused")
_NAMING = ("concerns", "initiator")


class Uninvited(NamedTuple):
    """A record and a company that it names and that was not invited to reply."""

    record: str
    party: str


def companies_among(organisations: Iterable[str], statements: Mapping[str, Iterable[Statement]]) -> frozenset[str]:
    """The organisations that are companies: all but those said to be of another type."""
    return frozenset(
        organisation
        for organisation in organisations
        if not any(
            statement.property == "organisation_type" and statement.value in _NO_COMPANIES
            for statement in statements[organisation]
        )
    )


def named_companies(record: Record, companies: Collection[str]) -> tuple[str, ...]:
    """The companies that a record belongs to, concerns or was initiated by, each once."""
    named = [record.part_of, *(statement.value for name in _NAMING for statement in record.all(name))]
    return tuple(name for name in dict.fromkeys(named) if name in companies)


def uninvited(
    records: Iterable[Record], companies: Collection[str], invited: Collection[tuple[str, str]]
) -> Iterator[Uninvited]:
    """The adverse records whose companies were not invited, company by company.

    `invited` holds what an invitation is about and whom it went to. One about a statement of the record, or about a
    statement that the record sets out, counts for the record.
    """
    for record in records:
        if not record.is_adverse:
            continue
        about = {record.id, *record.codes("drawn_from"), *(statement.id for statement in record.statements)}
        for party in named_companies(record, companies):
            if not any((identifier, party) in invited for identifier in about):
                yield Uninvited(record.id, party)
