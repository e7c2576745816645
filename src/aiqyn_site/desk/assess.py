"""Where disclosure is assessed: the projects, the items of one, and the form for one item."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from markupsafe import Markup

from aiqyn.disclosure import Assessment, Item, Verdict, load_checklist
from aiqyn.disclosure.computed import REGISTER
from aiqyn.errors import RegisterRefused
from aiqyn.words.date_text import date_text
from aiqyn.words.refusal_text import sentences_of
from aiqyn_site.accounts.models import Person, Proposal
from aiqyn_site.clock import today
from aiqyn_site.desk import publishing, verdict
from aiqyn_site.desk.access import refuse, signed_in
from aiqyn_site.desk.frame import render_desk
from aiqyn_site.dossier import board, scores
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.pages.addresses import entity_url, source_url, statement_url
from aiqyn_site.pages.disclosure.table import card_url
from aiqyn_site.pages.disclosure.words import of_hundred, percent_text, verdict_mark
from aiqyn_site.pages.frame import capital
from aiqyn_site.pages.paging import page_links, page_number
from aiqyn_site.pages.printer import property_labels
from aiqyn_site.pages.wording import wording
from aiqyn_site.projects import queries as catalogue
from aiqyn_site.projects.queries import Filters

_PER_PAGE = 100
_SUGGESTED = 400  # statements offered as evidence in the boxes
_LONGEST_HINT = 80


class ProjectRow(NamedTuple):
    """A project in the list."""

    id: str
    name: str
    name_lang: str
    points: str
    coverage: str
    waiting: int


class ItemRow(NamedTuple):
    """An item of a project; `mark` is blank where the person must not see what others found."""

    id: str
    label: str
    mark: Markup | str
    who: str
    waiting: int


class GroupRows(NamedTuple):
    """A group of items."""

    label: str
    items: tuple[ItemRow, ...]


class Told(NamedTuple):
    """A verdict as somebody gave it; evidence is text and address."""

    mark: Markup
    who: str
    evidence: tuple[tuple[str, str], ...]
    searches: tuple[str, ...]
    note: str


@signed_in()
def projects(request: HttpRequest, person: Person) -> HttpResponse:
    """All projects with how much of each was assessed; `?q=` looks for one by name."""
    lang, text = person.language, request.GET.get("q", "")[:100].strip()
    found = catalogue.find_ids(Filters(q=text, lang=lang, page=page_number(request), per_page=_PER_PAGE))
    stored, waiting = board.cards(found.ids), _waiting_by("project")
    rows = []
    for shown in catalogue.cards(found.ids):
        best, card = shown.names.best(lang), stored[shown.id]
        points, coverage = of_hundred(card.tally.points, lang), percent_text(card.share, lang)
        rows.append(
            ProjectRow(shown.id, best.text, _foreign(best.lang, lang), points, coverage, waiting.get(shown.id, 0))
        )
    t = wording(lang)
    pages = page_links(t, request.path, f"q={quote(text)}" if text else "", found.page, found.pages)
    context = {"rows": rows, "q": text, "total": found.total, "p": {"pages": pages}}
    return render_desk(request, "desk/assess.html", context, t("desk_nav_assess"))


@signed_in()
def project(request: HttpRequest, person: Person, identifier: str) -> HttpResponse:
    """The items of a project with the present verdicts; `?independent=1` hides what others found."""
    name = name_of(identifier, person.language)
    if name is None:
        return refuse(request, "desk_no_project", 404)
    independent = request.GET.get("independent") == "1"
    context = {
        "project": identifier,
        "public": card_url(person.language, identifier),
        "independent": independent,
        "groups": _groups(identifier, person, independent),
    }
    return render_desk(request, "desk/project.html", context, wording(person.language)("desk_assess", name=name))


def _groups(identifier: str, person: Person, independent: bool) -> list[GroupRows]:
    lang, checklist, found = person.language, load_checklist(), scores.card(identifier)
    waiting = {
        item: sum(1 for one in _waiting(identifier) if one.item == item and (not independent or _own(one, person)))
        for item in checklist.items
    }
    rows: dict[str, list[ItemRow]] = {key: [] for key in checklist.method.groups}
    for line in found.score.lines:
        given, mark = line.assessment, verdict_mark(line.key, lang)
        who = _who(given, lang) if given else ""
        if independent and line.key != "outside":
            mark, who = Markup(""), ""
        label = capital(line.item.labels[lang])
        rows[line.item.group].append(ItemRow(line.item.id, label, mark, who, waiting[line.item.id]))
    labels = checklist.method.groups
    return [GroupRows(capital(labels[key].labels[lang]), tuple(some)) for key, some in rows.items() if some]


@signed_in()
def item(request: HttpRequest, person: Person, identifier: str, item_id: str) -> HttpResponse:
    """The form for an item of a project, and what follows from sending it."""
    asked = load_checklist().items.get(item_id)
    name = name_of(identifier, person.language)
    if name is None or asked is None:
        return refuse(request, "desk_no_project", 404)
    if request.method != "POST":
        sent = verdict.blank(today(), request.GET.get("independent") == "1")
        return _form(request, person, identifier, asked, sent, {})
    sent = verdict.read(request.POST, today())
    if "more-evidence" in request.POST or "more-searches" in request.POST:
        return _form(request, person, identifier, asked, sent, {})
    t = wording(person.language)
    checked = verdict.check(sent, identifier, asked, person.shown_as, today(), t)
    problems = checked.problems
    if checked.assessment is not None:
        try:
            made = publishing.submit(person, identifier, checked.assessment, sent.independent)
            return HttpResponseRedirect(f"/desk/proposals/{made.pk}/")
        except publishing.MayNot:
            problems = {"form": t("desk_f_not_second")}
        except RegisterRefused as refused:
            problems = {"form": t("desk_f_refused", reason=sentences_of(refused, t))}
    return _form(request, person, identifier, asked, sent, problems, 422)


def _form(
    request: HttpRequest,
    person: Person,
    identifier: str,
    asked: Item,
    sent: verdict.Sent,
    problems: Mapping[str, str],
    status: int = 200,
) -> HttpResponse:
    lang = person.language
    suggested, sources = _suggestions(identifier, lang)
    context = {
        "project": identifier,
        "name": name_of(identifier, lang),
        "public": entity_url(lang, "project", identifier),
        "item": asked,
        "disclosed": asked.disclosed[lang],
        "partial": asked.partial[lang],
        "sent": sent,
        "problems": bool(problems),
        "problem": lambda box: problems.get(box, ""),
        "verdicts": [(one.value, verdict_mark(one.value, lang)) for one in Verdict],
        "given": [] if sent.independent else _given(identifier, asked.id, lang),
        "suggested": suggested,
        "sources": sources,
        "today": today().isoformat(),
    }
    title = wording(lang)("desk_item", item=asked.id, label=asked.labels[lang])
    return render_desk(request, "desk/item.html", context, title, status)


def _given(identifier: str, item_id: str, lang: str) -> list[Told]:
    """Every verdict on an item: people's, the latest first, then what the register computes."""
    persons, computed = scores.assessments_of(identifier)
    some = [one for one in (*reversed(persons), *computed) if one.item == item_id]
    return [told(one, lang) for one in some]


