"""Records that speak against a company: those it is invited to reply to before and while they are shown."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from aiqyn.dossier.record import Record
from aiqyn.ledger.statement import Statement

ADVERSE_EVENTS = frozenset(
    {
        "violation_found",
        "order_issued",
        "fine_imposed",
        "damage_claimed",
        "claim_filed",
        "court_ruling",
        "permit_suspended",
        "permit_revoked",
        "prtr_missing",
    }
)
ADVERSE_DOCUMENTS = frozenset({"order_to_fix", "fine_decision", "court_act", "damage_claim"})
#: Organisations that are asked for documents, not invited to reply: bodies, courts, those who report.
_NO_COMPANIES = frozenset({"state_body", "court", "international", "media", "ngo", "research"})
_NAMING = ("concerns", "initiator")


class Uninvited(NamedTuple):
    """A record and a company that it names and that was not invited to reply."""

    record: str
    party: str


def is_adverse(record: Record) -> bool:
    """Whether a record tells of a violation, a fine, a claim or a court case, proven or alleged."""
    return bool(
        record.all("finding")
        or record.all("court_outcome")
        or record.event_type in ADVERSE_EVENTS
        or record.document_type in ADVERSE_DOCUMENTS
    )


def companies_among(organisations: Iterable[str], statements: Mapping[str, Iterable[Statement]]) -> frozenset[str]:
    """The organisations that are companies: all but those said to be of another type."""
    return frozenset(
        one
        for one in organisations
        if not any(said.property == "organisation_type" and said.value in _NO_COMPANIES for said in statements[one])
    )


def named_companies(record: Record, companies: Collection[str]) -> tuple[str, ...]:
    """The companies that a record belongs to, concerns or was initiated by, each once."""
    named = [record.part_of, *(said.value for name in _NAMING for said in record.all(name))]
    return tuple(one for one in dict.fromkeys(named) if one in companies)


def uninvited(
    records: Iterable[Record], companies: Collection[str], invited: Collection[tuple[str, str]]
) -> Iterator[Uninvited]:
    """The adverse records whose companies were not invited, company by company.

    `invited` holds what an invitation is about and whom it went to. One about a statement of the record, or about a
    statement that the record sets out, counts for the record.
    """
    for record in records:
        if not is_adverse(record):
            continue
        about = {record.id, *(one.id for one in record.statements), *(one.value for one in record.all("drawn_from"))}
        for party in named_companies(record, companies):
            if not any((one, party) in invited for one in about):
                yield Uninvited(record.id, party)
