"""Verdicts on their way into the register: the list of what waits, and the page where one is published or sent back."""

from __future__ import annotations

from typing import NamedTuple

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from markupsafe import Markup

from aiqyn.disclosure import load_checklist
from aiqyn.errors import Refused, RegisterRefused
from aiqyn.words.date_text import date_text
from aiqyn.words.refusal_text import sentences_of
from aiqyn_site.accounts.models import Person, Proposal
from aiqyn_site.desk import publishing
from aiqyn_site.desk.access import refuse, signed_in
from aiqyn_site.desk.assess import Told, name_of, told
from aiqyn_site.desk.frame import Waiting, render_desk
from aiqyn_site.pages.disclosure.words import verdict_mark
from aiqyn_site.pages.wording import wording

_SHOWN = 200
_LONGEST_REASON = 1_000


class ProposalRow(NamedTuple):
    """A verdict in the list."""

    number: int
    project: str
    item: str
    label: str
    mark: Markup
    who: str
    day: str
    state: str
    reason: str


def waiting(person: Person) -> list[Waiting]:
    """What waits for a person: for a publisher verdicts to publish, for an editor verdicts that came back."""
    found = []
    if person.is_publisher:
        open_ones = Proposal.objects.filter(state=Proposal.State.WAITING)
        number = sum(publishing.may_publish(person, one) for one in open_ones)
        found.append(Waiting("desk_n_to_publish", number, "/desk/proposals/"))
    returned = Proposal.objects.filter(state=Proposal.State.RETURNED, submitted_by=person).count()
    found.append(Waiting("desk_n_returned", returned, "/desk/proposals/"))
    return found


@signed_in()
def page(request: HttpRequest, person: Person) -> HttpResponse:
    """What waits to be published, for an editor only their own; then what became of the latest."""
    found = Proposal.objects.select_related("submitted_by").order_by("-pk")
    if not person.is_publisher:
        found = found.filter(submitted_by=person)
    open_ones = [_row(one, person.language) for one in found.filter(state=Proposal.State.WAITING)[:_SHOWN]]
    decided = [_row(one, person.language) for one in found.exclude(state=Proposal.State.WAITING)[:_SHOWN]]
    context = {"open": open_ones, "decided": decided}
    return render_desk(request, "desk/proposals.html", context, wording(person.language)("desk_nav_proposals"))


@signed_in()
def one(request: HttpRequest, person: Person, number: str) -> HttpResponse:
    """One verdict as it would stand, with the buttons for who may decide on it."""
    proposal = Proposal.objects.select_related("submitted_by").filter(pk=int(number)).first()
    if proposal is None or not (person.is_publisher or proposal.submitted_by_id == person.pk):
        return refuse(request, "desk_no_proposal", 404)
    if request.method != "POST":
        return _page(request, person, proposal)
    if not person.is_publisher:
        return refuse(request, "desk_only_publishers")
    t, reason = wording(person.language), " ".join(request.POST.get("reason", "").split())[:_LONGEST_REASON]
    try:
        if "publish" in request.POST:
            publishing.publish(person, proposal.pk)
        elif not reason:
            return _page(request, person, proposal, t("desk_f_reason"), 422)
        else:
            publishing.send_back(person, proposal.pk, reason)
    except publishing.MayNot:
        return refuse(request, "desk_two_people")
    except (Refused, RegisterRefused) as refused:
        return _page(request, person, proposal, t("desk_f_refused", reason=sentences_of(refused, t)), 409)
    return HttpResponseRedirect(f"/desk/proposals/{proposal.pk}/")


def _page(
    request: HttpRequest, person: Person, proposal: Proposal, problem: str = "", status: int = 200
) -> HttpResponse:
    lang = person.language
    row = _row(proposal, lang)
    verdict: Told = told(publishing.assessment_of(proposal), lang)
    context = {
        "row": row,
        "verdict": verdict,
        "independent": proposal.independent,
        "is_waiting": proposal.state == Proposal.State.WAITING,
        "may_publish": publishing.may_publish(person, proposal),
        "public": f"/{lang}/projects/{proposal.project}/disclosure/#item-{proposal.item}",
        "problem": problem,
    }
    title = wording(lang)("desk_item", item=proposal.item, label=row.label)
    return render_desk(request, "desk/proposal.html", context, title, status)


def _row(proposal: Proposal, lang: str) -> ProposalRow:
    assessment, item = publishing.assessment_of(proposal), load_checklist().items.get(proposal.item)
    return ProposalRow(
        number=proposal.pk,
        project=name_of(proposal.project, lang) or proposal.project,
        item=proposal.item,
        label=item.labels[lang] if item else proposal.item,
        mark=verdict_mark(assessment.verdict.value, lang),
        who=proposal.submitted_by.shown_as,
        day=date_text(proposal.submitted_at.date().isoformat(), lang),
        state=wording(lang)(f"desk_state_{proposal.state}"),
        reason=proposal.reason,
    )
