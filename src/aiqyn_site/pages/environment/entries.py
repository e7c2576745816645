"""Records as items of a list: name, date, kind, what it rests on, what is said in it, what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from aiqyn.dossier.record import InformationRequest, Record, read_date
from aiqyn.ledger import Source, Statement
from aiqyn.values.dates import Precision
from aiqyn.words.date_text import date_text
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.pages.addresses import entity_url
from aiqyn_site.pages.figure import Figure
from aiqyn_site.pages.frame import capital
from aiqyn_site.pages.printer import Printer, printer_for
from aiqyn_site.pages.replies import InvitedView

#: What a record says of itself in figures, in this order, beside the statements it sets out.
_TOLD = ("fine", "court_damages")
#: Findings by which an adverse record is more than an allegation.
_ACTS = ("official_act", "reported_act")
_FINE_DAYS = (Precision.DAY, Precision.MONTH, Precision.YEAR)


class Link(NamedTuple):
    """A name with the page it leads to; `lang` is set where it is not the page's, `href` blank where there is none."""

    name: str
    lang: str
    href: str


class RecordEntry(NamedTuple):
    """A record in a list. `rests` says in words what an adverse record rests on, `alleged` that nothing else is known.

    `outcome` tells of a court case its instance and outcome, `closed` in words when a matter was closed. `said` are the
    statements it sets out, `told` amounts of its own, `remedies` what was done.
    `anchor` and `replies` are filled in by the page.
    """

    id: str
    link: Link
    date: str
    type: str
    projects: tuple[Link, ...]
    rests: str
    alleged: bool
    outcome: str
    status: str
    closed: str
    said: tuple[Figure, ...]
    told: tuple[Figure, ...]
    remedies: tuple[Figure, ...]
    anchor: str = ""
    replies: tuple[InvitedView, ...] = ()


def printer_of(
    lang: str,
    entries: Iterable[Record | InformationRequest],
    statements: Iterable[Statement] = (),
    also: Iterable[str] = (),
    marks: str = "number",
    sources: Mapping[str, Source] | None = None,
) -> Printer:
    """A printer for records and requests, what they are drawn from and further statements.

    `sources` are those of the further statements, where they have been read already.
    """
    said, named = list(statements), set(also)
    for one in entries:
        said += one.statements
        said += one.drawn
        named |= {one.id, *one.about, *one.projects}
    if sources is not None:
        sources = {**sources, **ledger.sources({one.source for one in said} - sources.keys())}
    return printer_for(lang, said, named, marks=marks, sources=sources)


def record_entry(printer: Printer, one: Record) -> RecordEntry:
    """A record as an item of a list, without the reply to it."""
    lang = printer.lang
    rests, alleged = _rests(printer, one)
    closed = one.code("closed_on")
    return RecordEntry(
        id=one.id,
        link=entity_link(printer, "record", one.id),
        date=date_text(one.date, lang),
        type=type_label(printer, one),
        projects=tuple(entity_link(printer, "project", key) for key in one.projects),
        rests=rests,
        alleged=alleged,
        outcome=printer.t("comma").join(
            filter(None, (code_label(printer, one, "court_instance"), code_label(printer, one, "court_outcome")))
        ),
        status=code_label(printer, one, "record_status"),
        closed=printer.t("env_closed", date=date_text(closed, lang)) if closed else "",
        said=tuple(printer.figure(said) for said in one.drawn),
        told=tuple(printer.figure(said) for key in _TOLD for said in one.all(key) if said not in one.drawn),
        remedies=tuple(printer.figure(said) for said in one.all("remedy")),
    )


def entity_link(printer: Printer, kind: str, identifier: str) -> Link:
    """An entity's name, linked to its page."""
    return Link(*printer.name(identifier), entity_url(printer.lang, kind, identifier))


def type_label(printer: Printer, one: Record) -> str:
    """What kind of record it is, in words; the plain word for a record where nothing is told."""
    for key in ("event_type", "document_type"):
        if label := code_label(printer, one, key):
            return capital(label)
    return capital(printer.vocabulary.kinds["record"].label(printer.lang))


def code_label(printer: Printer, one: Record | InformationRequest, key: str) -> str:
    """The leading code of a property in words; blank where there is none."""
    code = printer.vocabulary.codes[printer.vocabulary.properties[key].codes].get(one.code(key))
    return code.label(printer.lang) if code else one.code(key)


def since_text(date: str, lang: str) -> str:
    """`Since` a date, as far as the language has a form for it; the blank date is blank."""
    when = read_date(date)
    if when is None:
        return ""
    plain = when.precision in _FINE_DAYS and not (when.approximate or when.uncertain or "X" in date)
    return date_text(f"{date}/.." if plain else date, lang)


def _rests(printer: Printer, one: Record) -> tuple[str, bool]:
    """What an adverse record rests on, and whether that is no more than an allegation; blank for any other."""
    if not one.is_adverse:
        return "", False
    t, finding = printer.t, one.code("finding")
    if finding not in _ACTS:
        return t("env_allegation" if finding else "env_no_act"), True
    issuer, number = one.code("issued_by"), one.code("document_no")
    named = [printer.name(issuer)[0] if issuer else "", t("env_number", number=number) if number else ""]
    told = t("comma").join(filter(None, named))
    return t(f"env_{finding}_of", act=told) if told else t(f"env_{finding}"), False
