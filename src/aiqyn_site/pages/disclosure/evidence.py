"""What stands behind a verdict: statements with their figures and source marks, sources, and where was searched."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from aiqyn.disclosure import Evidence, Search
from aiqyn.ledger import Source, Statement
from aiqyn.words.date_text import date_text
from aiqyn_site.pages.addresses import source_url, statement_url
from aiqyn_site.pages.figure import Figure
from aiqyn_site.pages.printer import Printer, property_labels
from aiqyn_site.pages.wording import wording

_SHOWN_OF_DIGEST = 12


class Proof(NamedTuple):
    """A piece of evidence: what it is about and its figure, or a source with the place in it.

    `told` says that the register has neither, and gives the id as written.
    """

    label: str
    figure: Figure | None
    href: str
    text: str
    text_lang: str
    place: str
    told: bool = False


class Proofs:
    """Turns evidence into what a page prints; `said` and `sources` are those the evidence names."""

    def __init__(
        self, printer: Printer, project: str, said: Mapping[str, Statement], sources: Mapping[str, Source]
    ) -> None:
        self.printer, self.project, self.said, self.sources = printer, project, said, sources
        self.t = wording(printer.lang)
        self.labels = property_labels(printer.lang)

    def of(self, evidence: Iterable[Evidence]) -> tuple[Proof, ...]:
        """The evidence of one verdict, in the order given."""
        return tuple(self._proof(one) for one in evidence)

    def _proof(self, one: Evidence) -> Proof:
        lang = self.printer.lang
        said, source = self.said.get(one.id), self.sources.get(one.id)
        if said is not None:
            label = self.labels[said.property]
            if said.part:
                label += self.t("comma") + self.printer.part(said.part)
            figure = self.printer.figure(said)
            return Proof(label, figure, statement_url(lang, said.id), "", "", one.locator)
        if source is not None:
            foreign = source.lang if source.lang != lang else ""
            return Proof("", None, source_url(lang, source.id), source.title, foreign, one.locator)
        return Proof("", None, "", one.id, "", one.locator, told=True)

    def searches(self, searches: Iterable[Search]) -> tuple[str, ...]:
        """Where was searched, for what, when, and which copy of the answer was kept."""
        t, lang, found = self.t, self.printer.lang, []
        for one in searches:
            place, query = (self.noted(words)[0] for words in (one.place, one.query))
            text = t("disclosure_search", place=place, query=query, date=date_text(one.day.isoformat(), lang))
            if one.sha256:
                text += t("comma") + t("disclosure_kept", sha=one.sha256[:_SHOWN_OF_DIGEST] + "…")
            found.append(text)
        return tuple(found)

    def noted(self, text: str) -> tuple[str, str]:
        """An assessor's words as written, or our rendering of them, and their language where not the page's.

        The file of assessments does not say in which language they are; what is all ASCII is taken as English.
        """
        said = self.printer.words(text, "en" if text.isascii() else "")
        return said.text, said.lang
