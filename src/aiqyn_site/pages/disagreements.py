"""All disagreements, the largest spread first, each with every side: who said what, when, and where."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse

from aiqyn.ledger import Difference, Disagreement
from aiqyn.ledger.claim import PLANNED
from aiqyn.ledger.named_rules import rule_label
from aiqyn.values.dates import parse_date
from aiqyn.words.digits import count_text
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.pages.addresses import entity_url
from aiqyn_site.pages.differences import apart
from aiqyn_site.pages.figures import Figure, Printer, printer_for
from aiqyn_site.pages.paging import PageLink, page_links, page_number, page_query
from aiqyn_site.pages.render import capital, render
from aiqyn_site.pages.wording import wording
from aiqyn_site.projects import queries as catalogue

_PER_PAGE = 20


class Choice(NamedTuple):
    """A kind or property to narrow the list to."""

    label: str
    number: str
    href: str
    current: bool


class Dispute(NamedTuple):
    """One disagreement with its sides."""

    name: str
    name_lang: str
    href: str
    label: str
    part: str
    side: str
    kind: str
    spread: str
    apart: str
    sides: tuple[Figure, ...]


class DisagreementsView(NamedTuple):
    """All that the template prints."""

    kind: str
    kind_text: str
    total: int
    kinds: tuple[Choice, ...]
    properties: tuple[Choice, ...]
    chosen_property: str
    items: tuple[Dispute, ...]
    pages: tuple[PageLink, ...]


def page(request: HttpRequest, lang: str) -> HttpResponse:
    """The differences about the same thing, or those of one kind; of a property if one is asked for."""
    register = ledger.register()
    kind = request.GET.get("kind", "")
    kind = kind if kind in set(Difference) else ""
    prop = request.GET.get("property", "")
    prop = prop if prop in register.grounds.vocabulary.properties else ""
    number = page_number(request)
    found = catalogue.find_disagreements(kind, prop, number, _PER_PAGE)
    properties = register.grounds.vocabulary.properties
    view = DisagreementsView(
        kind=kind,
        kind_text=rule_label(kind, lang, "difference") if kind else wording(lang)("kinds_all_explained"),
        total=found.total,
        kinds=_kinds(lang, kind, prop, {facet.key: facet.count for facet in found.kinds}),
        properties=tuple(
            Choice(
                capital(properties[facet.key].label(lang)),
                count_text(facet.count, lang),
                _href(lang, kind, "" if facet.key == prop else facet.key),
                facet.key == prop,
            )
            for facet in found.properties
        ),
        chosen_property=capital(properties[prop].label(lang)) if prop else "",
        items=disputes(lang, found.items),
        pages=page_links(wording(lang), f"/{lang}/disagreements/", _query(kind, prop), number, found.pages),
    )
    t = wording(lang)
    title = f"{t('nav_disagreements')}: {view.chosen_property}" if prop else t("nav_disagreements")
    query = page_query(_query(kind, prop), number)
    return render(
        request,
        "disagreements.html",
        {"p": view},
        lang,
        title=title,
        description=t("disagreements_described"),
        query=query,
    )


def _kinds(lang: str, chosen: str, prop: str, counts: Mapping[str, int]) -> tuple[Choice, ...]:
    """All differences about the same thing first, then each kind."""
    t = wording(lang)
    every = sum(counts.get(kind, 0) for kind in catalogue.RIVAL_KINDS)
    numbers = {"": every, **{str(kind): counts.get(kind, 0) for kind in Difference}}
    return tuple(
        Choice(t(f"kind_{kind or 'any'}"), count_text(n, lang), _href(lang, kind, prop), kind == chosen)
        for kind, n in numbers.items()
    )


def _query(kind: str, prop: str) -> str:
    given = [("kind", kind), ("property", prop)]
    return urlencode([(key, value) for key, value in given if value])


def _href(lang: str, kind: str, prop: str) -> str:
    query = _query(kind, prop)
    return f"/{lang}/disagreements/" + (f"?{query}" if query else "")


def disputes(lang: str, items: list[Disagreement]) -> tuple[Dispute, ...]:
    """Disagreements made ready to print, in the order given."""
    subjects = {one.key.subject for one in items}
    printer = printer_for(lang, [said for one in items for said in one.statements], subjects, marks="name")
    entities = ledger.entities_by_id(subjects)
    return tuple(_dispute(printer, one, entities[one.key.subject].kind) for one in items)


def _dispute(printer: Printer, found: Disagreement, kind: str) -> Dispute:
    lang, subject = printer.lang, found.key.subject
    name, name_lang = printer.name(subject)
    href = entity_url(lang, kind, subject)
    if kind == "project":
        href += f"#p-{found.key.property}"
    ordered = sorted(
        found.statements,
        key=lambda said: (parse_date(said.as_of).first.isoformat() if said.as_of else "9", said.id),
    )
    return Dispute(
        name=name,
        name_lang=name_lang,
        href=href,
        label=printer.vocabulary.properties[found.key.property].label(lang),
        part=printer.part(found.key.part),
        side=printer.t("side_planned") if found.side == PLANNED else "",
        kind=printer.t(f"one_{found.kind.value}"),
        spread=printer.spread(found),
        apart=apart(printer, found),
        sides=tuple(printer.figure(said) for said in ordered),
    )
