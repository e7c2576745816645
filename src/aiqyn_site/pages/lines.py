"""What statements about one thing come to on a page: lines, promises, differences, the table of all."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from typing import NamedTuple

from markupsafe import Markup

from aiqyn.ledger import Difference, Disagreement, Headline, Statement, resolve
from aiqyn.ledger.claim import PLANNED, withdrawn_ids
from aiqyn.ledger.named_rules import rule_label
from aiqyn.ledger.promise import first_promise
from aiqyn.ledger.statement import PREFERENCE, RETRACTION
from aiqyn.vocabulary import Property, load_vocabulary
from aiqyn.vocabulary import Section as SectionOfVocabulary
from aiqyn.words.date_text import date_text, slip_text
from aiqyn_site.pages.differences import difference_line
from aiqyn_site.pages.figures import Figure, Printer, escaped
from aiqyn_site.pages.pieces import Line, Section, facts_piece, lines_piece, part_piece, row_piece, table_piece
from aiqyn_site.pages.render import capital
from aiqyn_site.projects.stored import Stored

#: Shown at the head of a page, so not again among the sections.
AT_HEAD = frozenset({"name", "other_name", RETRACTION, PREFERENCE})


_HEADS = ("col_property", "col_value", "col_date", "col_basis", "col_who", "col_source", "col_link")


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
    return tuple(sorted(load_vocabulary().sections.values(), key=lambda one: one.order))


@cache
def _page_order() -> Mapping[str, int]:
    """The place of each property in the order of a page."""
    vocabulary = load_vocabulary()
    ordered = sorted(
        vocabulary.properties.values(), key=lambda one: (vocabulary.sections[one.section].order, one.order)
    )
    return {prop.key: place for place, prop in enumerate(ordered)}


@cache
def property_labels(lang: str) -> Mapping[str, str]:
    """The label of each property as it begins a line."""
    return {prop.key: capital(prop.label(lang)) for prop in load_vocabulary().properties.values()}


class Lines:
    """Builds the parts of a page from one resolution.

    `kind` is the kind of entity; `apart` names properties shown elsewhere on the page, `expected` those that
    the page speaks of whether or not anything is known; `stored` what the statements come to, if that is known;
    `told` ids of statements that the page prints elsewhere, which are then not printed among the sections.
    """

    def __init__(
        self,
        printer: Printer,
        statements: list[Statement],
        kind: str,
        *,
        apart: frozenset[str] = frozenset(),
        expected: tuple[str, ...] = (),
        stored: Stored | None = None,
        told: Collection[str] = frozenset(),
    ) -> None:
        self.kind = kind
        self.told = told
        self.apart = apart | AT_HEAD
        self.expected = expected
        self.printer = printer
        self.statements = statements
        self.vocabulary = printer.vocabulary
        self.lang = printer.lang
        self.headlines, self.differences = (
            stored.resolution if stored else resolve(statements, printer.register.grounds)
        )
        self._reaches = stored.reaches if stored else None
        self._differences_of: dict[str, list[Disagreement]] = {}
        for found in self.differences:
            self._differences_of.setdefault(found.key.property, []).append(found)
        self.by_property: dict[str, list[Headline]] = {}
        for one in self.headlines:
            self.by_property.setdefault(one.key.property, []).append(one)
        self.dated = self._find_dated()

    def state(self, *keys: str) -> tuple[tuple[str, Figure], ...]:
        """The headlines of some properties with their labels, for the head of the page."""
        found: list[tuple[str, Figure]] = []
        for key in keys:
            leading = self.by_property.get(key, ())
            label = property_labels(self.lang)[key]
            found.extend((label, self._headline(one)) for one in leading if not one.key.part)
        return tuple(found)

    def sections(self) -> list[Section]:
        """Every section that has something known or something looked for in vain."""
        lines: dict[str, list[Line]] = {}
        promised = {one.property for one in self.dated}
        for prop in _properties_of(self.kind):
            if prop.key in self.by_property and prop.key not in self.apart and prop.key not in promised:
                made = list(self._lines(prop))
                if made:
                    lines.setdefault(prop.section, []).extend(made)
        absent = self._absent(lines)
        return [
            Section(
                f"s-{section.key}",
                escaped(capital(section.label(self.lang))),
                lines.get(section.key, ()),
                absent.get(section.key, ()),
            )
            for section in _sections()
            if section.key in lines or section.key in absent
        ]

    def facts(self, sections: list[Section]) -> Markup:
        """The sections as they stand on a page."""
        not_found = self.printer.t("not_found_in", n=len({said.source for said in self.statements}))
        return Markup(facts_piece(sections, escaped(not_found)))  # noqa: S704 - the component

    def of(self, *keys: str) -> Markup:
        """The lines of some properties as a list of their own, for a page that shows them apart; blank for none."""
        properties = self.vocabulary.properties
        made = [line for key in keys if key in self.by_property for line in self._lines(properties[key])]
        return Markup(lines_piece(made)) if made else Markup("")  # noqa: S704 - the component

    def _is_told(self, one: Headline) -> bool:
        return bool(self.told) and all(said.id in self.told for said in (one.statement, *one.others))

    def _headline(self, one: Headline) -> Figure:
        return self.printer.headline(one, self._differences_of.get(one.key.property, ()), self._reaches)

    def _absent(self, lines: dict[str, list[Line]]) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for key in self.expected:
            prop = self.vocabulary.properties[key]
            if key in self.by_property or (key == "capacity" and lines.get("capacity")):
                continue
            found.setdefault(prop.section, []).append(escaped(property_labels(self.lang)[key]))
        return found

    def _lines(self, prop: Property) -> Iterator[Line]:
        """The lines of a property: one for each part; where several values hold at once, all in one line."""
        by_part: dict[tuple[str, str], list[Headline]] = {}
        for one in self.by_property[prop.key]:
            if not self._is_told(one):
                by_part.setdefault((one.key.part, one.key.period), []).append(one)
        label, anchor = escaped(property_labels(self.lang)[prop.key]), f"p-{prop.key}"
        for (part, _), leading in by_part.items():
            figures = self._all_values(leading) if prop.many else self._leading(leading)
            rule = "" if prop.many else next((one.rule for one in leading if one.others), "")
            yield Line(
                anchor,
                label,
                escaped(self.printer.part(part)) if part else "",
                "".join([figure.whole() for figure in figures]),
                f"/{self.lang}/method/#rule-{rule}",
                escaped(rule_label(rule, self.lang)) if rule else "",
                escaped(self.printer.t(f"rule_{rule}")) if rule else "",
            )
            anchor = ""

    def _leading(self, leading: Iterable[Headline]) -> tuple[Figure, ...]:
        return tuple(self._headline(one) for one in leading)

    def _all_values(self, leading: Iterable[Headline]) -> tuple[Figure, ...]:
        """Each value said, once, with those who say the same under it."""
        same: dict[tuple[str, str, str], list[Statement]] = {}
        for one in leading:
            for said in (one.statement, *one.others):
                same.setdefault((said.value, said.unit, said.part), []).append(said)
        t = self.printer.t
        return tuple(
            self.printer.with_rivals(first, others, t("others_agree", n=len(others)), "agree")
            if others
            else self.printer.figure(first)
            for first, *others in same.values()
        )

    # --- promises ---

    def _find_dated(self) -> list[_Dated]:
        """Date properties for which something was promised, in the order of the page."""
        found: list[_Dated] = []
        for prop in _properties_of(self.kind):
            if prop.type != "date" or prop.many or prop.key not in self.by_property:
                continue
            parts: dict[str, dict[str, Headline]] = {}
            for one in self.by_property[prop.key]:
                parts.setdefault(one.key.part, {})[one.side] = one
            if any(PLANNED in sides for sides in parts.values()) or prop.key in self.expected:
                found.extend(_Dated(prop.key, part, sides) for part, sides in parts.items())
        return found

    def promises(self) -> list[Promise]:
        """Dates promised beside dates that came, with the slip from the leading and the first promise."""
        found: list[Promise] = []
        for one in self.dated:
            planned, actual = one.sides.get(PLANNED), one.sides.get("actual")
            found.append(
                Promise(
                    property=one.property,
                    # Links lead to the first part.
                    anchor="" if any(made.property == one.property for made in found) else f"p-{one.property}",
                    label=property_labels(self.lang)[one.property],
                    part=self.printer.part(one.part),
                    promised=self._headline(planned) if planned else None,
                    actual=self._headline(actual) if actual else None,
                    slips=self._slips(planned, actual),
                )
            )
        return found

    def _slips(self, planned: Headline | None, actual: Headline | None) -> tuple[str, ...]:
        if planned is None or actual is None:
            return ()
        t, happened = self.printer.t, actual.statement.value
        earliest = first_promise((planned.statement, *planned.others)).value
        leading = slip_text(planned.statement.value, happened, self.lang)
        if earliest == planned.statement.value or not leading:
            return (leading,) if leading else ()
        first = slip_text(earliest, happened, self.lang)
        return (
            (
                leading,
                t("slip_from_first", slip=first, date=date_text(earliest, self.lang)),
            )
            if first
            else (leading,)
        )

    # --- differences ---

    def disputes(self, *, conflicts: bool) -> list[Markup]:
        """Conflicts, largest spread first, or all other differences."""
        chosen = [one for one in self.differences if (one.kind is Difference.CONFLICT) is conflicts]
        chosen.sort(key=lambda one: (-one.spread, one.key))
        lines = [difference_line(self.printer, one, f"#p-{one.key.property}") for one in chosen]
        return [Markup(line) for line in lines]  # noqa: S704 - the component

    def table(self) -> Markup:
        """Every statement ever recorded of the thing, in the vocabulary's order, as a table."""
        withdrawn, order = withdrawn_ids(self.statements), _page_order()
        labels, printer, t = property_labels(self.lang), self.printer, self.printer.t
        heads, link, gone = [escaped(t(key)) for key in _HEADS], escaped(t("permanent_link")), escaped(t("withdrawn"))
        rows = []
        for said in sorted(self.statements, key=lambda one: (order[one.property], one.part, one.as_of, one.id)):
            label = escaped(labels[said.property])
            if said.part:
                label += part_piece(escaped(printer.part(said.part)))
            is_gone = said.id in withdrawn and said.property not in {RETRACTION, PREFERENCE}
            figure = printer.figure(said)
            rows.append(row_piece(heads[1:], label, figure.cell, figure.href, link, gone if is_gone else ""))
        return Markup(table_piece(heads, rows))  # noqa: S704 - the component


class _Dated(NamedTuple):
    property: str
    part: str
    sides: dict[str, Headline]
