"""A printer for pages that speak of records and requests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from aiqyn.dossier.record import Entry
from aiqyn.ledger import Source, Statement
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.pages.printer import Printer, printer_for


def dossier_printer(
    lang: str,
    entries: Iterable[Entry],
    statements: Iterable[Statement] = (),
    also: Iterable[str] = (),
    marks: str = "number",
    sources: Mapping[str, Source] | None = None,
) -> Printer:
    """A printer that knows records and requests, what they are drawn from and further statements.

    `sources` are those of the further statements, where they have been read already.
    """
    named, of_entries = set(also), list[Statement]()
    for entry in entries:
        of_entries += (*entry.statements, *entry.drawn)
        named |= {entry.id, *entry.about, *entry.projects}
    if sources is not None and of_entries:
        sources = {**sources, **ledger.sources({statement.source for statement in of_entries} - sources.keys())}
    return printer_for(lang, [*statements, *of_entries], named, marks=marks, sources=sources)
