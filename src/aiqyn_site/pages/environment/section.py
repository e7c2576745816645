"""What a project's page says of environment and documents: the chain, other records, requests, claims, emissions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from aiqyn.deadlines.load import load_laws
from aiqyn.disclosure import Stage
from aiqyn.disclosure.stage import stage_at
from aiqyn.dossier.chain import State, Step, beginning, chain
from aiqyn.dossier.claims import Emissions, emissions, is_claim
from aiqyn.dossier.record import InformationRequest, Record
from aiqyn.dossier.request_clock import Clock, clock
from aiqyn.dossier.threads import grouped
from aiqyn.ledger import Statement
from aiqyn.ledger.claim import standing_statements
from aiqyn.words.date_text import date_text
from aiqyn_site.clock import today
from aiqyn_site.pages.entity_facts import EntityFacts, Line
from aiqyn_site.pages.environment.entries import (
    Link,
    RecordEntry,
    code_label,
    entity_link,
    record_entry,
    since_text,
)
from aiqyn_site.pages.environment.replies import replies_beside
from aiqyn_site.pages.figure import Figure
from aiqyn_site.pages.frame import capital
from aiqyn_site.pages.printer import Printer

#: Printed by this section and not among the facts of the page.
DISTANCE, CATEGORY = "distance", "facility_category"
SHOWN_APART = (DISTANCE, CATEGORY, "emission")
#: States that last, and so are told with the day from which.
_SINCE = (State.REFUSED, State.ASKED)
#: Notes that stand above the chain or beside the law.
_ONCE = ("category_unknown", "older_law", "stage_unknown")
_DUTY_SHOWN = (State.NOT_FOUND, State.REFUSED, State.ASKED, State.KNOWN)


class StepView(NamedTuple):
    """A step of the chain. `records` are printed here, `links` lead to those printed above or under requests."""

    key: str
    state: str
    state_text: str
    label: str
    since: str
    law: str
    unread: bool
    duty: str
    records: tuple[RecordEntry, ...]
    links: tuple[Link, ...]
    notes: tuple[str, ...]
    older_law: bool
    categories: str


class Group(NamedTuple):
    """Records of one group in threads."""

    key: str
    label: str
    threads: tuple[tuple[RecordEntry, ...], ...]


class RequestEntry(NamedTuple):
    """A request in a list."""

    id: str
    link: Link
    bodies: tuple[Link, ...]
    date: str
    outcome: str
    grounds: tuple[str, ...]
    said: tuple[Figure, ...]
    request: InformationRequest
    clock: Clock


class EmissionRow(NamedTuple):
    """A substance with what was promised, permitted and reported."""

    label: str
    promised: tuple[Figure, ...]
    limits: tuple[Figure, ...]
    reported: tuple[Figure, ...]
    compared: str


class SectionView(NamedTuple):
    """All that the template prints of the section."""

    progress: str
    records: int
    summary: str
    category: list[Line]
    steps: tuple[StepView, ...]
    groups: tuple[Group, ...]
    requests: tuple[RequestEntry, ...]
    claims: list[Line]
    emissions: tuple[EmissionRow, ...]
    places: list[Line]
    ask: str
    asked: bool


def claimed_properties(statements: Iterable[Statement]) -> tuple[str, ...]:
    """The properties of a project whose every statement is a claim about the environment."""
    found: dict[str, bool] = {}
    for one in statements:
        found[one.property] = found.get(one.property, True) and is_claim(one)
    return tuple(sorted(key for key, only in found.items() if only))


def told_by(entries: Iterable[Record | InformationRequest]) -> frozenset[str]:
    """The ids of the statements that records and requests set out, which a page need not print again."""
    return frozenset(said.id for one in entries for said in one.drawn)


class Environment:
    """Builds the section of one project."""

    def __init__(
        self,
        printer: Printer,
        lines: EntityFacts,
        identifier: str,
        records: Sequence[Record],
        requests: Sequence[InformationRequest],
    ) -> None:
        self.printer, self.lines, self.identifier = printer, lines, identifier
        self.records, self.requests = records, requests
        self.today = today()
        #: The records that stand on the page already, and the statements that they set out.
        self._shown: set[str] = set()
        self._printed: set[str] = set()
        self._anchors = self._orphans()

    def view(self) -> SectionView:
        """The whole of it."""
        t, lang = self.printer.t, self.printer.lang
        stands = standing_statements(self.lines.statements)
        category = next((one.statement.value for one in self.lines.by_property.get(CATEGORY, ())), "")
        kinds = {key: source.kind for key, source in self.printer.sources.items()}
        steps = chain(self._stage(stands), category, self.records, self.requests, beginning(stands), kinds).steps
        views = tuple(self._step(one) for one in steps)
        in_chain = {record.id for one in steps for record in one.records}
        groups = grouped([one for one in self.records if one.id not in in_chain])
        told = [said for record in self.records for said in record.statements]
        return SectionView(
            progress=self._progress(steps),
            records=len(self.records),
            summary=self._summary(steps, bool(category)),
            category=self.lines.lines(CATEGORY),
            steps=views,
            groups=tuple(
                Group(
                    key, t(f"env_group_{key}"), tuple(tuple(self._entry(one) for one in thread) for thread in threads)
                )
                for key, threads in groups.items()
            ),
            requests=tuple(self._request(one) for one in self.requests),
            claims=self.lines.lines(*claimed_properties(self.lines.statements)),
            emissions=tuple(self._emissions(one) for one in emissions([*stands, *told], self.printer.vocabulary)),
            places=self.lines.lines(DISTANCE),
            ask=f"/{lang}/requests/draft/?project={self.identifier}",
            asked=bool(self.requests),
        )

    def _stage(self, stands: Iterable[Statement]) -> str:
        """The stage of the project; blank where neither a status nor a date tells it."""
        stage = stage_at(self.lines.statements, self.printer.register.grounds, self.today)
        untold = stage is Stage.IDENTIFICATION and not any(one.property == "status" for one in stands)
        return "" if untold else stage.value

    def _progress(self, steps: Iterable[Step]) -> str:
        expected = [one for one in steps if one.expected]
        return f"{sum(one.state is State.FOUND for one in expected)} / {len(expected)}"

    def _summary(self, steps: Sequence[Step], is_category_known: bool) -> str:
        """How many steps are asked for, found and refused, and what makes that uncertain."""
        t = self.printer.t
        told = [self._counts(steps)]
        if refused := sum(one.state is State.REFUSED for one in steps):
            told.append(t("env_chain_refused", n=refused))
        if not is_category_known:
            told.append(t("env_category_unknown_all"))
        if any("stage_unknown" in one.notes for one in steps):
            told.append(t("env_stage_unknown"))
        if any("older_law" in one.notes for one in steps):
            told.append(t("env_older_law_all"))
        return t("gap").join(told)

    def _counts(self, steps: Iterable[Step]) -> str:
        t = self.printer.t
        expected = [one for one in steps if one.expected]
        if not expected:
            return t("env_chain_none")
        doubtful = any({"category_unknown", "stage_unknown"} & {*one.notes} for one in expected)
        found = sum(one.state is State.FOUND for one in expected)
        return t("env_chain_doubt" if doubtful else "env_chain_count", found=found, expected=len(expected))

    def _step(self, one: Step) -> StepView:
        t, lang, rule = self.printer.t, self.printer.lang, one.rule
        new = [record for record in one.records if record.id not in self._shown]
        links = [entity_link(self.printer, "record", record.id) for record in one.records if record not in new]
        links += [entity_link(self.printer, "request", request.id) for request in one.requests]
        unread = not rule.verified
        law = rule.laws[lang]
        return StepView(
            key=one.key,
            state=one.state.value,
            state_text=t(f"env_state_{one.state.value}"),
            label=capital(rule.label(lang)),
            since=since_text(one.since, lang) if one.state in _SINCE else date_text(one.since, lang),
            law=capital(law),
            unread=unread and law != t("env_law_unread"),
            duty=rule.duties[lang] if one.expected and one.state in _DUTY_SHOWN else "",
            records=tuple(self._entry(record) for record in new),
            links=tuple(links),
            notes=tuple(t(f"env_{note}") for note in one.notes if note not in _ONCE),
            older_law="older_law" in one.notes,
            categories=self._categories(one) if "category_unknown" in one.notes else "",
        )

    def _categories(self, one: Step) -> str:
        t, codes = self.printer.t, self.printer.vocabulary.codes[CATEGORY]
        named = t("comma").join(codes[key].label(self.printer.lang) for key in one.rule.categories)
        return t("env_for", categories=named)

    def _entry(self, one: Record) -> RecordEntry:
        self._shown.add(one.id)
        self._printed.update(said.id for said in one.drawn)
        anchor = next((self._anchors.pop(said.property) for said in one.drawn if said.property in self._anchors), "")
        return record_entry(self.printer, one)._replace(anchor=anchor, replies=replies_beside(self.printer.lang, one))

    def _request(self, one: InformationRequest) -> RequestEntry:
        printer = self.printer
        grounds = printer.vocabulary.codes["refusal_ground"]
        return RequestEntry(
            id=one.id,
            link=entity_link(printer, "request", one.id),
            bodies=tuple(entity_link(printer, "organisation", key) for key in one.bodies),
            date=date_text(one.date, printer.lang) or printer.t("env_day_unknown"),
            outcome=code_label(printer, one, "outcome") or printer.t("env_outcome_unknown"),
            grounds=tuple(grounds[key].label(printer.lang) for key in one.grounds if key in grounds),
            said=tuple(printer.figure(said) for said in one.drawn if said.id not in self._printed),
            request=one,
            clock=clock(one, load_laws(), self.today),
        )

    def _emissions(self, one: Emissions) -> EmissionRow:
        printer = self.printer
        return EmissionRow(
            label=capital(printer.part(one.pollutant)),
            promised=tuple(printer.figure(said) for said in one.promised),
            limits=tuple(printer.figure(said) for said in one.limits),
            reported=tuple(printer.figure(said) for said in one.reported),
            compared=printer.t(f"env_{one.comparison}"),
        )

    def _orphans(self) -> dict[str, str]:
        """The anchors of properties whose statements are all told by records: links lead to the first of these."""
        told = self.lines.elsewhere
        return {
            key: f"p-{key}"
            for key, leading in self.lines.by_property.items()
            if all(said.id in told for one in leading for said in (one.statement, *one.others))
        }
