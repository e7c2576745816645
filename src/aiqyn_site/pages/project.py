"""The page of one project: headlines by section, what was promised and happened, is disputed, is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from markupsafe import Markup

from aiqyn.dossier.record import InformationRequest, Record
from aiqyn.ledger import Source, Statement
from aiqyn.words.date_text import date_text
from aiqyn_site.dossier import queries as dossier
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.pages.articles import Card, articles_about
from aiqyn_site.pages.disclosure.summary import ScoreSummary, score_summary
from aiqyn_site.pages.ending import Ending, ending_of
from aiqyn_site.pages.environment.entries import printer_of
from aiqyn_site.pages.environment.section import SHOWN_APART, Environment, SectionView, claimed_properties, told_by
from aiqyn_site.pages.figures import Figure, Printer
from aiqyn_site.pages.lines import Lines, Promise
from aiqyn_site.pages.map.small import project_map
from aiqyn_site.pages.naming import HeadName, head_names
from aiqyn_site.pages.pieces import Section
from aiqyn_site.pages.render import host_of, render
from aiqyn_site.pages.requests.next_request import NextRequest, next_request
from aiqyn_site.pages.views import missing
from aiqyn_site.projects import queries as catalogue
from aiqyn_site.projects.derive import LOOKED_FOR
from aiqyn_site.projects.stored import Stored, read_resolution

#: The anchor of the facts about the environment.
_ENVIRONMENT = "s-environment"
#: Shown at the head of the page.
_STATE = ("sector", "status")


class ProjectView(NamedTuple):
    """All that the template prints."""

    name: str
    name_lang: str
    names: tuple[HeadName, ...]
    state: tuple[tuple[str, Figure], ...]
    map: Markup
    known: int
    disputed: list[Markup]
    other_differences: list[Markup]
    missing: list[Markup]
    promises: list[Promise]
    facts: Markup
    documents: SectionView
    score: ScoreSummary | None
    next_request: NextRequest | None
    articles: tuple[Card, ...]
    changed: str
    changes: str
    ending: Ending
    description: str


def page(request: HttpRequest, lang: str, identifier: str) -> HttpResponse:
    """A project's page."""
    entity = ledger.entity(identifier)
    if entity is None or entity.kind != "project":
        return missing(request, lang)
    statements, sources = ledger.statements_with_sources(identifier)
    stored = read_resolution(catalogue.resolution_text(identifier), identifier, statements)
    records, requests = dossier.records_of(identifier), dossier.requests_of(identifier)
    view = project_view(lang, identifier, statements, host_of(request), sources, stored, records, requests)
    view = view._replace(
        map=project_map(lang, identifier),
        score=score_summary(lang, identifier),
        next_request=next_request(lang, identifier, statements),
        articles=articles_about(lang, identifier),
    )
    return render(request, "project.html", {"p": view}, lang, title=view.name, description=view.description)


def project_view(
    lang: str,
    identifier: str,
    statements: list[Statement],
    host: str,
    sources: Mapping[str, Source] | None = None,
    stored: Stored | None = None,
    records: Sequence[Record] = (),
    requests: Sequence[InformationRequest] = (),
) -> ProjectView:
    """The page's content from the statements about a project, its records and requests.

    `sources` (of the statements) and `stored` are given where they are known already. The map, the score, the next
    request and the articles, which follow from more than these statements, are left blank.
    """
    printer = printer_of(lang, [*records, *requests], statements, [identifier], sources=sources)
    apart = frozenset((*_STATE, *SHOWN_APART, *claimed_properties(statements)))
    told = told_by([*records, *requests])
    lines = Lines(printer, statements, "project", apart=apart, expected=LOOKED_FOR, stored=stored, told=told)
    names = head_names(printer, identifier)
    state = lines.state(*_STATE)
    documents = Environment(printer, lines, identifier, records, requests).view()
    promises, sections = lines.promises(), lines.sections()
    facts = lines.facts([one for one in map(_without_chain, sections) if one.lines or one.missing])
    ending = ending_of(lines, names[0].text, f"{host}/{lang}/projects/{identifier}/")
    return ProjectView(
        name=names[0].text,
        name_lang=names[0].lang,
        names=tuple(names[1:]),
        state=state,
        map=Markup(""),
        known=sum(len(section.lines) for section in sections) + len(promises),
        disputed=lines.disputes(conflicts=True),
        other_differences=lines.disputes(conflicts=False),
        # Escaped already, for the component.
        missing=[Markup(label) for section in sections for label in section.missing],  # noqa: S704
        promises=promises,
        facts=facts,
        documents=documents,
        score=None,
        next_request=None,
        articles=(),
        changed=date_text(max((one.recorded for one in statements), default=""), lang),
        changes=f"/{lang}/changes/?project={identifier}",
        ending=ending,
        description=_description(printer, names[0].text, state, ending),
    )


def _without_chain(section: Section) -> Section:
    """A section of facts without what the chain of documents tells better than "not found" does."""
    return section._replace(missing=()) if section.anchor == _ENVIRONMENT else section


def _description(printer: Printer, name: str, state: Iterable[tuple[str, Figure]], ending: Ending) -> str:
    t = printer.t
    what = ", ".join(figure.text for _, figure in state)
    counts = t(
        "description_counts", statements=t("n_statements", n=ending.statements), sources=t("n_sources", n=ending.cited)
    )
    return f"{name}: {what}. {counts}" if what else f"{name}. {counts}"
