"""The desk's queue of proposals: read, decide, publish. What was sent is shown here and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from hashlib import sha256

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from aiqyn.errors import Refused, RegisterRefused
from aiqyn.exchange.corrections import LONGEST_SUMMARY, OUTCOMES, decision_faults
from aiqyn.vocabulary import LANGUAGES
from aiqyn.words.refusal_text import sentences_of
from aiqyn_site.accounts.log import log
from aiqyn_site.accounts.models import Person, Role
from aiqyn_site.desk.access import refuse, signed_in
from aiqyn_site.desk.desk_frame import show_desk
from aiqyn_site.desk.recording import publish_decisions
from aiqyn_site.inbox import queries as inbox
from aiqyn_site.inbox.actions import SPAM, decide
from aiqyn_site.inbox.models import Proposal
from aiqyn_site.inbox.texts import regular
from aiqyn_site.pages.not_taken import mistakes_of
from aiqyn_site.pages.subject import subject_at
from aiqyn_site.pages.wording import wording

QUEUE = "/desk/corrections/"
_TYPES = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp"}


@signed_in()
def queue(request: HttpRequest, person: Person) -> HttpResponse:
    """What waits for a decision, oldest first, and what is decided and not in the public log yet."""
    return show_desk(
        request,
        "desk/corrections.html",
        title=wording(person.language)("desk_nav_corrections"),
        subject=partial(subject_at, person.language),
        outcomes=OUTCOMES,
        new=inbox.proposals("new"),
        decided=inbox.unpublished(),
    )


@signed_in()
def proposal(request: HttpRequest, person: Person, number: int) -> HttpResponse:
    """One proposal, and the form to decide on it."""
    proposal = inbox.proposal(number)
    if proposal is None:
        return refuse(request, "moderate_too_late", 404)
    if request.method != "POST":
        return _page(request, person, proposal, proposal.state, proposal.summaries)
    outcome = request.POST.get("outcome", "")
    summaries = {lang: regular(request.POST.get(lang, "")) for lang in LANGUAGES}
    faults = [] if outcome == SPAM else list(decision_faults(outcome, summaries))
    if faults:
        return _page(request, person, proposal, outcome, summaries, faults)
    with transaction.atomic():
        present = inbox.proposal(number, hold=True)
        if present is not None and request.POST.get("seen", _seen(present)) != _seen(present):
            t = wording(person.language)
            words = present.summaries.get(person.language, "") or t(f"moderate_state_{present.state}")
            fault = Refused("decided_meanwhile", "outcome", words=words)
            return _page(request, person, present, outcome, summaries, [fault], status=409)
        decided = decide(number, outcome, summaries)
        if decided is not None:
            log(person, "decided", f"corrections/{number}", outcome, of=decided)
    if decided is None:
        return refuse(request, "moderate_too_late", 409)
    return HttpResponseRedirect(QUEUE)


@signed_in()
def file(request: HttpRequest, person: Person, number: int) -> HttpResponse:
    """The picture of a proposal, to be saved, never shown within a page."""
    proposal = inbox.proposal(number)
    if proposal is None or not proposal.attachment_name:
        return refuse(request, "moderate_too_late", 404)
    kind = proposal.attachment_name.rpartition(".")[2]
    response = HttpResponse(bytes(proposal.attachment), content_type=_TYPES.get(kind, "application/octet-stream"))
    response.headers["Content-Disposition"] = f'attachment; filename="{proposal.attachment_name}"'
    return response


@signed_in(role=Role.PUBLISHER)
def publish(request: HttpRequest, person: Person) -> HttpResponse:
    """Add all decisions that wait to the public log."""
    if request.method == "POST":
        try:
            with transaction.atomic():
                for published in publish_decisions():
                    log(person, "corrections_published", f"corrections/{published.pk}", published.entry, of=published)
        except (Refused, RegisterRefused) as refused:
            return refuse(request, "moderate_failed", 409, fault=sentences_of(refused, wording(person.language)))
    return HttpResponseRedirect(QUEUE)


def _seen(proposal: Proposal) -> str:
    """What tells the decision that a form was made from, so that nobody overwrites one that they have not seen."""
    decision = "\n".join((proposal.state, *(proposal.summaries.get(lang, "") for lang in LANGUAGES)))
    return sha256(decision.encode()).hexdigest()[:16]


def _page(
    request: HttpRequest,
    person: Person,
    proposal: Proposal,
    outcome: str,
    summaries: Mapping[str, str],
    faults: Iterable[Refused] = (),
    status: int = 422,
) -> HttpResponse:
    t = wording(person.language)
    mistakes = mistakes_of(faults, t)
    return show_desk(
        request,
        "desk/correction.html",
        title=t("moderate_title", number=proposal.id),
        status=status if mistakes else 200,
        subject=partial(subject_at, person.language),
        proposal=proposal,
        seen=_seen(proposal),
        outcome=outcome,
        outcomes=(*OUTCOMES, SPAM),
        summaries=summaries,
        longest=LONGEST_SUMMARY,
        mistakes=mistakes,
        is_open=not proposal.entry and proposal.state != SPAM,
    )
