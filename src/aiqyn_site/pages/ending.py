"""How the page of an entity ends: everything said of it, the sources, how to cite it."""

from __future__ import annotations

from typing import NamedTuple

from markupsafe import Markup

from aiqyn.words.date_text import date_text
from aiqyn_site.pages.lines import Lines


class Ending(NamedTuple):
    """For `components/ending.html`. `cite` and `address` are blank on a page that is not offered for citing."""

    statements: int
    table: Markup
    cited: int
    sources: Markup
    cite: str
    address: str


def ending_of(lines: Lines, title: str = "", address: str = "") -> Ending:
    """The end of a page, made last: it lists the sources that the figures printed so far named, in their order."""
    printer, table = lines.printer, lines.table()
    cited, version = printer.cited(), printer.register.version
    day = date_text(version.recorded[:10], printer.lang)
    return Ending(
        statements=len(lines.statements),
        table=table,
        cited=len(cited),
        sources=printer.sources_list(cited),
        cite=printer.t("cite_page", title=title, date=day, version=version.number) if address else "",
        address=address,
    )
