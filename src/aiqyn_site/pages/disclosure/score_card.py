"""The disclosure score of one project: what it comes to, item by item, today or on a past day."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse

from aiqyn.disclosure import Assessment, Line, Verdict
from aiqyn.disclosure.computed import REGISTER
from aiqyn.disclosure.project_score import ProjectScore
from aiqyn.errors import Refused
from aiqyn.ledger import Entity
from aiqyn.ledger.identity import is_statement_id
from aiqyn.values.days import parse_day
from aiqyn.words.date_text import date_text
from aiqyn_site.dossier import board, scores
from aiqyn_site.dossier.asking import next_request, setting_of
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.pages.entity_page import page_of
from aiqyn_site.pages.entrance import missing
from aiqyn_site.pages.frame import show
from aiqyn_site.pages.printer import printer_for
from aiqyn_site.pages.wording import wording

#: The verdicts on items that a reader may ask for.
_TO_ASK = (Verdict.NOT_FOUND, Verdict.KNOWN_NOT_DISCLOSED, Verdict.PARTIAL)
#: How much evidence of an item is shown before the rest is folded away.
_SHOWN = 3


@page_of("project")
def page(request: HttpRequest, lang: str, entity: Entity) -> HttpResponse:
    """The page; `?on=` asks for a past day, and one that cannot be is explained above the latest score."""
    first, last = scores.days()
    day, trouble = asked_day(request.GET.get("on", ""), first, last, lang)
    scored = scores.card(entity.id, day)
    named = {evidence.id for line in scored.score.lines if line.assessment for evidence in line.assessment.evidence}
    statements = ledger.statements_by_id(key for key in named if is_statement_id(key))
    say = printer_for(lang, statements.values(), [entity.id, *(item.entity for item in statements.values())])
    name = say.name(entity.id)[0]
    return show(
        request,
        lang,
        "disclosure/score_card.html",
        title=say.t("disclosure_of", name=name),
        description=say.t("disclosure_of_described", name=name),
        query=f"on={day.isoformat()}" if day is not None else "",
        say=say,
        project=entity.id,
        scored=scored,
        lines=_by_group(scored.score.lines),
        first=first,
        last=last,
        day=day,
        trouble=trouble,
        statements=statements,
        sources=ledger.sources(key for key in named if key not in statements),
        others=_others(entity.id, scored),
        ask=next_request(setting_of(entity.id), board.cards([entity.id]).get(entity.id)),
        checklist=scores.checklist(),
        register=REGISTER,
        to_ask=_TO_ASK,
        most_shown=_SHOWN,
    )


@page_of("project")
def document(request: HttpRequest, lang: str, entity: Entity) -> HttpResponse:
    """The inputs and results of the score as the bytes whose SHA-256 is its digest; `?on=` as on the page."""
    day, trouble = asked_day(request.GET.get("on", ""), *scores.days(), lang)
    if trouble:
        return missing(request, lang)
    return HttpResponse(scores.card(entity.id, day).score.document, content_type="application/json")


def asked_day(text: str, first: date, last: date, lang: str) -> tuple[date | None, str]:
    """The day that a reader wrote, and what is wrong with it; None for the latest score, which has no day."""
    t, text = wording(lang), text.strip()[:40]
    if not text:
        return None, ""
    try:
        day = parse_day(text)
    except Refused:
        return None, t("disclosure_bad_day", given="".join(sign for sign in text if sign.isprintable()))
    if day < first:
        return None, t("disclosure_too_early", first=date_text(first.isoformat(), lang))
    if day > last:
        return None, t("disclosure_too_late", last=date_text(last.isoformat(), lang))
    return (None if day == last else day), ""


def _by_group(lines: tuple[Line, ...]) -> dict[str, list[Line]]:
    groups: dict[str, list[Line]] = {}
    for line in lines:
        groups.setdefault(line.item.group, []).append(line)
    return groups


def _others(project: str, scored: ProjectScore) -> dict[str, list[Assessment]]:
    """What people's other verdicts on each item were: earlier ones, and those of further assessors."""
    counted = [line.assessment for line in scored.score.lines]
    aside = [item.assessment for item in scored.set_aside]
    others: dict[str, list[Assessment]] = {}
    for assessment in scores.persons_of(project, scored.as_of):
        if assessment not in counted and assessment not in aside:
            others.setdefault(assessment.item, []).append(assessment)
    return others
