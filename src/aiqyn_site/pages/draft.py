"""A request ready to print or send: whom to ask, the letter in its language, what it rests on, how to send it."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse

from aiqyn.deadlines.due import Due, dues
from aiqyn.deadlines.law import ClauseKey
from aiqyn.deadlines.request import Request
from aiqyn.disclosure import Item, load_checklist
from aiqyn.disclosure.missing import Missing
from aiqyn.dossier.addressee import Addressee, Setting
from aiqyn.vocabulary import LANGUAGES
from aiqyn.words.law_text import citation, fact_text, reply_length
from aiqyn.words.letters import Letter, Subject, request_letter
from aiqyn_site.dossier import board
from aiqyn_site.dossier import queries as dossier
from aiqyn_site.dossier.asking import bodies_to_ask, day_received, open_items, setting_of
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.pages.calculator import calculator_url
from aiqyn_site.pages.entrance import missing as missing_page
from aiqyn_site.pages.frame import show
from aiqyn_site.pages.printer import printer_for
from aiqyn_site.pages.wording import wording

#: Facts of a law that no letter names.
_UNNAMED = frozenset({"url", "valid_from", "valid_to"})


class Draft(NamedTuple):
    """What an address asks for, made whole: an item to ask for about a project, the addressee, the letter's language.

    `place` is the addressee's among the `bodies` that can be asked, from 1; `is_other_item` says that another item
    stands in the place of the one asked for.
    """

    project: str
    setting: Setting
    item: Item
    open_items: tuple[Missing, ...]
    bodies: list[Addressee]
    place: int
    lang: str
    is_other_item: bool

    @property
    def addressee(self) -> Addressee:
        return self.bodies[self.place - 1]


class Basis(NamedTuple):
    """A law that the letter names, the length of its term, what of it was read in no source, its days counted."""

    due: Due
    law: str
    length: str
    unread: list[str]
    calculator: str


def page(request: HttpRequest, lang: str) -> HttpResponse:
    """The draft and what is to be known around it; without a project, how to come to one; without law, that none is."""
    t = wording(lang)
    described = t("draft_described")
    if not request.GET.get("project") or not ledger.register().has_duties:
        return show(request, lang, "no_draft.html", title=t("draft_title"), description=described)
    draft = _draft(request, lang)
    if draft is None:
        return missing_page(request, lang)
    before = [entry.id for entry in dossier.requests_of(draft.project) if draft.item.id in entry.asked_items]
    received = day_received(draft.addressee)
    choices = dues(draft.addressee.laws, received)
    say = printer_for(lang, [], [draft.project, *before, *filter(None, (to.body for to in draft.bodies))])
    place = str(draft.place) if draft.place > 1 else ""
    query = [("project", draft.project), ("item", draft.item.id), ("in", draft.lang), ("to", place)]
    return show(
        request,
        lang,
        "draft.html",
        title=t("draft_title_of", item=draft.item.labels[lang], project=say.name(draft.project)[0]),
        description=described,
        query=urlencode([(key, value) for key, value in query if value]),
        say=say,
        draft=draft,
        letter=_letter(draft, choices, received),
        languages=LANGUAGES,
        received=received,
        bases=[_basis(lang, due, received) for due in choices],
        before=before,
    )


def text(request: HttpRequest, lang: str) -> HttpResponse:
    """The letter as plain text, to be taken away."""
    draft = _draft(request, lang)
    if draft is None:
        return missing_page(request, lang)
    received = day_received(draft.addressee)
    letter = _letter(draft, dues(draft.addressee.laws, received), received)
    response = HttpResponse(letter.text, content_type="text/plain; charset=utf-8")
    name = f"request-{draft.project}-{draft.item.id}-{draft.lang}.txt"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Content-Language"] = draft.lang
    return response


def _draft(request: HttpRequest, lang: str) -> Draft | None:
    """What is asked for; None where there is no such project, or nobody to ask about it."""
    project = request.GET.get("project", "")
    entity = ledger.entity(project) if len(project) <= 64 else None
    if entity is None or entity.kind != "project":
        return None
    setting, checklist = setting_of(project), load_checklist()
    missing = open_items(board.cards([project]).get(project))
    wanted = checklist.items.get(request.GET.get("item", "")[:20])
    others = [open_item.item for open_item in missing] or checklist.items.values()
    choices = ((item, bodies_to_ask(setting, item.id)) for item in (wanted, *others) if item)
    chosen = next(((item, bodies) for item, bodies in choices if bodies), None)
    if chosen is None:
        return None
    item, bodies = chosen
    number = request.GET.get("to", "1")
    place = int(number) if number.isascii() and number.isdigit() and len(number) < 3 else 1
    place = min(max(place, 1), len(bodies))
    letter = _language(request.GET.get("in", ""), lang, bodies[place - 1])
    is_other = bool(request.GET.get("item")) and item is not wanted
    return Draft(project, setting, item, missing, bodies, place, letter, is_other)


def _language(given: str, lang: str, to: Addressee) -> str:
    """The language of the letter: as asked for, else the reader's where the addressee reads it, else Kazakh."""
    if given in LANGUAGES:
        return given
    return lang if not to.laws or lang in to.languages else to.languages[0]


def _letter(draft: Draft, choices: list[Due], received: date) -> Letter:
    to, regions = draft.addressee, draft.setting.regions
    names = ledger.names([draft.project, *regions, *filter(None, [to.body])])
    lang, project = draft.lang, names[draft.project]
    subject = Subject(
        draft.item,
        project.best(lang).text,
        [project[key].text for key in LANGUAGES if key in project],
        [names[region].best(lang).text for region in regions],
    )
    body = names[to.body].best(lang).text if to.body in names else ""
    return request_letter(lang, subject, to, body, choices, received)


def _basis(lang: str, due: Due, received: date) -> Basis:
    t, rule = wording(lang), due.rule
    unread = [] if rule.clauses[ClauseKey.REPLY].verified else [t("draft_reply")]
    unread += [fact_text(fact, lang) for fact in rule.unverified if fact not in _UNNAMED]
    days = Request(sent=received) if rule.start == "sent" else Request(received=received)
    calculator = calculator_url(lang, rule.id, days)
    return Basis(due, citation(rule, lang), reply_length(rule, lang), unread, calculator)
