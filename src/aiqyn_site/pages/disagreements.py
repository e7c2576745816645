"""All disagreements, the largest spread first, each with every side: who said what, when, and where."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse

from aiqyn.ledger import Difference, Disagreement, Statement
from aiqyn.values.dates import parse_date
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.pages.figure import Link
from aiqyn_site.pages.frame import show
from aiqyn_site.pages.listing import Choice, Listing
from aiqyn_site.pages.printer import Printer, printer_for
from aiqyn_site.projects import queries as catalogue

_PER_PAGE = 20


def page(request: HttpRequest, lang: str) -> HttpResponse:
    """The differences about the same thing, or those of one kind; of a property if one is asked for."""
    kind, prop = request.GET.get("kind", ""), request.GET.get("property", "")
    given = {
        "kind": kind if kind in set(Difference) else "",
        "property": prop if prop in ledger.register().grounds.vocabulary.properties else "",
    }
    listing = Listing(request, lang, f"/{lang}/disagreements/", given, _PER_PAGE)
    disagreements = catalogue.find_disagreements(given["kind"], given["property"], listing.number, _PER_PAGE)
    subjects = {item.key.subject for item in disagreements.items}
    say = printer_for(
        lang, [statement for item in disagreements.items for statement in item.statements], subjects, marks="name"
    )
    title = say.t("nav_disagreements")
    properties = {facet.key: facet.count for facet in disagreements.properties}
    return show(
        request,
        lang,
        "disagreements.html",
        title=f"{title}: {say.label(given['property'])}" if given["property"] else title,
        description=say.t("disagreements_described"),
        query=listing.query,
        say=say,
        kind=given["kind"],
        property=given["property"],
        total=disagreements.total,
        kinds=_kinds(listing, {facet.key: facet.count for facet in disagreements.kinds}),
        properties=listing.choices("property", properties, lambda key: (say.label(key), "")),
        differences=[(item, _in_time(item), subject_of(say, item)) for item in disagreements.items],
        links=listing.links(disagreements.total),
    )


def _kinds(listing: Listing, counts: Mapping[str, int]) -> list[Choice]:
    """All differences about the same thing first, then each kind."""
    numbers = {"": sum(counts.get(kind, 0) for kind in catalogue.RIVAL_KINDS)}
    numbers |= {kind.value: counts.get(kind, 0) for kind in Difference}
    return listing.choices("kind", numbers, lambda kind: (listing.t(f"kind_{kind or 'any'}"), ""))


def subject_of(say: Printer, difference: Disagreement) -> Link:
    """What a difference is about, linked to the place where its page speaks of it."""
    subject = difference.key.subject
    return say.link(subject, f"p-{difference.key.property}" if say.kind(subject) == "project" else "")


def _in_time(difference: Disagreement) -> list[Statement]:
    """The sides by the date they speak of, those without one last."""
    return sorted(
        difference.statements,
        key=lambda statement: (
            parse_date(statement.as_of).first.isoformat() if statement.as_of else "9",
            statement.id,
        ),
    )
