"""A request ready to print or send: whom to ask, the letter in its language, what it rests on, how to send it."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse

from aiqyn.deadlines.model import ClauseKey
from aiqyn.disclosure import Item, load_checklist
from aiqyn.disclosure.missing import Missing
from aiqyn.dossier.addressee import Addressee
from aiqyn.vocabulary import LANGUAGES
from aiqyn.words.date_text import date_text
from aiqyn_site.clock import today
from aiqyn_site.dossier import queries
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.pages.addresses import entity_url
from aiqyn_site.pages.derivation import fact_words, span_words
from aiqyn_site.pages.entrance import missing as missing_page
from aiqyn_site.pages.figure import Link
from aiqyn_site.pages.frame import render
from aiqyn_site.pages.printer import printer_for
from aiqyn_site.pages.requests.asking import (
    Due,
    bodies_to_ask,
    day_of_receipt,
    dues,
    missing_items,
    read_project,
)
from aiqyn_site.pages.requests.letters import Letter, Subject, law_words, reply_length, write_letter
from aiqyn_site.pages.requests.next_request import STATE_LANGUAGES, Asked, draft_url, named
from aiqyn_site.pages.wording import wording

#: Facts of a law that no letter names.
_UNNAMED = frozenset({"url", "valid_from", "valid_to"})
_COMPANY_ROLES = frozenset({"operator", "lender"})


class Body(NamedTuple):
    """Somebody who can be asked, why, and the draft for it; no address for the present one."""

    body: Asked
    reason: str
    href: str


class Language(NamedTuple):
    """The same draft in another language; no address for the present one."""

    lang: str
    label: str
    href: str


class Choice(NamedTuple):
    """An item to ask for; no address for the present one."""

    id: str
    label: str
    verdict: str
    href: str


class Basis(NamedTuple):
    """A law that the letter names: the term, the last day if received on the day told, the calculator's address."""

    law: str
    term: str
    due: str
    unread: bool
    href: str


class DraftView(NamedTuple):
    """All that the template prints. `remark` says what was put in the place of what was asked for."""

    item: str
    remark: str
    project: str
    project_lang: str
    project_href: str
    bodies: tuple[Body, ...]
    languages: tuple[Language, ...]
    letter: Letter
    download: str
    basis: tuple[Basis, ...]
    received: str
    unread: tuple[str, ...]
    is_company: bool
    before: tuple[Link, ...]
    items: tuple[Choice, ...]


class _Asked(NamedTuple):
    """What the address asks for, made whole: a project, an item, an addressee and a language."""

    project: str
    item: Item
    missing: list[Missing]
    bodies: list[Addressee]
    place: int
    letter: str
    replaced: bool

    @property
    def to(self) -> Addressee:
        """The addressee chosen."""
        return self.bodies[self.place]


def page(request: HttpRequest, lang: str) -> HttpResponse:
    """The draft and what is to be known around it; without a project, how to come to one."""
    t = wording(lang)
    if not request.GET.get("project"):
        return render(
            request, "requests/no_draft.html", {}, lang, title=t("draft_title"), description=t("draft_described")
        )
    asked = _asked(request, lang)
    if asked is None:
        return missing_page(request, lang)
    view = _view(lang, asked)
    pairs = [("project", asked.project), ("item", asked.item.id), ("in", asked.letter)]
    query = urlencode([*pairs, *([("to", str(asked.place + 1))] if asked.place else [])])
    title = t("draft_title_of", item=view.item, project=view.project)
    return render(
        request, "requests/draft.html", {"p": view}, lang, title=title, description=t("draft_described"), query=query
    )


def text(request: HttpRequest, lang: str) -> HttpResponse:
    """The letter as plain text, to be taken away."""
    asked = _asked(request, lang)
    if asked is None:
        return missing_page(request, lang)
    response = HttpResponse(_letter(asked)[0].text, content_type="text/plain; charset=utf-8")
    name = f"request-{asked.project}-{asked.item.id}-{asked.letter}.txt"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Content-Language"] = asked.letter
    return response