def told(one: Assessment, lang: str) -> Told:
    """A verdict in the words of a language."""
    t = wording(lang)
    searches = [
        t("disclosure_search", place=its.place, query=its.query, date=date_text(its.day.isoformat(), lang))
        for its in one.searches
    ]
    evidence = [
        (
            its.id + (t("comma") + its.locator if its.locator else ""),
            statement_url(lang, its.id) if scores.is_statement(its.id) else source_url(lang, its.id),
        )
        for its in one.evidence
    ]
    notes = load_checklist().method.notes
    note = notes[one.note][lang] if one.assessor == REGISTER and one.note in notes else one.note
    return Told(verdict_mark(one.verdict.value, lang), _who(one, lang), tuple(evidence), tuple(searches), note)


def _suggestions(identifier: str, lang: str) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """What the boxes for evidence offer: the project's statements, and the sources they come from, each with a hint."""
    said, labels = ledger.statements_about(identifier)[-_SUGGESTED:], property_labels(lang)
    gone = ledger.retracted(said)
    statements = [
        (one.id, f"{labels[one.property]}: {one.value}"[:_LONGEST_HINT]) for one in said if one.id not in gone
    ]
    sources = ledger.sources(one.source for one in said)
    return statements, [(one.id, one.title[:_LONGEST_HINT]) for one in sources.values()]


def _who(one: Assessment, lang: str) -> str:
    t = wording(lang)
    assessor = t("disclosure_register") if one.assessor == REGISTER else one.assessor
    return t("disclosure_assessed", assessor=assessor, date=date_text(one.day.isoformat(), lang))


def name_of(identifier: str, lang: str) -> str | None:
    """The name of a project, or None where there is none with this id."""
    entity = ledger.entity(identifier)
    if entity is None or entity.kind != "project":
        return None
    return catalogue.cards([identifier])[0].names.best(lang).text


def _foreign(written: str, lang: str) -> str:
    return "" if written in {lang, "zxx"} else written


def _waiting(project: str) -> list[Proposal]:
    return list(Proposal.objects.filter(state=Proposal.State.WAITING, project=project))


def _waiting_by(field: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for key in Proposal.objects.filter(state=Proposal.State.WAITING).values_list(field, flat=True):
        found[key] = found.get(key, 0) + 1
    return found


def _own(proposal: Proposal, person: Person) -> bool:
    return proposal.submitted_by_id == person.pk
