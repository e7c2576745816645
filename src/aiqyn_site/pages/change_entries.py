"""What changed of one subject on one day, in words: for the page of changes, its feeds and the home page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from markupsafe import Markup

from aiqyn.ledger import Disagreement, Statement
from aiqyn.ledger.day_changes import Changes, Decision, Superseded
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.pages.addresses import entity_url
from aiqyn_site.pages.figure import Figure
from aiqyn_site.pages.frame import capital, macros
from aiqyn_site.pages.printer import Printer, printer_for
from aiqyn_site.projects.changes import ChangeEntry, with_changes

#: How many statements of one kind are shown of a subject on a day; the rest are counted.
_MOST_SHOWN = 10


class Told(NamedTuple):
    """A statement with what it is of, and a remark."""

    label: str
    figure: Figure
    remark: str = ""


class Replaced(NamedTuple):
    """A leading value that gave way to another, and the rule that chose the new one."""

    label: str
    before: Figure
    after: Figure
    rule: str
    rule_href: str


class EntryView(NamedTuple):
    """What changed of one subject. On its first day only the number of statements is told."""

    name: str
    name_lang: str
    href: str
    kind: str
    counted: str
    added: tuple[Told, ...]
    more: str
    withdrawn: tuple[Told, ...]
    restored: tuple[Told, ...]
    superseded: tuple[Replaced, ...]
    disagreements: tuple[Markup, ...]
    summary: str


class EntryOfDay(NamedTuple):
    """An entry with the day it is of."""

    day: str
    entry: ChangeEntry
    view: EntryView


def entry_views(lang: str, entries: Iterable[ChangeEntry]) -> list[EntryOfDay]:
    """The entries in words; what changed is worked out for those that were known before."""
    known = with_changes(entries)
    said = [statement for _, found in known if found for statement in _shown(found)]
    named = {one.subject for one, _ in known} | {statement.entity for statement in said}
    printer = printer_for(lang, said, named, marks="source")
    return [EntryOfDay(one.day, one, _view(printer, one, found)) for one, found in known]


def _shown(found: Changes) -> Iterable[Statement]:
    yield from found.added[:_MOST_SHOWN]
    for decision in (*found.withdrawn[:_MOST_SHOWN], *found.restored[:_MOST_SHOWN]):
        yield decision.statement
    for one in found.superseded:
        yield from (one.before.statement, one.after.statement)
    for difference in found.disagreements:
        yield from difference.statements


def _view(printer: Printer, one: ChangeEntry, found: Changes | None) -> EntryView:
    t, lang = printer.t, printer.lang
    name, name_lang = printer.name(one.subject)
    kind = printer.vocabulary.kinds.get(one.kind)
    counted = t("changes_first", statements=t("n_statements", n=one.statements)) if found is None else ""
    changed = found or Changes(True, (), (), (), (), ())
    return EntryView(
        name=name,
        name_lang=name_lang,
        href=entity_url(lang, one.kind, one.subject),
        kind=kind.label(lang) if kind else one.kind,
        counted=counted,
        added=tuple(_told(printer, said) for said in changed.added[:_MOST_SHOWN]),
        more=_more(printer, changed),
        withdrawn=_decided(printer, changed.withdrawn),
        restored=_decided(printer, changed.restored),
        superseded=tuple(_replaced(printer, each) for each in changed.superseded),
        disagreements=_differences(printer, one, changed.disagreements),
        summary=counted or _summary(printer, changed),
    )


def _more(printer: Printer, changed: Changes) -> str:
    left = max(0, len(changed.added) - _MOST_SHOWN)
    return printer.t("changes_more", n=left) if left else ""


def _label(printer: Printer, said: Statement) -> str:
    """What a statement is of; for one about an edition, which is compared under its programme, which edition."""
    label = capital(printer.vocabulary.properties[said.property].label(printer.lang))
    edition = printer.name(said.entity)[0] if said.entity in printer.register.grounds.subjects else ""
    return printer.t("comma").join(filter(None, (label, printer.part(said.part), edition)))


def _told(printer: Printer, said: Statement, remark: str = "") -> Told:
    return Told(_label(printer, said), printer.figure(said), remark)


def _decided(printer: Printer, decisions: Sequence[Decision]) -> tuple[Told, ...]:
    return tuple(_told(printer, one.statement, one.by.note if one.by else "") for one in decisions[:_MOST_SHOWN])


def _replaced(printer: Printer, one: Superseded) -> Replaced:
    before, after = one.before.statement, one.after.statement
    return Replaced(
        _label(printer, after),
        printer.figure(before),
        printer.figure(after),
        printer.t(f"rule_{one.after.rule}"),
        f"/{printer.lang}/method/#rule-{one.after.rule}",
    )


def _differences(printer: Printer, one: ChangeEntry, found: Iterable[Disagreement]) -> tuple[Markup, ...]:
    lang = printer.lang
    page = entity_url(lang, "project", one.subject) if one.kind == "project" else f"/{lang}/disagreements/"
    lines = []
    for each in found:
        href = f"{page}#p-{each.key.property}" if one.kind == "project" else f"{page}?property={each.key.property}"
        lines.append(macros("facts", lang).difference(each, printer, href))
    return tuple(lines)


def _summary(printer: Printer, changed: Changes) -> str:
    """The whole of it in a line: for feeds, and where there is no room."""
    t = printer.t
    counts = [
        t(f"changes_n_{key}", n=len(some))
        for key, some in (
            ("added", changed.added),
            ("withdrawn", changed.withdrawn),
            ("restored", changed.restored),
            ("disagreements", changed.disagreements),
        )
        if some
    ]
    values = [
        t(
            "changes_from_to",
            what=_label(printer, one.after.statement),
            before=printer.figure(one.before.statement).text,
            after=printer.figure(one.after.statement).text,
        )
        for one in changed.superseded
    ]
    told = t("comma").join(counts) or t("changes_n_preferred")
    return " ".join([capital(t("changes_joined", counts=told)), *values])


def names_of(lang: str, identifiers: Iterable[str]) -> dict[str, tuple[str, str]]:
    """The best name of each entity, with its language where that is not the page's."""
    wanted = set(identifiers)
    found = {}
    for key, names in ledger.names(wanted).items():
        best = names.best(lang)
        found[key] = (best.text, "" if best.lang in {lang, "zxx"} else best.lang)
    return found