def _asked(request: HttpRequest, lang: str) -> _Asked | None:
    """What is asked for; None where there is no such project, or nobody to ask about it."""
    project = request.GET.get("project", "")
    entity = ledger.entity(project) if len(project) <= 64 else None
    if entity is None or entity.kind != "project":
        return None
    known, open_items, checklist = read_project(project), missing_items(project), load_checklist()
    wanted = checklist.items.get(request.GET.get("item", "")[:20])
    bodies = bodies_to_ask(known, wanted.id) if wanted else []
    chosen = wanted
    for one in [found.item for found in open_items] or list(checklist.items.values()):
        if bodies:
            break
        chosen, bodies = one, bodies_to_ask(known, one.id)
    if chosen is None or not bodies:
        return None
    place = request.GET.get("to", "1")
    number = int(place) if place.isascii() and place.isdigit() and len(place) < 3 else 1
    place_known = min(max(number, 1), len(bodies)) - 1
    return _Asked(
        project,
        chosen,
        open_items,
        bodies,
        place_known,
        _language(request.GET.get("in", ""), lang, bodies[place_known]),
        bool(request.GET.get("item")) and chosen is not wanted,
    )


def _language(given: str, lang: str, to: Addressee) -> str:
    """The language of the letter: as asked for, else the reader's where the addressee reads it, else Kazakh."""
    if given in LANGUAGES:
        return given
    return lang if not to.laws or lang in STATE_LANGUAGES else STATE_LANGUAGES[0]


def _letter(asked: _Asked) -> tuple[Letter, tuple[Due, ...], date]:
    to, known = asked.to, read_project(asked.project)
    received = day_of_receipt(today())
    due = dues(to.laws, received)
    names = ledger.names([asked.project, *known.regions, *filter(None, [to.body])])
    subject = Subject(names[asked.project], [names[one] for one in known.regions], asked.item)
    letter = write_letter(asked.letter, subject, to, names.get(to.body), due, received)
    return letter, due, received


def _view(lang: str, asked: _Asked) -> DraftView:
    t = wording(lang)
    letter, due, received = _letter(asked)
    name = ledger.names([asked.project])[asked.project].best(lang)
    item, to = asked.item.id, asked.place + 1
    return DraftView(
        item=asked.item.labels[lang],
        remark=t("draft_no_item") if asked.replaced else "",
        project=name.text,
        project_lang="" if name.lang in {lang, "zxx"} else name.lang,
        project_href=entity_url(lang, "project", asked.project),
        bodies=tuple(
            Body(
                named(lang, one),
                t(f"draft_reason_{one.reason}"),
                "" if place == asked.place else draft_url(lang, asked.project, item, "", place + 1),
            )
            for place, one in enumerate(asked.bodies)
        ),
        languages=tuple(
            Language(one, t(f"in_{one}"), "" if one == asked.letter else draft_url(lang, asked.project, item, one, to))
            for one in LANGUAGES
        ),
        letter=letter,
        download=draft_url(lang, asked.project, item, asked.letter, to).replace("draft/?", "draft.txt?"),
        basis=tuple(_basis(lang, one, received) for one in due),
        received=date_text(received.isoformat(), lang),
        unread=tuple(found for one in due if (found := _unread(lang, one))),
        is_company=asked.to.role in _COMPANY_ROLES,
        before=_before(lang, asked),
        items=tuple(_choice(lang, asked, one) for one in asked.missing),
    )


def _before(lang: str, asked: _Asked) -> tuple[Link, ...]:
    """The requests of the register that asked for the same item about the project."""
    requests = [entry.id for entry in queries.requests_of(asked.project) if asked.item.id in entry.asked_items]
    say = printer_for(lang, [], requests)
    return tuple(say.link(key) for key in requests)


def _basis(lang: str, due: Due, received: date) -> Basis:
    rule, found = due.rule, due.derivation
    query = urlencode({"rule": rule.id, "sent" if rule.start == "sent" else "received": received.isoformat()})
    return Basis(
        law=law_words(rule, lang),
        term=wording(lang)("draft_term", length=reply_length(rule, lang)),
        due=span_words(found.due_min, found.due_max, lang) if found else "",
        unread=not due.verified,
        href=f"/{lang}/requests/calculator/?{query}",
    )


def _unread(lang: str, due: Due) -> str:
    """What of a law that the letter names was read in no source: the term of the reply, facts of its head."""
    t, rule = wording(lang), due.rule
    facts = [] if rule.clauses[ClauseKey.REPLY].verified else [t("draft_reply")]
    facts += [fact_words(one, t) for one in rule.unverified if one not in _UNNAMED]
    return t("draft_unread_of", law=rule.titles[lang], facts=t("comma").join(facts)) if facts else ""


def _choice(lang: str, asked: _Asked, one: Missing) -> Choice:
    current = one.item.id == asked.item.id
    return Choice(
        one.item.id,
        one.item.labels[lang],
        load_checklist().method.verdicts[one.verdict][lang],
        "" if current else draft_url(lang, asked.project, one.item.id, asked.letter),
    )
