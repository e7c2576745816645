"""What a project's page says of environment and documents: the chain, other records, requests, claims, emissions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from markupsafe import Markup

from aiqyn.deadlines.laws_file import load_laws
from aiqyn.disclosure import Stage
from aiqyn.disclosure.stage import stage_at
from aiqyn.dossier.chain import Chain, beginning, chain
from aiqyn.dossier.claims import emissions, is_claim
from aiqyn.dossier.record import Entry, InformationRequest, Record
from aiqyn.dossier.request_clock import Clock, clock
from aiqyn.dossier.threads import grouped
from aiqyn.ledger import Statement
from aiqyn.ledger.claim import standing_statements
from aiqyn_site.clock import elsewhere, today
from aiqyn_site.inbox import queries as inbox
from aiqyn_site.inbox.queries import Replies
from aiqyn_site.pages.entity_facts import EntityFacts, Line
from aiqyn_site.pages.frame import macros
from aiqyn_site.pages.printer import Printer

#: Printed by this section and not among the facts of the page.
DISTANCE, CATEGORY = "distance", "facility_category"
SHOWN_APART = (DISTANCE, CATEGORY, "emission")


def claimed_properties(statements: Iterable[Statement]) -> tuple[str, ...]:
    """The properties of a project whose every statement is a claim about the environment."""
    claimed: dict[str, bool] = {}
    for statement in statements:
        claimed[statement.property] = claimed.get(statement.property, True) and is_claim(statement)
    return tuple(sorted(key for key, only in claimed.items() if only))


def told_by(entries: Iterable[Entry]) -> frozenset[str]:
    """The ids of the statements that records and requests set out, which a page need not print again."""
    return frozenset(statement.id for entry in entries for statement in entry.drawn)


class DossierSection:
    """The documents and records of one project, for `components/dossier_section.html`.

    `claimed` are the properties of which all is claimed; `groups` the records beside the chain in threads; `elsewhere`
    what records set out, which the requests need not say again.
    """

    def __init__(
        self,
        say: Printer,
        facts: EntityFacts,
        project: str,
        claimed: Sequence[str],
        records: Sequence[Record],
        requests: Sequence[InformationRequest],
    ) -> None:
        self.say, self.facts, self.project, self.claimed = say, facts, project, claimed
        self.records, self.requests = records, requests
        self._today, self._elsewhere = today(), elsewhere()
        statements = standing_statements(facts.statements)
        self.chain = self._chain(statements)
        self._first_steps = self.chain.first_steps() if records else {}
        self.groups = grouped([record for record in records if record.id not in self._first_steps])
        of_records = [statement for record in records for statement in record.statements]
        self.emissions = emissions([*statements, *of_records], say.vocabulary)
        self.elsewhere = told_by(records)
        self.anchors = dict(self._anchors()) if records else {}

    def _chain(self, statements: Sequence[Statement]) -> Chain:
        if not self.say.register.has_duties:
            return Chain(())
        stage = stage_at(statements, self.say.register.grounds, self._today)
        is_untold = stage is Stage.IDENTIFICATION and not any(item.property == "status" for item in statements)
        category = next((headline.statement.value for headline in self.facts.by_property.get(CATEGORY, ())), "")
        kinds = {key: source.kind for key, source in self.say.sources.items()} if self.records else {}
        began = beginning(statements)
        return chain("" if is_untold else stage.value, category, self.records, self.requests, began, kinds)

    def _anchors(self) -> Iterator[tuple[str, str]]:
        """The records that tell all there is of a property, each with the anchor that links to the property name."""
        elsewhere = self.facts.elsewhere
        waiting = {
            key
            for key, headlines in self.facts.by_property.items()
            if all(item.id in elsewhere for headline in headlines for item in (headline.statement, *headline.others))
        }
        for record in self._as_printed():
            key = next((statement.property for statement in record.drawn if statement.property in waiting), "")
            if key:
                waiting.remove(key)
                yield record.id, f"p-{key}"

    def _as_printed(self) -> Iterator[Record]:
        by_id = {record.id: record for record in self.records}
        yield from (by_id[key] for key in self._first_steps)
        yield from (record for threads in self.groups.values() for thread in threads for record in thread)

    def steps(self) -> Markup:
        """The chain step by step. Without records it is the same for many projects, and kept."""
        if self.records or self.requests:
            return _steps(self.say.lang, self.chain, self)
        return _bare_steps(self.say.lang, self.chain)

    def is_first(self, record: Record, step: str) -> bool:
        """Whether a record is printed at a step: at the first to which it belongs; later ones lead there."""
        return self._first_steps[record.id] == step

    def replies(self, record: Record) -> Replies:
        return inbox.replies_to_record(record)

    def clock(self, request: InformationRequest) -> Clock:
        return clock(request, load_laws(), self._today, self._elsewhere)

    def claims(self) -> list[Line]:
        return self.facts.lines(*self.claimed)


@lru_cache(maxsize=512)
def _bare_steps(lang: str, chain: Chain) -> Markup:
    """`chain` is one of few: those without records are kept as they are made."""
    return _steps(lang, chain, None)


def _steps(lang: str, chain: Chain, section: DossierSection | None) -> Markup:
    markup: Markup = macros("chain", lang).chain(chain, section)
    return markup
