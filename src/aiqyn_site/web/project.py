"""The page of one project: headlines by section, what was promised and happened, is disputed, is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from markupsafe import Markup

from aiqyn.ledger import Source, Statement
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.projects import queries as catalogue
from aiqyn_site.projects.derive import LOOKED_FOR
from aiqyn_site.projects.stored import Stored, read_resolution
from aiqyn_site.web.articles import Card, articles_about
from aiqyn_site.web.date_forms import date_text
from aiqyn_site.web.figures import Figure, Printer, printer_for
from aiqyn_site.web.lines import Lines, Promise
from aiqyn_site.web.map.small import project_map
from aiqyn_site.web.naming import HeadName, head_names
from aiqyn_site.web.render import host_of, render
from aiqyn_site.web.views import missing

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
    articles: tuple[Card, ...]
    statements: int
    changed: str
    changes: str
    table: Markup
    cited: int
    sources: Markup
    cite: str
    address: str
    description: str


def page(request: HttpRequest, lang: str, identifier: str) -> HttpResponse:
    """A project's page."""
    entity = ledger.entity(identifier)
    if entity is None or entity.kind != "project":
        return missing(request, lang)
    statements, sources = ledger.statements_with_sources(identifier)
    stored = read_resolution(catalogue.resolution_text(identifier), identifier, statements)
    view = project_view(lang, identifier, statements, host_of(request), sources, stored)
    view = view._replace(map=project_map(lang, identifier), articles=articles_about(lang, identifier))
    return render(request, "project.html", {"p": view}, lang, title=view.name, description=view.description)


def project_view(
    lang: str,
    identifier: str,
    statements: list[Statement],
    host: str,
    sources: Mapping[str, Source] | None = None,
    stored: Stored | None = None,
) -> ProjectView:
    """The page's content from the statements about a project; `sources` and `stored` where they are known already.

    The map and the articles, which follow from more than these statements, are left blank.
    """
    printer = printer_for(lang, statements, [identifier], sources=sources)
    lines = Lines(printer, statements, "project", apart=frozenset(_STATE), expected=LOOKED_FOR, stored=stored)
    names = head_names(printer, identifier)
    state, promises, sections = lines.state(*_STATE), lines.promises(), lines.sections()
    facts, table = lines.facts(sections), lines.table()
    t = printer.t
    cited = printer.cited()
    version = printer.register.version
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
        articles=(),
        statements=len(statements),
        changed=date_text(max((one.recorded for one in statements), default=""), lang),
        changes=f"/{lang}/changes/?project={identifier}",
        table=table,
        cited=len(cited),
        sources=printer.sources_list(cited),
        cite=t(
            "cite_page",
            title=names[0].text,
            date=date_text(version.recorded[:10], lang),
            version=version.number,
        ),
        address=f"{host}/{lang}/projects/{identifier}/",
        description=_description(printer, names[0].text, state, len(statements), len(cited)),
    )


def _description(printer: Printer, name: str, state: Iterable[tuple[str, Figure]], rows: int, sources: int) -> str:
    t = printer.t
    what = ", ".join(figure.text for _, figure in state)
    counts = t("description_counts", statements=t("n_statements", n=rows), sources=t("n_sources", n=sources))
    return f"{name}: {what}. {counts}" if what else f"{name}. {counts}"
