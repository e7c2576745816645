"""Where a text is asked to be taken away for good, and where another person sees what would go and confirms."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from aiqyn.disclosure import load_checklist
from aiqyn.disclosure.computed import REGISTER
from aiqyn.errors import Refused
from aiqyn.exchange.folder import TRANSLATION_COLUMNS
from aiqyn.words.refusal_text import sentences
from aiqyn_site.accounts.models import BlankingRequest, Person
from aiqyn_site.desk import erasure
from aiqyn_site.desk.access import refuse, signed_in
from aiqyn_site.desk.assess import evidence_url
from aiqyn_site.desk.desk_frame import show_desk
from aiqyn_site.desk.elsewhere import elsewhere
from aiqyn_site.inbox.texts import regular
from aiqyn_site.pages.not_taken import mistakes_of
from aiqyn_site.pages.printer import printer_for
from aiqyn_site.pages.wording import wording

BLANKING = "/desk/blanking/"
_SHOWN = 100
_LINE = re.compile(r"[1-9][0-9]{0,8}")


@signed_in()
def requests(request: HttpRequest, person: Person) -> HttpResponse:
    """The form to ask for it; what waits for another person, and what became of the rest."""
    if request.method != "POST":
        return _form(
            request, person, {"what": request.GET.get("what", "")[: erasure.LONGEST_ADDRESS], "reason": ""}, ()
        )
    boxes = {
        "what": request.POST.get("what", "").strip()[: erasure.LONGEST_ADDRESS],
        "reason": regular(request.POST.get("reason", "")),
    }
    lines = {int(line) for line in request.POST.getlist("line") if _LINE.fullmatch(line)}
    try:
        asked = erasure.ask(person, boxes["what"], boxes["reason"], lines)
    except Refused as refused:
        return _form(request, person, boxes, lines, [refused])
    return HttpResponseRedirect(f"{BLANKING}{asked.pk}/")


@signed_in()
def requested(request: HttpRequest, person: Person, number: int) -> HttpResponse:
    """One request: what would go, what cannot be undone, and the buttons for who may decide on it."""
    asked = BlankingRequest.objects.select_related("asked_by", "decided_by").filter(pk=number).first()
    if asked is None:
        return refuse(request, "blanking_none", 404)
    if request.method != "POST":
        return _page(request, person, asked)
    try:
        (erasure.confirm if "confirm" in request.POST else erasure.withdraw)(person, number)
    except Refused as refused:
        return refuse(request, "blanking_not_done", 409, fault=sentences(refused, wording(person.language)))
    return HttpResponseRedirect(f"{BLANKING}{number}/")


def _form(
    request: HttpRequest,
    person: Person,
    boxes: Mapping[str, str],
    lines: Collection[int],
    faults: Iterable[Refused] = (),
) -> HttpResponse:
    t = wording(person.language)
    mistakes = mistakes_of(faults, t)
    known = BlankingRequest.objects.select_related("asked_by", "decided_by").order_by("-pk")
    return show_desk(
        request,
        "desk/blanking.html",
        title=t("desk_nav_blanking"),
        status=422 if mistakes else 200,
        boxes=boxes,
        verdicts=erasure.choice(boxes["what"]),
        lines=lines,
        **_verdict_words(person.language),
        mistakes=mistakes,
        longest=erasure.LONGEST_REASON,
        longest_address=erasure.LONGEST_ADDRESS,
        requests=known[:_SHOWN],
    )


def _page(request: HttpRequest, person: Person, asked: BlankingRequest) -> HttpResponse:
    t, is_waiting = wording(person.language), asked.state == BlankingRequest.State.WAITING
    going, problem, places = None, "", None
    if is_waiting:
        try:
            target = erasure.target_of(asked.what)
            going = erasure.outline(target, person)
            places = elsewhere(target, going)
        except Refused as refused:
            problem = sentences(refused, t)
    statements = [recorded.statement for recorded in going.statements] if going else []
    return show_desk(
        request,
        "desk/blanking-request.html",
        title=t("blanking_request", number=asked.pk),
        asked=asked,
        is_waiting=is_waiting,
        going=going,
        places=places,
        rendering_languages=TRANSLATION_COLUMNS[2:],
        problem=problem,
        say=printer_for(person.language, statements, {statement.entity for statement in statements}),
        may_confirm=erasure.may_confirm(person, asked),
        may_withdraw=person.is_publisher or person.pk == asked.asked_by_id,
        **_verdict_words(person.language),
    )


def _verdict_words(lang: str) -> dict[str, Any]:
    """By what the templates tell of verdicts."""
    return {"method": load_checklist().method, "evidence_url": partial(evidence_url, lang), "register": REGISTER}
