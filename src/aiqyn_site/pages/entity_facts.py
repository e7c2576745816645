"""What the statements about one thing come to on its page: lines, promises, differences, the table of all."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from typing import NamedTuple

from aiqyn.ledger import Difference, Disagreement, Headline, Statement, resolve
from aiqyn.ledger.claim import PLANNED, withdrawn_ids
from aiqyn.ledger.named_rules import rule_label
from aiqyn.ledger.promise import first_promise
from aiqyn.ledger.statement import PREFERENCE, RETRACTION
from aiqyn.vocabulary import Property, load_vocabulary
from aiqyn.vocabulary import Section as SectionOfVocabulary
from aiqyn.words.date_text import slip_text
from aiqyn.words.word_tables import capital
from aiqyn_site.pages.figure import Figure
from aiqyn_site.pages.printer import Printer
from aiqyn_site.projects.stored import Stored

#: Shown at the head of a page, so not again among the sections.
AT_HEAD = frozenset({"name", "other_name", RETRACTION, PREFERENCE})


class Line(NamedTuple):
    """One thing known: its figures, and by which rule the first leads where there are several."""

    anchor: str
    label: str
    part: str
    figures: tuple[Figure, ...]
    rule: str
    rule_label: str


class Section(NamedTuple):
    """A group of lines and the labels of what was not found."""

    anchor: str
    label: str
    lines: tuple[Line, ...]
    missing: tuple[str, ...]


class Promise(NamedTuple):
    """What was promised and what happened, side by side; `slips` in words."""

    property: str
    anchor: str
    label: str
    part: str
    promised: Figure | None
    actual: Figure | None
    slips: tuple[str, ...]


@cache
def _properties_of(kind: str) -> tuple[Property, ...]:
    return load_vocabulary().properties_of(kind)


@cache
def _sections() -> tuple[SectionOfVocabulary, ...]:
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
        stored: Stored | None = None,
        elsewhere: Collection[str] = frozenset(),
    ) -> None:
        self.kind = kind
        self.elsewhere = elsewhere
        self.apart = apart | AT_HEAD
        self.expected = expected
        self.say = say
        self.statements = statements
        self.vocabulary = say.vocabulary
        self.headlines, self.differences = stored.resolution if stored else resolve(statements, say.register.grounds)
        self._reaches = stored.reaches if stored else None
        self._differences_of: dict[str, list[Disagreement]] = {}
        for difference in self.differences:
            self._differences_of.setdefault(difference.key.property, []).append(difference)
        self.by_property: dict[str, list[Headline]] = {}
        for headline in self.headlines:
            self.by_property.setdefault(headline.key.property, []).append(headline)
        self.dated = self._find_dated()

    @property
    def sources_read(self) -> int:
        """From how many sources the statements are drawn."""
        return len({statement.source for statement in self.statements})

    def state(self, *keys: str) -> tuple[tuple[str, Figure], ...]:
        """The headlines of some properties with their labels, for the head of the page."""
        return tuple(
            (self.say.label(key), self._headline(headline))
            for key in keys
            for headline in self.by_property.get(key, ())
            if not headline.key.part
        )

    def sections(self) -> list[Section]:
        """Every section that has something known or something looked for in vain."""
        lines: dict[str, list[Line]] = {}
        promised = {dated.property for dated in self.dated}
        for prop in _properties_of(self.kind):
            if prop.key in self.by_property and prop.key not in self.apart and prop.key not in promised:
                of_property = list(self._lines(prop))
                if of_property:
                    lines.setdefault(prop.section, []).extend(of_property)
        absent = self._absent(lines)
        return [
            Section(
                f"s-{section.key}",
                capital(section.label(self.say.lang)),
                tuple(lines.get(section.key, ())),
                tuple(absent.get(section.key, ())),
            )
            for section in _sections()
            if section.key in lines or section.key in absent
        ]

    def lines(self, *keys: str) -> list[Line]:
        """The lines of some properties, for a page that shows them apart."""
        properties = self.vocabulary.properties
        return [line for key in keys if key in self.by_property for line in self._lines(properties[key])]

    def _is_elsewhere(self, headline: Headline) -> bool:
        return bool(self.elsewhere) and all(
            statement.id in self.elsewhere for statement in (headline.statement, *headline.others)
        )

    def _headline(self, headline: Headline) -> Figure:
        return self.say.headline(headline, self._differences_of.get(headline.key.property, ()), self._reaches)

    def _absent(self, lines: dict[str, list[Line]]) -> dict[str, list[str]]:
        absent: dict[str, list[str]] = {}
        for key in self.expected:
            if key in self.by_property or (key == "capacity" and lines.get("capacity")):
                continue
            absent.setdefault(self.vocabulary.properties[key].section, []).append(self.say.label(key))
        return absent

    def _lines(self, prop: Property) -> Iterator[Line]:
        """The lines of a property: one for each part; where several values hold at once, all in one line."""
        by_part: dict[tuple[str, str], list[Headline]] = {}
        for headline in self.by_property[prop.key]:
            if not self._is_elsewhere(headline):
                by_part.setdefault((headline.key.part, headline.key.period), []).append(headline)
        anchor = f"p-{prop.key}"
        for (part, _), headlines in by_part.items():
            figures = self._all_values(headlines) if prop.many else tuple(map(self._headline, headlines))
            rule = "" if prop.many else next((headline.rule for headline in headlines if headline.others), "")
            label = rule_label(rule, self.say.lang) if rule else ""
            yield Line(anchor, self.say.label(prop.key), self.say.part(part), figures, rule, label)
            anchor = ""

    def _all_values(self, headlines: Iterable[Headline]) -> tuple[Figure, ...]:
        """Each value once, with those who say the same under it."""
        same: dict[tuple[str, str, str], list[Statement]] = {}
        for headline in headlines:
            for statement in (headline.statement, *headline.others):
                same.setdefault((statement.value, statement.unit, statement.part), []).append(statement)
        say = self.say
        return tuple(
            say.figure(first).beside(
                say.t("others_agree", n=len(others)), "agree", rivals=[say.figure(other) for other in others]
            )
            if others
            else say.figure(first)
            for first, *others in same.values()
        )

    # --- promises ---

    def _find_dated(self) -> list[_Dated]:
        """Date properties for which something was promised, in the order of the page."""
        dated: list[_Dated] = []
        for prop in _properties_of(self.kind):
            if prop.type != "date" or prop.many or prop.key not in self.by_property:
                continue
            parts: dict[str, dict[str, Headline]] = {}
            for headline in self.by_property[prop.key]:
                parts.setdefault(headline.key.part, {})[headline.side] = headline
            if any(PLANNED in sides for sides in parts.values()) or prop.key in self.expected:
                dated.extend(_Dated(prop.key, part, sides) for part, sides in parts.items())
        return dated

    def promises(self) -> list[Promise]:
        """Dates promised beside dates that came, with the slip from the leading and the first promise."""
        promises: list[Promise] = []
        for dated in self.dated:
            planned, actual = dated.sides.get(PLANNED), dated.sides.get("actual")
            is_first = all(promise.property != dated.property for promise in promises)
            promises.append(
                Promise(
                    property=dated.property,
                    anchor=f"p-{dated.property}" if is_first else "",  # links lead to the first part
                    label=self.say.label(dated.property),
                    part=self.say.part(dated.part),
                    promised=self._headline(planned) if planned else None,
                    actual=self._headline(actual) if actual else None,
                    slips=self._slips(planned, actual),
                )
            )
        return promises

    def _slips(self, planned: Headline | None, actual: Headline | None) -> tuple[str, ...]:
        if planned is None or actual is None:
            return ()
        say, happened = self.say, actual.statement.value
        earliest = first_promise((planned.statement, *planned.others)).value
        leading = slip_text(planned.statement.value, happened, say.lang)
        if earliest == planned.statement.value or not leading:
            return (leading,) if leading else ()
        first = slip_text(earliest, happened, say.lang)
        return (leading, say.t("slip_from_first", slip=first, date=say.date(earliest))) if first else (leading,)

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
        apart = {RETRACTION, PREFERENCE}
        return [
            (statement, statement.id in withdrawn and statement.property not in apart)
            for statement in sorted(
                self.statements,
                key=lambda statement: (order[statement.property], statement.part, statement.as_of, statement.id),
            )
        ]


class _Dated(NamedTuple):
    property: str
    part: str
    sides: dict[str, Headline]
