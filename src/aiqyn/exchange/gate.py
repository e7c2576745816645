"""The gate of the right of reply: which records speak against a company that was not invited to reply.

Such a record is no fault of the register: it is remarked, so that an editor invites the company.
"""

from __future__ import annotations

from collections.abc import Iterator

from aiqyn.dossier import read_records
from aiqyn.dossier.adverse import companies_among, uninvited
from aiqyn.errors import Finding, Refused, RegisterRefused
from aiqyn.exchange.folder import ENTITIES, RegisterFolder
from aiqyn.exchange.replies import REPLIES, read_replies
from aiqyn.exchange.rows import ENTITY, PROPERTY
from aiqyn.ledger import Statement, make_statement


class Gate:
    """Collects what records say and what organisations are as it is shown the statement rows."""

    def __init__(self, register: RegisterFolder) -> None:
        self._register = register
        kinds = register.entities
        self._kept: dict[str, list[Statement]] = {
            key: [] for key, entity in kinds.items() if entity.kind in {"record", "organisation"}
        }
        self._organisations = [key for key in self._kept if kinds[key].kind == "organisation"]

    def see(self, line: int, digest: bytes, row: list[str]) -> None:
        """Take in a row of statements that passed every other check."""
        kept = self._kept.get(row[ENTITY])
        is_record = kept is not None and self._register.entities[row[ENTITY]].kind == "record"
        if kept is not None and (is_record or row[PROPERTY] == "organisation_type"):
            kept.append(make_statement(row))

    def remarks(self) -> Iterator[Finding]:
        """Each company that a violation, a fine or a court case names and that was not invited to reply."""
        try:
            invitations = read_replies(self._register.files[REPLIES]) if REPLIES in self._register.files else []
        except RegisterRefused:
            return  # what is wrong with that file is a finding of its own
        invited = {(invitation.about, invitation.party) for invitation in invitations}
        companies = companies_among(self._organisations, self._kept)
        records = read_records(self._register.entities.values(), self._kept)
        for party in uninvited(records, companies, invited):
            reason = Refused("party_uninvited", "id", party=party.party, name=REPLIES)
            yield Finding(ENTITIES, 0, party.record, reason)
