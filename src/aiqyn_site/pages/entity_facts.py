"""What the statements about one thing come to on its page: lines, promises, differences, the table of all."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache, cached_property
from typing import NamedTuple

from aiqyn.ledger import Difference, Disagreement, Headline, Resolution, Statement, resolve
from aiqyn.ledger.claim import PLANNED, withdrawn_ids
from aiqyn.ledger.headline import UNLIKELY
from aiqyn.ledger.promise import first_promise
from aiqyn.ledger.statement import DECISIONS
from aiqyn.vocabulary import Property, Section, load_vocabulary
from aiqyn.words.date_text import slip_text
from aiqyn_site.pages.figure import Figure
from aiqyn_site.pages.printer import Printer
from aiqyn_site.projects.stored import Reaches

#: Shown at the head of a page, so not again among the sections.
AT_HEAD = DECISIONS | {"name", "other_name"}


class Line(NamedTuple):
    """One thing known of a part: the headlines of its sides. Links lead to the first line of a property."""

    prop: Property
    part: str
    headlines: list[Headline]
    is_first: bool

    @property
    def rule(self) -> str:
        """By which rule the first leads of several or of none that is likely; blank where all values hold at once."""
        if self.prop.many:
            return ""
        ruled = (leader for leader in self.headlines if leader.others or leader.rule == UNLIKELY)
        return next((leader.rule for leader in ruled), "")


class Promised(NamedTuple):
    """What was promised of a date and what happened. Links lead to the first of a property."""

    property: str
    part: str
    planned: Headline | None
    actual: Headline | None
    is_first: bool


@cache
def _properties_of(kind: str) -> tuple[Property, ...]:
    return load_vocabulary().properties_of(kind)


@cache
def _sections() -> tuple[Section, ...]:
    return tuple(sorted(load_vocabulary().sections.values(), key=lambda section: section.order))


@cache
def _page_order() -> Mapping[str, int]:
    """The place of each property in the order of a page."""
    vocabulary = load_vocabulary()
    ordered = sorted(
        vocabulary.properties.values(), key=lambda prop: (vocabulary.sections[prop.section].order, prop.order)
    )
    return {prop.key: place for place, prop in enumerate(ordered)}


class EntityFacts:
    """The parts of a page, from one resolution; the macros of `components/facts.html` print them.

    `kind` is the kind of entity; `apart` names properties shown elsewhere on the page, `expected` those that
    the page speaks of whether or not anything is known; `stored` what the statements come to, if that is known;
    `elsewhere` ids of statements that the page prints elsewhere, which are then not printed among the sections.
    """

    def __init__(
        self,
        say: Printer,
        statements: list[Statement],
        kind: str,
        *,
        apart: frozenset[str] = frozenset(),
        expected: tuple[str, ...] = (),
        stored: tuple[Resolution, Reaches] | None = None,
        elsewhere: Collection[str] = frozenset(),
    ) -> None:
        self.kind = kind
        self.elsewhere = elsewhere
        self.apart = apart | AT_HEAD
        self.expected = expected
        self.say = say
        self.statements = statements
        self.vocabulary = say.vocabulary
        self._reaches: Reaches | None
        (self.headlines, self.differences), self._reaches = stored or (resolve(statements, say.register.grounds), None)
        self._differences_of: dict[str, list[Disagreement]] = {}
        for difference in self.differences:
            self._differences_of.setdefault(difference.key.property, []).append(difference)
        self.by_property: dict[str, list[Headline]] = {}
        for headline in self.headlines:
            self.by_property.setdefault(headline.key.property, []).append(headline)
        self.promises = self._promises()

    @cached_property
    def sources_read(self) -> int:
        """From how many sources the statements are drawn."""
        return len({statement.source for statement in self.statements})

    def state(self, *keys: str) -> list[tuple[str, Figure]]:
        """The headlines of some properties with their labels, for the head of the page."""
        return [
            (self.say.label(key), self.figure(headline))
            for key in keys
            for headline in self.by_property.get(key, ())
            if not headline.key.part
        ]

    def sections(self) -> list[tuple[Section, list[Line], list[str]]]:
        """Every section that has something known or something looked for in vain, with the labels of that."""
        known: dict[str, list[Line]] = {}
        promised = {promise.property for promise in self.promises}
        for prop in _properties_of(self.kind):
            if prop.key in self.by_property and prop.key not in self.apart and prop.key not in promised:
                lines = self._lines(prop)
                if lines:
                    known.setdefault(prop.section, []).extend(lines)
        absent = self._absent(known)
        return [
            (section, known.get(section.key, []), absent.get(section.key, []))
            for section in _sections()
            if section.key in known or section.key in absent
        ]

    def lines(self, *keys: str) -> list[Line]:
        """The lines of some properties, for a page that shows them apart."""
        properties = self.vocabulary.properties
        return [line for key in keys if key in self.by_property for line in self._lines(properties[key])]

    def figure(self, headline: Headline) -> Figure:
        """A headline with its rivals."""
        return self.say.headline(headline, self._differences_of.get(headline.key.property, ()), self._reaches)

    def figures(self, line: Line) -> Iterable[Figure]:
        """The figures of a line, each with its rivals."""
        return self._all_values(line.headlines) if line.prop.many else map(self.figure, line.headlines)

    def _is_elsewhere(self, headline: Headline) -> bool:
        return all(statement.id in self.elsewhere for statement in (headline.statement, *headline.others))

    def _absent(self, known: Collection[str]) -> dict[str, list[str]]:
        absent: dict[str, list[str]] = {}
        for key in self.expected:
            if key not in self.by_property and not (key == "capacity" and "capacity" in known):
                absent.setdefault(self.vocabulary.properties[key].section, []).append(self.say.label(key))
        return absent

    def _lines(self, prop: Property) -> list[Line]:
        """The lines of a property: one for each part; where several values hold at once, all in one line."""
        by_part: dict[tuple[str, str], list[Headline]] = {}
        for headline in self.by_property[prop.key]:
            if not self.elsewhere or not self._is_elsewhere(headline):
                by_part.setdefault((headline.key.part, headline.key.period), []).append(headline)
        return [
            Line(prop, part, headlines, is_first=not place)
            for place, ((part, _), headlines) in enumerate(by_part.items())
        ]

    def _all_values(self, headlines: Iterable[Headline]) -> Iterator[Figure]:
        """Each value once, with those who say the same under it."""
        same: dict[tuple[str, str, str], list[Statement]] = {}
        for headline in headlines:
            for statement in (headline.statement, *headline.others):
                same.setdefault((statement.value, statement.unit, statement.part), []).append(statement)
        for first, *others in same.values():
            figure = self.say.figure(first)
            if others:
                label = self.say.t("others_agree", n=len(others))
                figure = figure.beside(label, "agree", rivals=[self.say.figure(other) for other in others])
            yield figure

    # --- promises ---

    def _promises(self) -> list[Promised]:
        """Dates promised beside dates that came, in the order of the page."""
        promises: list[Promised] = []
        for prop in _properties_of(self.kind):
            if prop.type != "date" or prop.many or prop.key not in self.by_property:
                continue
            parts: dict[str, dict[str, Headline]] = {}
            for headline in self.by_property[prop.key]:
                parts.setdefault(headline.key.part, {})[headline.side] = headline
            if any(PLANNED in sides for sides in parts.values()) or prop.key in self.expected:
                promises += [
                    Promised(prop.key, part, sides.get(PLANNED), sides.get("actual"), is_first=not place)
                    for place, (part, sides) in enumerate(parts.items())
                ]
        return promises

    def slips(self, promise: Promised) -> list[str]:
        """The slip from the leading promise, and from the first one, in words."""
        planned, actual = promise.planned, promise.actual
        if planned is None or actual is None:
            return []
        say, happened = self.say, actual.statement.value
        earliest = first_promise((planned.statement, *planned.others)).value
        leading = slip_text(planned.statement.value, happened, say.lang)
        if earliest == planned.statement.value or not leading:
            return [leading] if leading else []
        first = slip_text(earliest, happened, say.lang)
        return [leading, say.t("slip_from_first", slip=first, date=say.date(earliest))] if first else [leading]

    # --- differences and the table of all ---

    def conflicts(self) -> list[Disagreement]:
        """Those that cannot all hold, the largest spread first."""
        return self._by_spread(conflicts=True)

    def other_differences(self) -> list[Disagreement]:
        return self._by_spread(conflicts=False)

    def _by_spread(self, *, conflicts: bool) -> list[Disagreement]:
        chosen = [item for item in self.differences if (item.kind is Difference.CONFLICT) is conflicts]
        return sorted(chosen, key=lambda difference: (-difference.spread, difference.key))

    def table(self) -> list[tuple[Statement, bool]]:
        """Every statement ever recorded of the thing, in the vocabulary's order, with whether it was withdrawn."""
        withdrawn, order = withdrawn_ids(self.statements), _page_order()
        return [
            (statement, statement.id in withdrawn and statement.property not in DECISIONS)
            for statement in sorted(
                self.statements,
                key=lambda statement: (order[statement.property], statement.part, statement.as_of, statement.id),
            )
        ]
