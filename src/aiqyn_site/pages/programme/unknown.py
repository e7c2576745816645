"""What is not known: computed from what editions and projects lack, and the gaps the editors have written down."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from aiqyn.ledger.edition import Edition, Remainder
from aiqyn_site.pages.frame import capital
from aiqyn_site.pages.printer import Printer
from aiqyn_site.projects import queries as catalogue


def unknown(
    printer: Printer, editions: Iterable[Edition], left: Sequence[tuple[Edition, Remainder]]
) -> tuple[str, ...]:
    """One sentence for each absence, the editors' own first."""
    return (*_gaps(printer), *_of_sums(printer, left), *_of_editions(printer, editions), *_of_projects(printer))


def _gaps(printer: Printer) -> Iterable[str]:
    """The gaps that the register's editors have written down in its description."""
    return (gap[printer.lang] for gap in printer.register.meta.get("gaps", ()))


def _of_sums(printer: Printer, left: Sequence[tuple[Edition, Remainder]]) -> Iterable[str]:
    for edition, one in left:
        yield printer.t(
            "programme_lacks_sum",
            edition=printer.name(edition.id)[0],
            status=printer.part(one.part),
            projects=printer.value(one.projects).text,
        )


def _of_editions(printer: Printer, editions: Iterable[Edition]) -> Iterable[str]:
    """Of how many editions of the list something was not found, the most frequent absence first."""
    listed = [one for one in editions if one.is_of_the_list]
    lacking = {
        "number": sum(one.projects is None for one in listed),
        "total": sum(one.value is None for one in listed),
        "statuses": sum(not one.statuses for one in listed),
        "sums": sum(all(status.value is None for status in one.statuses) for one in listed),
        "sectors": sum(not one.sectors for one in listed),
        "jobs": sum(one.jobs is None for one in listed),
        "date": sum(one.when is None for one in listed),
    }
    for key, count in sorted(lacking.items(), key=lambda item: -item[1]):
        if count:
            yield printer.t(f"programme_lacks_{key}", n=len(listed), count=count)


def _of_projects(printer: Printer) -> Iterable[str]:
    """Of how many projects each thing that is looked for was not found, the most frequent absence first."""
    every = catalogue.catalogue().everything.bit_count()
    properties = printer.vocabulary.properties
    for key, count in sorted(catalogue.missing_counts().items(), key=lambda item: -item[1]):
        label = capital(properties[key].label(printer.lang))
        yield printer.t("programme_missing", n=every, count=count, what=label)
