"""The editions of the list as the page shows them: what each printed, left out, and changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from aiqyn.ledger import Headline, Statement
from aiqyn.ledger.edition import (
    Basis,
    ChangeKind,
    Edition,
    EditionChange,
    Remainder,
    Status,
    changed,
    remainder,
)
from aiqyn.values.dates import overlaps, parse_date
from aiqyn.words.date_text import date_text
from aiqyn.words.digits import MINUS
from aiqyn.words.number_text import span_text
from aiqyn.words.wording import Wording
from aiqyn_site.pages.addresses import anchor, entity_url
from aiqyn_site.pages.figure import Figure
from aiqyn_site.pages.frame import capital
from aiqyn_site.pages.printer import Printer
from aiqyn_site.pages.programme.overview import Link

_REPORTED = "reported"
#: What is said of several figures in one line.
_TOLD_TOGETHER = (ChangeKind.SAME, ChangeKind.APPEARED, ChangeKind.LEFT_OUT)


class Named(NamedTuple):
    """Something with a name that may lead somewhere and be in another language than the page."""

    text: str
    lang: str
    href: str


class Labelled(NamedTuple):
    """A figure with what it is of. `whole`: its date or basis differs from its row's, so both are shown."""

    label: str
    figure: Figure
    whole: bool


class StatusView(NamedTuple):
    """What was printed of one status: its number of projects, their sum, their share."""

    label: str
    figures: tuple[Labelled, ...]


class RemainderView(NamedTuple):
    """The sum that was left out, with the arithmetic: every figure of a statement, the result of none."""

    status: str
    projects: Figure
    total: Figure
    parts: tuple[Figure, ...]
    exact: str
    rounded: str
    counts: tuple[Figure, ...]
    projects_total: Figure


class ChangeView(NamedTuple):
    """What became of one figure since the edition before: in words, with the figure before where it changed."""

    text: str
    before: Figure | None


class EditionView(NamedTuple):
    """A row of the table. `lacking` names what was not published, for narrow screens, where each row is a block."""

    anchor: str
    name: str
    name_lang: str
    date: str
    publishers: tuple[Named, ...]
    lacking: str
    projects: Labelled | None
    value: Labelled | None
    statuses: tuple[StatusView, ...]
    sectors: tuple[Labelled, ...]
    jobs: Labelled | None
    other: tuple[Labelled, ...]
    remainder: RemainderView | None
    before: Link | None
    changes: tuple[ChangeView, ...]
    looked: tuple[Figure, ...]


class BasisView(NamedTuple):
    """A row of the table of counts on another basis."""

    anchor: str
    name: str
    name_lang: str
    date: str
    publishers: tuple[Named, ...]
    basis: str
    projects: Labelled | None
    value: Labelled | None
    jobs: Labelled | None


class EditionsView(NamedTuple):
    """All that the template prints of editions."""

    rows: tuple[EditionView, ...]
    others: tuple[BasisView, ...]


def editions_view(printer: Printer, editions: Sequence[Edition]) -> EditionsView:
    """The table of the list's editions and that of counts on another basis."""
    rows: list[EditionView] = []
    others: list[BasisView] = []
    before: Edition | None = None
    for one in editions:
        maker = _Row(printer, one)
        if one.is_of_the_list:
            rows.append(maker.row(before))
            before = one if one.when is not None else before
        anchored = not one.is_of_the_list
        for basis in one.apart:
            others.append(maker.basis(basis, anchored=anchored))
            anchored = False
    return EditionsView(tuple(rows), tuple(others))


