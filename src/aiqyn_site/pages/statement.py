"""The page of one statement, its permanent address: every field, who says otherwise, how to cite it."""

from __future__ import annotations

from typing import NamedTuple

from django.http import HttpRequest, HttpResponse

from aiqyn.ledger import Headline, Statement, resolve
from aiqyn.ledger.named_rules import rule_label
from aiqyn.words.date_text import date_text
from aiqyn.words.digits import count_text
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.ledger.queries import Recorded
from aiqyn_site.pages.addresses import entity_url, source_url, statement_url
from aiqyn_site.pages.differences import Gap, gap
from aiqyn_site.pages.figures import Figure, Printer, printer_for
from aiqyn_site.pages.render import host_of, render
from aiqyn_site.pages.responses.replies import InvitedView, replies_of
from aiqyn_site.pages.views import missing

_LONGEST_TITLE = 90


class Field(NamedTuple):
    """One field of the statement, in words. `lang` is set where it is not the page's."""

    label: str
    text: str
    lang: str = ""
    href: str = ""


class Withdrawal(NamedTuple):
    """Why and when the statement was withdrawn or preferred, and by which statement."""

    date: str
    reason: str
    href: str


class StatementView(NamedTuple):
    """All that the template prints."""

    id: str
    name: str
    name_lang: str
    href: str
    label: str
    part: str
    figure: Figure
    fields: tuple[Field, ...]
    title: str
    original: str
    retracted: Withdrawal | None
    preferred: Withdrawal | None
    leads: str
    rule: str
    leading: Figure | None
    others: tuple[Figure, ...]
    differences: tuple[Gap, ...]
    replies: tuple[InvitedView, ...]
    cite: str
    address: str


def page(request: HttpRequest, lang: str, identifier: str) -> HttpResponse:
    """A statement's page."""
    recorded = ledger.statement(identifier)
    if recorded is None:
        return missing(request, lang)
    said = recorded.statement
    entity = ledger.entity(said.entity)
    about = [said.id, said.entity] if entity and entity.kind == "record" else [said.id]
    view = statement_view(lang, recorded, host_of(request))._replace(replies=replies_of(lang, *about))
    return render(request, "statement.html", {"p": view}, lang, title=view.title, description=view.cite)


def statement_view(lang: str, recorded: Recorded, host: str) -> StatementView:
    """The page's content but the right of reply, which follows from more than statements."""
    said = recorded.statement
    grounds = ledger.register().grounds
    subject = grounds.subjects.get(said.entity, said.entity)
    alike = [
        one for one in ledger.statements_about(subject) if one.property in {said.property, "retraction", "preference"}
    ]
    printer = printer_for(lang, [said, *alike], [said.entity, subject], marks="name")
    resolution = resolve(alike, grounds)
    group = next((one for one in resolution.headlines if said in (one.statement, *one.others)), None)
    figure = printer.figure(said)
    name, name_lang = printer.name(said.entity)
    entity = ledger.entity(said.entity)
    label = printer.vocabulary.properties[said.property].label(lang)
    title = f"{name}: {label}, {figure.text}"
    address = host + statement_url(lang, said.id)
    source = printer.sources[said.source]
    return StatementView(
        id=said.id,
        name=name,
        name_lang=name_lang,
        href=entity_url(lang, entity.kind if entity else "", said.entity),
        label=label,
        part=printer.part(said.part),
        figure=figure,
        fields=_fields(printer, recorded),
        title=title if len(title) <= _LONGEST_TITLE else title[: _LONGEST_TITLE - 1].rstrip() + "…",
        original=source.url,
        retracted=_withdrawal(printer, recorded.retracted_by),
        preferred=_withdrawal(printer, recorded.preferred_by),
        leads=rule_label(group.rule, lang) if group else "",
        rule=group.rule if group else "",
        leading=printer.figure(group.statement) if group and group.statement.id != said.id else None,
        others=_others(printer, group, said),
        differences=tuple(gap(printer, one) for one in resolution.disagreements if said in one.statements),
        replies=(),
        cite=printer.t("cite_statement", title=f"{name}: {label}, {figure.text}", hint=figure.hint, id=said.id),
        address=address,
    )


def _others(printer: Printer, group: Headline | None, said: Statement) -> tuple[Figure, ...]:
    if group is None:
        return ()
    return tuple(
        printer.figure(one) for one in (group.statement, *group.others) if one.id not in {said.id, group.statement.id}
    )


def _withdrawal(printer: Printer, by: Statement | None) -> Withdrawal | None:
    if by is None:
        return None
    return Withdrawal(date_text(by.recorded, printer.lang), by.note, statement_url(printer.lang, by.id))


def _fields(printer: Printer, recorded: Recorded) -> tuple[Field, ...]:
    """Every field that the statement gives, and a word where it gives none that a reader expects."""
    t, lang, said = printer.t, printer.lang, recorded.statement
    source = printer.sources[said.source]
    codes = printer.vocabulary.codes
    given_by = printer.name(said.said_by) if said.said_by else ("", "")
    confidence = codes["confidence"].get(said.confidence)
    fields = [
        Field(t("field_as_of"), date_text(said.as_of, lang) or t("undated")),
        Field(t("field_said_by"), *given_by) if said.said_by else Field(t("field_said_by"), t("said_by_publisher")),
        Field(t("field_publisher"), source.publisher or t("publisher_unknown")),
        Field(t("field_source"), source.title, _other(source.lang, lang), source_url(lang, said.source)),
        Field(t("field_published"), date_text(source.published, lang) or t("undated")),
        Field(t("field_place"), said.place or t("place_unknown"), _other("en", lang) if said.place else ""),
        Field(
            t("field_value"),
            f"{said.value} {said.unit}".strip(),
            _other(said.lang, lang) if said.lang else "",
        ),
        Field(t("field_confidence"), confidence.label(lang) if confidence else said.confidence),
        Field(t("field_recorded"), date_text(said.recorded, lang)),
        Field(t("field_number"), count_text(recorded.number, lang)),
    ]
    if said.printed:
        fields.append(Field(t("field_printed"), said.printed, _other(source.lang, lang)))
    if said.note:
        fields.append(Field(t("field_note"), said.note, _other("en", lang)))
    return tuple(fields)


def _other(given: str, lang: str) -> str:
    return given if given != lang else ""
