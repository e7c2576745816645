"""The programme's history: the narrative with its charts, what is not known, what else there is to read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.http import HttpRequest, HttpResponse

from aiqyn.ledger.edition import Edition, Remainder, editions, remainder
from aiqyn_site.articles.queries import document
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.ledger.kept import kept
from aiqyn_site.pages.narrative import write
from aiqyn_site.pages.printer import Printer, printer_for
from aiqyn_site.pages.programme.overview import CHARTS, HISTORY, Main, chart_place, main_part, show_main
from aiqyn_site.pages.wording import wording
from aiqyn_site.projects import queries as catalogue


def page(request: HttpRequest, lang: str) -> HttpResponse:
    return show_main(request, lang, _main(lang))


@kept(most=8)
def _main(lang: str) -> Main:
    t, narrative = wording(lang), document("programme", lang)
    text = write(narrative, lang, {name: f"/{lang}/{chart_place(name)}" for name in CHARTS}) if narrative else None
    title, lead = text.header[:2] if text else (t("programme_title"), t("programme_lead"))
    cited = text.cited if text else []
    markup = main_part(
        lang, "programme/history.html", title, lead, current=HISTORY, text=text, unknown=unknown(lang), cited=cited
    )
    return Main(title, lead, markup)


# --- what is not known --------------------------------------------------------------------------------------


def unknown(lang: str) -> list[str]:
    """A sentence for each absence: the gaps the editors have written down, then what editions and projects lack."""
    register = ledger.register()
    published = editions(ledger.statements_of_kind("edition"), register.grounds)
    units = register.grounds.vocabulary.units
    left = [(edition, rest) for edition in published if (rest := remainder(edition, units)) is not None]
    say = printer_for(lang, [rest.projects for _, rest in left], {edition.id for edition, _ in left})
    gaps = (gap[lang] for gap in register.meta.get("gaps", ()))
    return [*gaps, *_of_sums(say, left), *_of_editions(say, published), *_of_projects(say)]


def _of_sums(say: Printer, left: Sequence[tuple[Edition, Remainder]]) -> Iterator[str]:
    for edition, rest in left:
        yield say.t(
            "programme_lacks_sum",
            edition=say.name(edition.id)[0],
            status=say.part(rest.part),
            projects=say.value(rest.projects).text,
        )


def _of_editions(say: Printer, published: Iterable[Edition]) -> Iterator[str]:
    """Of how many editions of the list something was not found, the most frequent absence first."""
    listed = [edition for edition in published if edition.is_of_the_list]
    lacking = {
        "number": sum(edition.projects is None for edition in listed),
        "total": sum(edition.value is None for edition in listed),
        "statuses": sum(not edition.statuses for edition in listed),
        "sums": sum(all(status.value is None for status in edition.statuses) for edition in listed),
        "sectors": sum(not edition.sectors for edition in listed),
        "jobs": sum(edition.jobs is None for edition in listed),
        "date": sum(edition.when is None for edition in listed),
    }
    for key, count in sorted(lacking.items(), key=lambda item: -item[1]):
        if count:
            yield say.t(f"programme_lacks_{key}", n=len(listed), count=count)


def _of_projects(say: Printer) -> Iterator[str]:
    """Of how many projects each thing that is looked for was not found, the most frequent absence first."""
    total = catalogue.catalogue().everything.bit_count()
    for key, count in sorted(catalogue.missing_counts().items(), key=lambda item: -item[1]):
        yield say.t("programme_missing", n=total, count=count, what=say.label(key))
