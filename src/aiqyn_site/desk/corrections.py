"""The desk's queue of proposals: read, decide, publish. What was sent is shown here and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from aiqyn.errors import Refused, RegisterRefused
from aiqyn.exchange.personal import check_personal
from aiqyn.exchange.responses import LONGEST_SUMMARY, OUTCOMES
from aiqyn.vocabulary import LANGUAGES
from aiqyn.words.refusal_text import sentences, sentences_of
from aiqyn.words.word_tables import Wording
from aiqyn_site.accounts.log import log
from aiqyn_site.accounts.models import Person, Role
from aiqyn_site.desk.access import refuse, signed_in
from aiqyn_site.desk.desk_frame import show_desk
from aiqyn_site.desk.recording import publish_decisions
from aiqyn_site.inbox import queries as inbox
from aiqyn_site.inbox.actions import SPAM, decide
from aiqyn_site.inbox.models import Proposal
from aiqyn_site.inbox.texts import regular
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
        return _page(request, person, proposal, proposal.state, {lang: getattr(proposal, lang) for lang in LANGUAGES})
    t, state = wording(person.language), request.POST.get("state", "")
    texts = {lang: regular(request.POST.get(f"summary-{lang}", ""))[:LONGEST_SUMMARY] for lang in LANGUAGES}
    mistake = ""
    if state not in {*OUTCOMES, SPAM}:
        mistake = t("moderate_state_missing")
    elif state != SPAM and not any(texts.values()):
        mistake = t("moderate_summary_missing")
    elif state != SPAM:
        mistake = _personal(texts, t)
    if mistake:
        return _page(request, person, proposal, state, texts, mistake)
    if not decide(number, state, texts):
        return refuse(request, "moderate_too_late", 409)
    log(person, "decided", f"corrections/{number}", state)
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
            number = publish_decisions()
        except (Refused, RegisterRefused) as refused:
            return refuse(request, "moderate_failed", 409, fault=sentences_of(refused, wording(person.language)))
        if number:
            log(person, "corrections_published", "corrections.csv", str(number))
    return HttpResponseRedirect(QUEUE)


def _personal(texts: Mapping[str, str], t: Wording) -> str:
    """What a summary tells of a private person, as a mistake; blank where it tells nothing."""
    try:
        for text in texts.values():
            check_personal(text)
    except Refused as refused:
        return sentences(refused, t)
    return ""


def _page(
    request: HttpRequest, person: Person, proposal: Proposal, state: str, texts: Mapping[str, str], mistake: str = ""
) -> HttpResponse:
    return show_desk(
        request,
        "desk/correction.html",
        title=wording(person.language)("moderate_title", number=proposal.id),
        status=422 if mistake else 200,
        subject=partial(subject_at, person.language),
        proposal=proposal,
        state=state,
        states=(*OUTCOMES, SPAM),
        texts=texts,
        mistake=mistake,
        is_open=not proposal.entry and proposal.state != SPAM,
    )