class _Row:
    """Builds the views of one edition."""

    def __init__(self, printer: Printer, edition: Edition) -> None:
        self.printer, self.t, self.edition = printer, printer.t, edition
        self.lang = printer.lang
        self.name, self.name_lang = printer.name(edition.id)
        self.anchor = anchor("edition", edition.id)
        self.units = printer.vocabulary.units

    def row(self, before: Edition | None) -> EditionView:
        """The row of an edition of the list; `before` is the dated edition before it."""
        one = self.edition
        left = remainder(one, self.units)
        return EditionView(
            self.anchor,
            self.name,
            self.name_lang,
            _date(self.t, self.edition),
            self._publishers(),
            self._lacking(),
            self._figure(one.projects),
            self._figure(one.value),
            tuple(self._status(status) for status in one.statuses),
            tuple(self._all(one.sectors, named=False)),
            self._figure(one.jobs),
            tuple(self._all(one.other, named=True)),
            self._remainder(left) if left else None,
            Link(_date(self.t, before), f"#{anchor('edition', before.id)}") if before and one.when else None,
            self._changes(before) if before and one.when else (),
            self._looked(),
        )

    def basis(self, basis: Basis, *, anchored: bool) -> BasisView:
        """The row of a count on another basis; only the first of an edition carries its anchor."""
        projects, value, jobs = (self._figure(each) for each in (basis.projects, basis.value, basis.jobs))
        return BasisView(
            self.anchor if anchored else "",
            self.name,
            self.name_lang,
            _date(self.t, self.edition),
            self._publishers(),
            self.printer.part(basis.part),
            projects,
            value,
            jobs,
        )

    def _publishers(self) -> tuple[Named, ...]:
        """Who published it; where nobody is named, who is said to have given its figures."""
        named = {said.value for said in self.edition.publishers}
        named = named or {said.said_by for said in self.edition.statements if said.said_by}
        return tuple(
            Named(*self.printer.name(key), entity_url(self.lang, "organisation", key)) for key in sorted(named)
        )

    def _lacking(self) -> str:
        """The columns in which nothing stands, in one line."""
        one = self.edition
        found = {
            "projects": one.projects,
            "total": one.value,
            "status": one.statuses,
            "sector": one.sectors,
            "jobs_only": one.jobs,
        }
        heads = [self.t(f"programme_col_{key}") for key, printed in found.items() if not printed]
        return self.t("comma").join(head[:1].lower() + head[1:] for head in heads)

    def _figure(self, leading: Headline | None) -> Labelled | None:
        return self._labelled(leading, named=False) if leading is not None else None

    def _status(self, status: Status) -> StatusView:
        printed = [one for one in (status.projects, status.value, status.share) if one is not None]
        return StatusView(self.printer.part(status.part), tuple(self._all(printed, named=False)))

    def _all(self, leading: Iterable[Headline], *, named: bool) -> Iterable[Labelled]:
        return (self._labelled(one, named=named) for one in leading)

    def _labelled(self, leading: Headline, *, named: bool) -> Labelled:
        """A figure with the part it is of and, where its column does not say it, its property."""
        said = leading.statement
        label = self.printer.part(said.part)
        if named:
            name = capital(self.printer.vocabulary.properties[said.property].label(self.lang))
            label = self.t("programme_of_part", label=name, part=label) if label else name
        figure = self.printer.headline(leading, ())
        return Labelled(label, figure, bool(figure.rivals_label) or self._is_apart(said))

    def _is_apart(self, said: Statement) -> bool:
        """Whether a figure speaks of another date, or on another basis, than its row says."""
        if said.basis != _REPORTED or said.confidence == "low":
            return True
        when = self.edition.when
        return bool(said.as_of) and (when is None or not overlaps(parse_date(said.as_of), when))

    def _looked(self) -> tuple[Figure, ...]:
        """One figure for each source of the edition: where what it did not publish was looked for."""
        by_source: dict[str, Statement] = {}
        for said in self.edition.statements:
            if said.property not in {"published_on", "published_by"}:
                by_source.setdefault(said.source, said)
        return tuple(self.printer.figure(said) for said in by_source.values())

    def _remainder(self, left: Remainder) -> RemainderView:
        figure, unit = self.printer.figure, self.units[left.total.unit]
        return RemainderView(
            self.printer.part(left.part),
            figure(left.projects),
            figure(left.total),
            tuple(figure(said) for said in left.parts),
            span_text(left.exact, left.exact, unit, self.lang),
            span_text(left.rounded, left.rounded, unit, self.lang),
            tuple(figure(said) for said in left.counts),
            figure(left.projects_total),
        )

    def _changes(self, before: Edition) -> tuple[ChangeView, ...]:
        """The figures that both printed one by one, those that only one printed together."""
        found: list[ChangeView] = []
        alone: dict[ChangeKind, dict[str, list[str]]] = {kind: {} for kind in _TOLD_TOGETHER}
        for one in changed(before, self.edition, self.units):
            label = self.printer.vocabulary.properties[one.property].label(self.lang)
            part = self.printer.part(one.part)
            if one.kind in alone:
                alone[one.kind].setdefault(label, []).extend([part] if part else [])
            elif one.before is not None:
                what = capital(self._joined(label, [part] if part else []))
                found.append(ChangeView(self._told(one, what), self.printer.figure(one.before)))
        for kind, labels in alone.items():
            if labels:
                what = " · ".join(self._joined(label, parts) for label, parts in labels.items())
                found.append(ChangeView(self.t(f"programme_change_{kind.value}", what=what), None))
        return tuple(found)

    def _joined(self, label: str, parts: Sequence[str]) -> str:
        """What is spoken of, with the parts of it that are meant."""
        return self.t("programme_of_part", label=label, part=self.t("comma").join(parts)) if parts else label

    def _told(self, one: EditionChange, what: str) -> str:
        if one.difference is None or one.after is None:
            return self.t(f"programme_change_{one.kind.value}", what=what)
        sign = "+" if one.difference > 0 else MINUS
        size = abs(one.difference)
        text = sign + span_text(size, size, self.units[one.after.unit], self.lang)
        return self.t("programme_change_by", what=what, difference=text)


def _date(t: Wording, edition: Edition) -> str:
    when = edition.when
    return date_text(when.text, t.lang) if when is not None else t("programme_no_date")
