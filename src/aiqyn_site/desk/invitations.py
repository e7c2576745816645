"""The desk's part of the right of reply: whom to invite, the letter with its code, answers to publish."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from functools import partial

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from aiqyn.errors import Refused, RegisterRefused, reasons_of
from aiqyn.exchange.cells import day_in
from aiqyn.exchange.replies import CHANNELS, EFFECTS, LONGEST_REPLY, Answer, Invitation
from aiqyn.vocabulary import LANGUAGES
from aiqyn.words.letters import Letter, invitation_letter
from aiqyn.words.refusal_text import sentences_of
from aiqyn_site import clock
from aiqyn_site.accounts.log import log
from aiqyn_site.accounts.models import Person, Role
from aiqyn_site.desk.access import refuse, signed_in
from aiqyn_site.desk.desk_frame import show_desk
from aiqyn_site.desk.recording import invite, publish_reply, record_answer
from aiqyn_site.inbox import queries as inbox
from aiqyn_site.inbox.actions import MadeCode, decline_reply, make_code
from aiqyn_site.inbox.texts import regular
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.pages.frame import host_of
from aiqyn_site.pages.not_taken import mistakes_of
from aiqyn_site.pages.subject import subject_named
from aiqyn_site.pages.wording import wording

INVITATIONS = "/desk/invitations/"
_DAYS_TO_ANSWER = 14
_LONGEST_ID = 64


@signed_in()
def overview(request: HttpRequest, person: Person) -> HttpResponse:
    """Answers to publish, companies to invite, and all invitations, newest first."""
    invitations = {invitation.id: invitation for invitation in inbox.invitations()}
    waiting = [
        (reply, invitations[reply.invitation]) for reply in inbox.waiting_replies() if reply.invitation in invitations
    ]
    return show_desk(
        request,
        "desk/invitations.html",
        title=wording(person.language)("desk_nav_invitations"),
        subject=partial(subject_named, person.language),
        waiting=waiting,
        uninvited=inbox.all_not_invited(),
        invitations=list(reversed(invitations.values())),
        effects=EFFECTS,
    )


@signed_in(role=Role.PUBLISHER)
def new(request: HttpRequest, person: Person) -> HttpResponse:
    """The form for an invitation; sent, the code and the letters, which are shown once."""
    if request.method != "POST":
        due = clock.today() + datetime.timedelta(days=_DAYS_TO_ANSWER)
        asked = {key: request.GET.get(key, "")[:_LONGEST_ID] for key in ("about", "party")}
        return _form(request, person, {**asked, "channel": "letter", "due": due.isoformat()})
    boxes = {key: request.POST.get(key, "").strip()[:_LONGEST_ID] for key in ("about", "party", "channel", "due")}
    try:
        with transaction.atomic():
            invitation, code = invite(boxes["about"], boxes["party"], boxes["channel"], day_in(boxes, "due"))
            detail = f"{invitation.party}, {invitation.about}, {invitation.channel}"
            log(person, "invited", invitation.id, detail, of=code.row)
    except (Refused, RegisterRefused) as refused:
        return _form(request, person, boxes, reasons_of(refused))
    return _letters(request, person, invitation, code)


@signed_in(role=Role.PUBLISHER)
def code(request: HttpRequest, person: Person, identifier: str) -> HttpResponse:
    """A new code for an invitation, with the letters; the code given before is void."""
    invitation = inbox.invitation(identifier)
    if request.method != "POST" or invitation is None:
        return HttpResponseRedirect(INVITATIONS)
    with transaction.atomic():
        code = make_code(identifier)
        log(person, "code_made", identifier, of=code.row)
    return _letters(request, person, invitation, code)


@signed_in(role=Role.PUBLISHER)
def answered(request: HttpRequest, person: Person, identifier: str) -> HttpResponse:
    """Record an answer that came by letter or otherwise, in full."""
    invitation = inbox.invitation(identifier)
    if invitation is None:
        return HttpResponseRedirect(INVITATIONS)
    if request.method != "POST":
        boxes = {"received_on": clock.today().isoformat(), "lang": "", "text": "", "effect": "none"}
        return _answer_form(request, person, invitation, boxes)
    post = request.POST
    boxes = {
        "received_on": post.get("received_on", "").strip()[:_LONGEST_ID],
        "lang": post.get("lang", "")[:_LONGEST_ID],
        "text": regular(post.get("text", "")),
        "effect": post.get("effect", ""),
    }
    try:
        received_on = day_in(boxes, "received_on")
        record_answer(identifier, Answer(0, received_on, boxes["lang"], boxes["text"], boxes["effect"]))
    except (Refused, RegisterRefused) as refused:
        return _answer_form(request, person, invitation, boxes, reasons_of(refused))
    log(person, "reply_recorded", identifier)
    return HttpResponseRedirect(INVITATIONS)


@signed_in(role=Role.PUBLISHER)
def reply(request: HttpRequest, person: Person, number: int) -> HttpResponse:
    """Publish a waiting answer in full, or set it aside."""
    if request.method != "POST":
        return HttpResponseRedirect(INVITATIONS)
    if request.POST.get("do") == "decline":
        with transaction.atomic():
            declined = decline_reply(number)
            if declined is not None:
                log(person, "reply_declined", str(number), of=declined)
        return HttpResponseRedirect(INVITATIONS)
    try:
        with transaction.atomic():
            published = publish_reply(number, request.POST.get("effect", ""))
            log(person, "reply_published", published.invitation, of=published)
    except (Refused, RegisterRefused) as refused:
        return refuse(request, "moderate_failed", 409, fault=sentences_of(refused, wording(person.language)))
    return HttpResponseRedirect(INVITATIONS)


def _form(
    request: HttpRequest, person: Person, boxes: Mapping[str, str], faults: Iterable[Refused] = ()
) -> HttpResponse:
    t = wording(person.language)
    mistakes = mistakes_of(faults, t)
    return show_desk(
        request,
        "desk/invite.html",
        title=t("invite_new_title"),
        status=422 if mistakes else 200,
        boxes=boxes,
        channels=CHANNELS,
        mistakes=mistakes,
    )


def _answer_form(
    request: HttpRequest,
    person: Person,
    invitation: Invitation,
    boxes: Mapping[str, str],
    faults: Iterable[Refused] = (),
) -> HttpResponse:
    t, subject = wording(person.language), partial(subject_named, person.language)
    mistakes = mistakes_of(faults, t)
    return show_desk(
        request,
        "desk/answer.html",
        title=t("invite_answer_title", party=subject(invitation.party).text),
        status=422 if mistakes else 200,
        invitation=invitation,
        subject=subject,
        boxes=boxes,
        effects=EFFECTS,
        longest=LONGEST_REPLY,
        mistakes=mistakes,
    )


def _letters(request: HttpRequest, person: Person, invitation: Invitation, code: MadeCode) -> HttpResponse:
    """The code, and the letter in each language."""
    letters = [_letter(lang, host_of(request), invitation, code) for lang in LANGUAGES]
    title = wording(person.language)("invite_code_title")
    return show_desk(request, "desk/letters.html", title=title, code=code.signs, expires=code.expires, letters=letters)


def _letter(lang: str, host: str, invitation: Invitation, code: MadeCode) -> Letter:
    about = subject_named(lang, invitation.about)
    return invitation_letter(
        lang,
        register=ledger.register().meta["title"].get(lang, ""),
        party=subject_named(lang, invitation.party).text,
        about=about.text,
        address=f"{host}{about.href}",
        reply=f"{host}/{lang}/replies/{invitation.id}/",
        due=invitation.due,
        code=(code.signs, code.expires),
    )
