"""The page of one statement, its permanent address: every field, who says otherwise, how to cite it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from aiqyn.ledger import resolve
from aiqyn.ledger.claim import Groups
from aiqyn.ledger.statement import BLANKED, PREFERENCE, RETRACTION
from aiqyn.ledger.unlikely import doubts_in
from aiqyn_site.inbox import queries as inbox
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.pages.addresses import statement_url
from aiqyn_site.pages.entrance import missing
from aiqyn_site.pages.frame import host_of, show
from aiqyn_site.pages.printer import printer_for

_LONGEST_TITLE = 90


def page(request: HttpRequest, lang: str, identifier: str) -> HttpResponse:
    recorded = ledger.statement(identifier)
    if recorded is None:
        return missing(request, lang)
    statement, grounds = recorded.statement, ledger.register().grounds
    subject = grounds.subjects.get(statement.entity, statement.entity)
    compared = {statement.property, RETRACTION, PREFERENCE}
    rivals = [other for other in ledger.statements_about(subject) if other.property in compared]
    resolution = resolve(rivals, grounds)
    doubts = [reason for doubted, reason in doubts_in(Groups(rivals, grounds)) if doubted.id == statement.id]
    headline = next(
        (headline for headline in resolution.headlines if statement in (headline.statement, *headline.others)), None
    )
    say = printer_for(lang, [statement, *rivals], [statement.entity, subject], marks="name")
    figure, label = say.figure(statement), say.vocabulary.properties[statement.property].label(lang)
    title = f"{say.name(statement.entity)[0]}: {label}, {figure.text}"
    cite = say.t("cite_statement", title=title, hint=figure.hint, id=statement.id)
    leading = (headline.statement, *headline.others) if headline else ()
    return show(
        request,
        lang,
        "statement.html",
        title=title if len(title) <= _LONGEST_TITLE else title[: _LONGEST_TITLE - 1].rstrip() + "…",
        description=cite,
        say=say,
        recorded=recorded,
        blanked=BLANKED,
        source=say.sources[statement.source],
        label=label,
        figure=figure,
        headline=headline,
        doubts=[say.doubt(reason, statement, {rival.id: rival for rival in rivals}) for reason in doubts],
        others=[other for other in leading[1:] if other.id != statement.id],
        differences=[item for item in resolution.disagreements if statement in item.statements],
        replies=inbox.replies_to_statement(statement),
        cite=cite,
        address=host_of(request) + statement_url(lang, statement.id),
    )
