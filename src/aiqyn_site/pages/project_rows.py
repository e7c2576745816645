"""Projects as rows of a list: name, region, status, cost and capacity, each figure by the one component."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from markupsafe import Markup

from aiqyn.ledger import Statement
from aiqyn.words.number_text import span_text
from aiqyn_site.ledger.version import Version, version
from aiqyn_site.pages.addresses import entity_url
from aiqyn_site.pages.figures import Figure, Printer, escaped, printer_for
from aiqyn_site.pages.pieces import part_piece, project_piece
from aiqyn_site.projects import queries as catalogue
from aiqyn_site.projects.queries import Lead, ProjectCard

_HEADS = ("facet_region", "facet_status", "col_cost", "col_capacity", "col_conflicts")


#: How many rows a worker keeps: those of the lists most asked for, in at most about 7 MB.
_MOST_KEPT = 4_000


class _Kept(NamedTuple):
    """Rows by language and project, the least used first, for one version of the ledger."""

    version: Version
    rows: OrderedDict[tuple[str, str], str]


_kept: _Kept | None = None


def project_rows(lang: str, ids: Sequence[str]) -> Markup:
    """The rows of a table of projects. A row says the same in every list, so the last ones made are kept."""
    global _kept  # noqa: PLW0603 - one value a process, replaced whole
    now = version()
    if _kept is None or _kept.version != now:
        _kept = _Kept(now, OrderedDict())
    rows = _kept.rows
    lacking = [key for key in ids if (lang, key) not in rows]
    made = _made(lang, catalogue.cards(lacking)) if lacking else {}
    found = []
    for key in ids:
        row = rows[lang, key] = made[key] if key in made else rows.pop((lang, key))
        found.append(row)
    while len(rows) > _MOST_KEPT:
        rows.popitem(last=False)
    return Markup("".join(found))  # noqa: S704 - pieces of escaped text


def _made(lang: str, cards: Sequence[ProjectCard]) -> dict[str, str]:
    said = [one for card in cards for one in statements_of(card)]
    printer = printer_for(lang, said, {key for card in cards for key in card.regions}, marks="source")
    row = _Row(printer)
    return {card.id: row.made(card) for card in cards}


def statements_of(card: ProjectCard) -> list[Statement]:
    """The statements that a card shows."""
    leads = [lead.statement for lead in (card.cost, card.capacity) if lead is not None]
    return leads if card.status_said is None else [card.status_said, *leads]


def lead_figure(printer: Printer, lead: Lead, link: str) -> Figure:
    """A headline of a list: its rivals are counted here and listed on the project's page."""
    figure = printer.figure(lead.statement)
    if not lead.others or not lead.low:
        return figure
    unit = printer.vocabulary.units[lead.unit]
    span = span_text(Decimal(lead.low), Decimal(lead.high), unit, printer.lang)
    label = printer.t("others_span", others=printer.t("others_conflict", n=lead.others), span=span)
    return figure._replace(rivals_label=label, rivals_kind="differ", rivals_link=link)


class _Row:
    """What all rows of a page have in common."""

    def __init__(self, printer: Printer) -> None:
        self.printer = printer
        t = printer.t
        self.heads = [escaped(t(key)) for key in _HEADS]
        self.missing = f'<span class="missing">{escaped(t("not_found"))}</span>'
        self.comma, self.none = t("comma"), escaped(t("none"))
        self.sectors = printer.vocabulary.codes["sector"]

    def made(self, card: ProjectCard) -> str:
        """A row."""
        printer = self.printer
        href = entity_url(printer.lang, "project", card.id)
        regions = self.comma.join([printer.name(key)[0] for key in card.regions])
        capacity = self._lead(card.capacity, f"{href}#p-capacity")
        if card.capacity and card.capacity.statement.part:
            capacity += part_piece(escaped(printer.part(card.capacity.statement.part)))
        cells = (
            escaped(regions) or self.missing,
            printer.figure(card.status_said).whole() if card.status_said is not None else self.missing,
            self._lead(card.cost, f"{href}#p-cost"),
            capacity,
        )
        disputed = f'<a class="diamond" href="{href}#disputed">{card.conflicts}</a>' if card.conflicts else self.none
        return project_piece(self.heads, self._name(card, href), cells, disputed)

    def _lead(self, lead: Lead | None, link: str) -> str:
        return lead_figure(self.printer, lead, link).whole() if lead is not None else self.missing

    def _name(self, card: ProjectCard, href: str) -> str:
        """The name in the page's language, another that was seen in a source, and the sector."""
        lang = self.printer.lang
        best = card.names.best(lang)
        language = "" if best.lang in {lang, "zxx"} else f' lang="{escaped(best.lang)}"'
        made = f'<a href="{href}"{language}>{escaped(best.text)}</a>'
        other = next((name for key, name in card.names.items() if key != best.lang and name.basis != "rendered"), None)
        if other and other.text != best.text:
            made += f'<span class="part" lang="{escaped(other.lang)}">{escaped(other.text)}</span>'
        if card.sector in self.sectors:
            made += part_piece(escaped(self.sectors[card.sector].label(lang)))
        return made
