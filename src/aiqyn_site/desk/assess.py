"""Where disclosure is assessed: the projects, the items of one, and the form for one item."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import partial

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from aiqyn.disclosure import Item, Verdict
from aiqyn.disclosure.computed import REGISTER
from aiqyn.errors import Refused, RegisterRefused, reasons_of
from aiqyn.ledger.identity import is_statement_id
from aiqyn_site.accounts.models import Person, Submission
from aiqyn_site.clock import today
from aiqyn_site.desk import publishing, verdict
from aiqyn_site.desk.access import refuse, signed_in
from aiqyn_site.desk.desk_frame import show_desk
from aiqyn_site.dossier import board, scores
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.pages.addresses import entity_url, source_url, statement_url
from aiqyn_site.pages.listing import Listing, texts_in
from aiqyn_site.pages.not_taken import mistakes_of
from aiqyn_site.pages.printer import printer_for
from aiqyn_site.pages.wording import wording
from aiqyn_site.projects import queries as catalogue
from aiqyn_site.projects.queries import Filters

_PER_PAGE = 100
_SUGGESTED = 400  # statements offered as evidence in the boxes


@signed_in()
def projects(request: HttpRequest, person: Person) -> HttpResponse:
    """All projects with how much of each was assessed; `?q=` looks for one by name."""
    lang = person.language
    listing = Listing(request, lang, request.path, texts_in(request, "q"), _PER_PAGE)
    page = catalogue.find_ids(Filters(q=listing.given["q"], lang=lang, page=listing.number, per_page=_PER_PAGE))
    cards, say = catalogue.cards(page.ids), printer_for(lang, ())
    say.know_cards(cards)
    return show_desk(
        request,
        "desk/assess.html",
        title=wording(lang)("desk_nav_assess"),
        say=say,
        listing=listing,
        total=page.total,
        cards=cards,
        scores=board.cards(page.ids),
        waiting=Counter(_waiting().values_list("project", flat=True)),
    )


@signed_in()
def project(request: HttpRequest, person: Person, identifier: str) -> HttpResponse:
    """The items of a project with the present verdicts; `?independent=1` hides what others gave."""
    lang = person.language
    if not _is_project(identifier):
        return refuse(request, "desk_no_project", 404)
    independent = request.GET.get("independent") == "1"
    waiting = _waiting().filter(project=identifier)
    if independent:
        waiting = waiting.filter(submitted_by=person)
    say = printer_for(lang, (), [identifier])
    return show_desk(
        request,
        "desk/project.html",
        title=wording(lang)("desk_assess", name=say.name(identifier)[0]),
        project=identifier,
        public=f"{entity_url(lang, 'project', identifier)}disclosure/",
        independent=independent,
        method=scores.checklist().method,
        lines=scores.card(identifier).score.lines,
        waiting=Counter(waiting.values_list("item", flat=True)),
        register=REGISTER,
    )


@signed_in()
def item(request: HttpRequest, person: Person, identifier: str, item_id: str) -> HttpResponse:
    """The form for an item of a project, and what follows from sending it."""
    asked = scores.checklist().items.get(item_id)
    if asked is None or not _is_project(identifier):
        return refuse(request, "desk_no_project", 404)
    if request.method != "POST":
        sent = verdict.blank(today(), request.GET.get("independent") == "1")
        return _form(request, person, identifier, asked, sent)
    sent = verdict.read(request.POST, today())
    if "more-evidence" in request.POST or "more-searches" in request.POST:
        return _form(request, person, identifier, asked, sent)
    assessment, faults = verdict.check(sent, identifier, asked, person.shown_as, today())
    if assessment is not None:
        try:
            submission = publishing.submit(person, identifier, assessment, sent.independent)
            return HttpResponseRedirect(f"/desk/proposals/{submission.pk}/")
        except (Refused, RegisterRefused) as refused:
            faults = [verdict.at_box(reason) for reason in reasons_of(refused)]
    return _form(request, person, identifier, asked, sent, faults)


def _form(
    request: HttpRequest,
    person: Person,
    identifier: str,
    asked: Item,
    sent: verdict.Sent,
    faults: Iterable[Refused] = (),
) -> HttpResponse:
    """The form: what counts, the verdicts that stand (people's, the latest first, then computed), the boxes."""
    lang = person.language
    mistakes = mistakes_of(faults, wording(lang))
    statements = ledger.statements_about(identifier)[-_SUGGESTED:]
    persons, computed = ([], []) if sent.independent else scores.assessments_of(identifier)
    say = printer_for(lang, statements, [identifier])
    return show_desk(
        request,
        "desk/item.html",
        title=wording(lang)("desk_item", item=asked.id, label=asked.labels[lang]),
        status=422 if mistakes else 200,
        say=say,
        project=identifier,
        item=asked,
        sent=sent,
        mistakes=mistakes,
        method=scores.checklist().method,
        verdicts=list(Verdict),
        assessments=[assessment for assessment in (*reversed(persons), *computed) if assessment.item == asked.id],
        evidence_url=partial(evidence_url, lang),
        register=REGISTER,
        statements=statements,
        withdrawn=ledger.retracted(statements),
        today=today().isoformat(),
    )


def evidence_url(lang: str, identifier: str) -> str:
    """The page of what a verdict rests on, by its id."""
    return statement_url(lang, identifier) if is_statement_id(identifier) else source_url(lang, identifier)


def _is_project(identifier: str) -> bool:
    entity = ledger.entity(identifier)
    return entity is not None and entity.kind == "project"


def _waiting() -> QuerySet[Submission]:
    return Submission.objects.filter(state=Submission.State.WAITING)
