"""A chart as markup: caption, drawing, the same as a table, and the rows of its download."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

from aiqyn.ledger import Statement
from aiqyn.words.date_text import date_text
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.pages.charts import marks
from aiqyn_site.pages.charts.layout import draw
from aiqyn_site.pages.charts.model import Apart, Chart, Mark, Row
from aiqyn_site.pages.markup import escaped
from aiqyn_site.pages.pieces import Cell, cells_piece, mark_piece, part_piece, table_piece, value_piece
from aiqyn_site.pages.printer import Printer, printer_for

#: The columns of every download: they are for programs and the same in all languages.
HEADS = (
    "row",
    "about",
    "value",
    "unit",
    "as_of",
    "basis",
    "part",
    "said_by",
    "publisher",
    "published",
    "source",
    "source_link",
    "statement",
    "page",
)
_COLUMNS = ("col_what", "col_value", "col_date", "col_basis", "col_who", "col_source")
_COUNTED = "computed"


class ChartRows(NamedTuple):
    """The rows of a chart exactly as drawn, one a mark, and the heads of their columns."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def rows_of(chart: Chart) -> ChartRows:
    """What a chart drew. What the site worked out names the statements it was worked out from."""
    drawn = chart.marks
    sources = ledger.sources(mark.statement.source for _, mark in drawn if mark.statement is not None)
    found = []
    for row, mark in drawn:
        said = mark.statement
        if said is None:
            cells = (mark.value, mark.unit, "", _COUNTED, *[""] * 6, " ".join(mark.grounds))
        else:
            source = sources[said.source]
            cells = (
                said.value,
                said.unit,
                said.as_of,
                said.basis,
                said.part,
                said.said_by,
                source.publisher,
                source.published,
                source.id,
                source.url,
                said.id,
            )
        found.append((row.label, mark.about, *cells, mark.href))
    return ChartRows(HEADS, tuple(found))


class Printed(NamedTuple):
    """A chart as markup in its parts: title, rule and key, drawing, table, link to the download."""

    title: str
    about: str
    drawing: str
    table: str
    download: str

    def whole(self, *, is_titled: bool = True, table_at: str = "", words: str = "") -> Markup:
        """The figure: without its title under a heading that says the same, or with a link in place of its table.

        `table_at` is the address where the same chart stands with its table, `words` the escaped words of the link.
        """
        title = f"<b>{self.title}</b>\n" if is_titled else ""
        linked = f'<a href="{table_at}">{words}</a> · ' if table_at else ""
        below = f'<p class="download">{linked}{self.download}</p>\n' if self.download else ""
        table = "" if table_at else self.table
        inner = f"<figcaption>{title}{self.about}{self.drawing}{table}{below}"
        return Markup(f'<figure class="chart">\n{inner}</figure>\n')  # noqa: S704 - put together from escaped pieces


def printed(chart: Chart, lang: str) -> Printed:
    """A chart in its parts. One without rows says in a sentence what was looked for."""
    printer = printer_for(lang, _statements(chart), marks="source")
    title, t = escaped(chart.title), printer.t
    if not chart.rows:
        nothing = f'</figcaption>\n<p class="missing">{escaped(chart.nothing)}</p>\n'
        return Printed(title, nothing, "", _details(printer, chart) if chart.apart else "", "")
    said = " ".join([escaped(text) for text in (chart.rule, *chart.notes)])
    key = "".join(f"<li>{marks.sign(shape)} {escaped(text)}</li>" for shape, text in chart.key)
    about = f'<span class="muted">{said}</span></figcaption>\n' + (f'<ul class="key">{key}</ul>\n' if key else "")
    download = f'<a href="/{lang}/charts/{escaped(chart.name)}.csv" download>{escaped(t("chart_download"))}</a>'
    return Printed(title, about, draw(chart), _details(printer, chart), download)


def _statements(chart: Chart) -> list[Statement]:
    drawn = [mark.statement for _, mark in chart.marks if mark.statement is not None]
    return [*drawn, *(one.statement for one in chart.apart)]


def _details(printer: Printer, chart: Chart) -> str:
    """The same as a table, what is not drawn under what is."""
    heads = [escaped(printer.t(key)) for key in _COLUMNS]
    rows = [_table_row(printer, heads, row, mark) for row, mark in chart.marks]
    rows += [_apart_row(printer, heads, one) for one in chart.apart]
    summary = escaped(printer.t("chart_table"))
    return f"<details><summary>{summary}</summary>\n{table_piece(heads, rows)}</details>\n"


def _table_row(printer: Printer, heads: Sequence[str], row: Row, mark: Mark) -> str:
    label = escaped(row.label)
    if row.lang:
        label = f'<span lang="{escaped(row.lang)}">{label}</span>'
    if row.href:
        label = f'<a href="{escaped(row.href)}">{label}</a>'
    about = part_piece(escaped(mark.about)) if mark.about else ""
    cell = _cell(printer, mark.statement) if mark.statement is not None else _computed(printer, mark)
    return _row(heads, label + about, cell)


def _cell(printer: Printer, statement: Statement) -> Cell:
    figure = printer.figure(statement)
    date, basis, who, lang = map(
        escaped, (figure.date or printer.t("undated"), figure.basis, figure.who, figure.who_lang)
    )
    return Cell(figure.value, date, basis, who, lang, figure.mark)


def _computed(printer: Printer, mark: Mark) -> Cell:
    """The cells of what the site worked out itself, as of the register's last day."""
    t = printer.t
    return Cell(
        value_piece(escaped(mark.shown), "", "", "", False, False),
        escaped(date_text(printer.register.version.recorded[:10], printer.lang) or t("undated")),
        escaped(t("chart_computed")),
        escaped(t("chart_this_site")),
        "",
        mark_piece(escaped(mark.href), escaped(mark.title), escaped(t("chart_from")), True),
    )


def _apart_row(printer: Printer, heads: Sequence[str], one: Apart) -> str:
    label = escaped(one.label) + part_piece(escaped(one.reason))
    return _row(heads, label, _cell(printer, one.statement))


def _row(heads: Sequence[str], label: str, cell: Cell) -> str:
    return f'<tr><th scope="row">{label}</th>\n{cells_piece(heads[1:], cell)}</tr>\n'
