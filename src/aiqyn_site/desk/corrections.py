"""The desk's queue of proposals: read, decide, publish. What was sent is shown here and nowhere else."""

from __future__ import annotations

from typing import NamedTuple

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from aiqyn.errors import Refused, RegisterRefused
from aiqyn.exchange.personal import check_personal
from aiqyn.exchange.responses import LONGEST_SUMMARY, OUTCOMES
from aiqyn.vocabulary import LANGUAGES
from aiqyn.words.date_text import date_text
from aiqyn.words.refusal_text import sentences, sentences_of
from aiqyn.words.wording import LANGUAGE_NAMES, Wording
from aiqyn_site.accounts.log import log
from aiqyn_site.accounts.models import Person, Role
from aiqyn_site.corrections import queries as corrections
from aiqyn_site.corrections.actions import SPAM, decide
from aiqyn_site.corrections.models import Proposal
from aiqyn_site.corrections.texts import regular
from aiqyn_site.desk.access import refuse, signed_in
from aiqyn_site.desk.frame import render_desk
from aiqyn_site.desk.responses import publish_decisions
from aiqyn_site.pages.figure import Link
from aiqyn_site.pages.subject import subject_at
from aiqyn_site.pages.wording import wording

QUEUE = "/desk/corrections/"
_BEGINNING = 120
_TYPES = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp"}


class Line(NamedTuple):
    """A proposal in the queue."""

    href: str
    number: int
    received: str
    kind: str
    about: Link
    beginning: str
    has_file: bool
    state: str


class Summary(NamedTuple):
    """The field for what was done, in one language."""

    key: str
    label: str
    text: str


class ProposalView(NamedTuple):
    """All that the template of one proposal prints. `paragraphs` is what was sent, in the language `lang`."""

    line: Line
    lang: str
    paragraphs: tuple[str, ...]
    link: str
    file: str
    states: tuple[tuple[str, str, bool], ...]
    summaries: tuple[Summary, ...]
    mistake: str
    is_open: bool


@signed_in()
def queue(request: HttpRequest, person: Person) -> HttpResponse:
    """What waits for a decision, oldest first, and what is decided and not in the public log yet."""
    lang = person.language
    context = {
        "new": [_line(lang, one) for one in corrections.proposals("new")],
        "decided": [_line(lang, one) for one in corrections.unpublished()],
    }
    return render_desk(request, "desk/corrections.html", context, wording(lang)("desk_nav_corrections"))


@signed_in()
def proposal(request: HttpRequest, person: Person, number: int) -> HttpResponse:
    """One proposal, and the form to decide on it."""
    found = corrections.proposal(number)
    if found is None:
        return refuse(request, "moderate_too_late", 404)
    if request.method != "POST":
        return _page(request, person, found, found.state, {lang: getattr(found, lang) for lang in LANGUAGES})
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
        return _page(request, person, found, state, texts, mistake)
    if not decide(number, state, texts):
        return refuse(request, "moderate_too_late", 409)
    log(person, "decided", f"corrections/{number}", state)
    return HttpResponseRedirect(QUEUE)


@signed_in()
def file(request: HttpRequest, person: Person, number: int) -> HttpResponse:
    """The picture of a proposal, to be saved, never shown within a page."""
    found = corrections.proposal(number)
    if found is None or not found.attachment_name:
        return refuse(request, "moderate_too_late", 404)
    kind = found.attachment_name.rpartition(".")[2]
    response = HttpResponse(bytes(found.attachment), content_type=_TYPES.get(kind, "application/octet-stream"))
    response.headers["Content-Disposition"] = f'attachment; filename="{found.attachment_name}"'
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


def _personal(texts: dict[str, str], t: Wording) -> str:
    """What a summary tells of a private person, as a mistake; blank where it tells nothing."""
    try:
        for text in texts.values():
            check_personal(text)
    except Refused as refused:
        return sentences(refused, t)
    return ""


def _page(
    request: HttpRequest, person: Person, found: Proposal, state: str, texts: dict[str, str], mistake: str = ""
) -> HttpResponse:
    t, lang = wording(person.language), person.language
    view = ProposalView(
        line=_line(lang, found),
        lang=found.lang,
        paragraphs=tuple(found.text.split("\n")) if found.text else (),
        link=found.link,
        file=f"{QUEUE}{found.id}/file/" if found.attachment_name else "",
        states=tuple((key, t(f"moderate_state_{key}"), key == state) for key in (*OUTCOMES, SPAM)),
        summaries=tuple(
            Summary(each, t("moderate_summary", language=LANGUAGE_NAMES[each]), texts[each]) for each in LANGUAGES
        ),
        mistake=mistake,
        is_open=not found.entry and found.state != SPAM,
    )
    title = t("moderate_title", number=found.id)
    return render_desk(request, "desk/correction.html", {"p": view}, title, status=422 if mistake else 200)


def _line(lang: str, one: Proposal) -> Line:
    t = wording(lang)
    first = one.text.replace("\n", " ")
    beginning = first if len(first) <= _BEGINNING else first[: _BEGINNING - 1] + "…"
    received = date_text(one.received, lang)
    state = t(f"correct_outcome_{one.state}") if one.state in OUTCOMES else ""
    words = (t(f"correct_kind_{one.kind}"), subject_at(lang, one.about), beginning)
    return Line(f"{QUEUE}{one.id}/", one.id, received, *words, bool(one.attachment_name), state)
