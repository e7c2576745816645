"""The editions of the list: what each printed, left out, and changed; counts on another basis apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.http import HttpRequest, HttpResponse

from aiqyn.ledger import Headline, Statement
from aiqyn.ledger.edition import (
    PUBLISHED_BY,
    PUBLISHED_ON,
    Basis,
    ChangeKind,
    Edition,
    EditionChange,
    Remainder,
    changed,
    editions,
    remainder,
)
from aiqyn.values.dates import overlaps, parse_date
from aiqyn.words.digits import MINUS
from aiqyn.words.number_text import span_text
from aiqyn.words.word_tables import capital
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.ledger.kept import kept
from aiqyn_site.pages.charts import chart_markup
from aiqyn_site.pages.printer import Printer, printer_for
from aiqyn_site.pages.programme.overview import EDITIONS, Main, charts_on, main_part, show_main

#: What is said of several figures in one line.
_TOLD_TOGETHER = (ChangeKind.SAME, ChangeKind.APPEARED, ChangeKind.LEFT_OUT)


def page(request: HttpRequest, lang: str) -> HttpResponse:
    return show_main(request, lang, _main(lang))


@kept(most=8)
def _main(lang: str) -> Main:
    """With several programmes their editions stand together."""
    statements = ledger.statements_of_kind("edition")
    say = printer_for(lang, statements, {statement.entity for statement in statements})
    table = EditionTable(say, editions(statements, say.register.grounds))
    title, lead = say.t("programme_editions"), say.t("programme_editions_lead")
    charts = {name: chart_markup(name, lang) for name in charts_on(EDITIONS)}
    markup = main_part(
        lang, "programme/editions.html", title, lead, current=EDITIONS, say=say, table=table, charts=charts
    )
    return Main(f"{title} · {say.t('programme_title')}", lead, markup)


class EditionTable:
    """The editions of the list as rows, each with the dated one before it, and the counts on another basis.

    An edition that is not of the list is anchored at its first count; `others` has that as a third field.
    """

    def __init__(self, say: Printer, published: Sequence[Edition]) -> None:
        self.say, self.units = say, say.vocabulary.units
        self.rows: list[tuple[Edition, Edition | None]] = []
        self.others: list[tuple[Edition, Basis, bool]] = []
        before: Edition | None = None
        for edition in published:
            if edition.is_of_the_list:
                self.rows.append((edition, before if edition.when else None))
                before = edition if edition.when else before
            for place, basis in enumerate(edition.apart):
                self.others.append((edition, basis, not place and not edition.is_of_the_list))

    def date(self, edition: Edition) -> str:
        return self.say.date(edition.when.text) if edition.when else self.say.t("programme_no_date")

    def publishers(self, edition: Edition) -> list[str]:
        """Who published it; where nobody is named, who is said to have given its figures."""
        named = {statement.value for statement in edition.publishers}
        return sorted(named or {statement.said_by for statement in edition.statements if statement.said_by})

    def lacking(self, edition: Edition) -> str:
        """The columns in which nothing stands, in one line."""
        printed = {
            "projects": edition.projects,
            "total": edition.value,
            "status": edition.statuses,
            "sector": edition.sectors,
            "jobs_only": edition.jobs,
        }
        heads = [self.say.t(f"programme_col_{key}") for key, figures in printed.items() if not figures]
        return self.say.t("comma").join(head[:1].lower() + head[1:] for head in heads)

    def label(self, headline: Headline) -> str:
        """The property and part of a figure, where its column does not say them."""
        name, part = self.say.label(headline.key.property), self.say.part(headline.statement.part)
        return self.say.t("programme_of_part", label=name, part=part) if part else name

    def is_apart(self, edition: Edition, headline: Headline) -> bool:
        """Whether a figure has rivals, or speaks of another date or on another basis than its row says."""
        statement, when = headline.statement, edition.when
        if headline.others or statement.basis != "reported" or statement.confidence == "low":
            return True
        return bool(statement.as_of) and (when is None or not overlaps(parse_date(statement.as_of), when))

    def looked_in(self, edition: Edition) -> list[Statement]:
        """One statement for each source of an edition: where what it did not publish was looked for."""
        by_source: dict[str, Statement] = {}
        for statement in edition.statements:
            if statement.property not in {PUBLISHED_ON, PUBLISHED_BY}:
                by_source.setdefault(statement.source, statement)
        return list(by_source.values())

    def remainder(self, edition: Edition) -> Remainder | None:
        return remainder(edition, self.units)

    def amount(self, rest: Remainder, *, rounded: bool) -> str:
        """The sum that was left out, in the unit of the total; `rounded` to what the total can tell."""
        amount = rest.rounded if rounded else rest.exact
        return span_text(amount, amount, self.units[rest.total.unit], self.say.lang)

    def changes(self, before: Edition, edition: Edition) -> Iterator[tuple[str, Statement | None]]:
        """What became of each figure since the edition before, in words, with the figure before where it changed.

        What both printed otherwise is told figure by figure, the rest together.
        """
        together: dict[ChangeKind, dict[str, list[str]]] = {kind: {} for kind in _TOLD_TOGETHER}
        for change in changed(before, edition, self.units):
            label = self.say.vocabulary.properties[change.property].label(self.say.lang)
            parts = [part] if (part := self.say.part(change.part)) else []
            if change.kind in together:
                together[change.kind].setdefault(label, []).extend(parts)
            elif change.before is not None:
                yield self._change(change, capital(self._with_parts(label, parts))), change.before
        for kind, labels in together.items():
            if labels:
                what = " · ".join(self._with_parts(label, parts) for label, parts in labels.items())
                yield self.say.t(f"programme_change_{kind.value}", what=what), None

    def _with_parts(self, label: str, parts: Sequence[str]) -> str:
        part = self.say.t("comma").join(parts)
        return self.say.t("programme_of_part", label=label, part=part) if parts else label

    def _change(self, change: EditionChange, what: str) -> str:
        if change.difference is None or change.after is None:
            return self.say.t(f"programme_change_{change.kind.value}", what=what)
        size = abs(change.difference)
        amount = span_text(size, size, self.units[change.after.unit], self.say.lang)
        sign = "+" if change.difference > 0 else MINUS
        return self.say.t("programme_change_by", what=what, difference=sign + amount)
