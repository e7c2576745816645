"""Verdicts on their way into the register: the list of what waits, and the page where one is published or sent back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from aiqyn.disclosure import load_checklist
from aiqyn.disclosure.computed import REGISTER
from aiqyn.errors import Refused, RegisterRefused, reasons_of
from aiqyn_site.accounts.models import Person, Submission
from aiqyn_site.desk import publishing
from aiqyn_site.desk.access import refuse, signed_in
from aiqyn_site.desk.assess import evidence_url
from aiqyn_site.desk.desk_frame import show_desk
from aiqyn_site.pages.addresses import entity_url
from aiqyn_site.pages.not_taken import mistakes_of
from aiqyn_site.pages.printer import printer_for
from aiqyn_site.pages.wording import wording

_SHOWN = 200
#: Something that waits for a person: the key of a counted text, how many, and where they are.
Waiting = tuple[str, int, str]


def verdicts_waiting(person: Person) -> Iterator[Waiting]:
    """For a publisher verdicts to publish; for everybody their own that came back."""
    if person.is_publisher:
        waiting = Submission.objects.filter(state=Submission.State.WAITING)
        number = sum(publishing.may_publish(person, submission) for submission in waiting)
        yield "desk_n_to_publish", number, "/desk/proposals/"
    returned = Submission.objects.filter(state=Submission.State.RETURNED, submitted_by=person).count()
    yield "desk_n_returned", returned, "/desk/proposals/"


@signed_in()
def proposals(request: HttpRequest, person: Person) -> HttpResponse:
    """What waits to be published, for an editor only their own; then what became of the latest."""
    visible = Submission.objects.select_related("submitted_by").order_by("-pk")
    if not person.is_publisher:
        visible = visible.filter(submitted_by=person)
    waiting = visible.filter(state=Submission.State.WAITING)[:_SHOWN]
    decided = visible.exclude(state=Submission.State.WAITING)[:_SHOWN]
    return show_desk(
        request,
        "desk/proposals.html",
        title=wording(person.language)("desk_nav_proposals"),
        say=printer_for(person.language, (), {submission.project for submission in (*waiting, *decided)}),
        waiting=waiting,
        decided=decided,
        assessment_of=publishing.assessment_of,
        items=load_checklist().items,
    )


@signed_in()
def proposal(request: HttpRequest, person: Person, number: str) -> HttpResponse:
    """One verdict as it would stand, with the buttons for who may decide on it."""
    submission = Submission.objects.select_related("submitted_by").filter(pk=int(number)).first()
    if submission is None or not (person.is_publisher or submission.submitted_by_id == person.pk):
        return refuse(request, "desk_no_proposal", 404)
    if request.method != "POST":
        return _page(request, person, submission)
    if not person.is_publisher:
        return refuse(request, "desk_only_publishers")
    reason = " ".join(request.POST.get("reason", "").split())
    try:
        if "publish" in request.POST:
            publishing.publish(person, submission.pk)
        else:
            publishing.send_back(person, submission.pk, reason)
    except publishing.MayNot:
        return refuse(request, "desk_two_people")
    except (Refused, RegisterRefused) as refused:
        reasons = reasons_of(refused)
        return _page(
            request,
            person,
            submission,
            [fault if fault.field == "reason" else fault.at("") for fault in reasons],
            reason,
        )
    return HttpResponseRedirect(f"/desk/proposals/{submission.pk}/")


def _page(
    request: HttpRequest, person: Person, submission: Submission, faults: Iterable[Refused] = (), reason: str = ""
) -> HttpResponse:
    lang, item = person.language, load_checklist().items.get(submission.item)
    label = item.labels[lang] if item else submission.item
    mistakes = mistakes_of(faults, wording(lang))
    return show_desk(
        request,
        "desk/proposal.html",
        title=wording(lang)("desk_item", item=submission.item, label=label),
        status=200 if not mistakes else 422 if "reason" in mistakes else 409,
        say=printer_for(lang, (), [submission.project]),
        submission=submission,
        assessment=publishing.assessment_of(submission),
        method=load_checklist().method,
        evidence_url=partial(evidence_url, lang),
        register=REGISTER,
        is_waiting=submission.state == Submission.State.WAITING,
        may_publish=publishing.may_publish(person, submission),
        public=f"{entity_url(lang, 'project', submission.project)}disclosure/#item-{submission.item}",
        longest=publishing.LONGEST_REASON,
        mistakes=mistakes,
        reason=reason,
    )
