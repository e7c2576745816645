"""The desk's part of the right of reply: whom to invite, the letter with its code, answers to publish."""

from __future__ import annotations

import datetime
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from aiqyn.errors import Refused, RegisterRefused
from aiqyn.exchange.folder import check_day
from aiqyn.exchange.responses import CHANNELS, EFFECTS, Invitation
from aiqyn.vocabulary import LANGUAGES
from aiqyn.words.date_text import date_text
from aiqyn.words.refusal_text import sentences_of
from aiqyn.words.wording import LANGUAGE_NAMES
from aiqyn_site import clock
from aiqyn_site.accounts.log import log
from aiqyn_site.accounts.models import Person, Role
from aiqyn_site.corrections import queries as corrections
from aiqyn_site.corrections.actions import decline_reply, make_code
from aiqyn_site.corrections.texts import regular
from aiqyn_site.desk.access import refuse, signed_in
from aiqyn_site.desk.frame import render_desk
from aiqyn_site.desk.responses import invite, publish_reply, record_answer
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.pages.figure import Link
from aiqyn_site.pages.frame import host_of
from aiqyn_site.pages.subject import subject_named
from aiqyn_site.pages.wording import wording

INVITATIONS = "/desk/invitations/"
_DAYS_TO_ANSWER = 14


class Line(NamedTuple):
    """An invitation, or with a blank id a party that was not invited yet."""

    id: str
    party: Link
    about: Link
    invited: str
    due: str
    answers: int
    party_id: str
    about_id: str


class WaitingReply(NamedTuple):
    """An answer that waits for a publisher."""

    number: int
    line: Line
    received: str
    lang: str
    paragraphs: tuple[str, ...]


class Letter(NamedTuple):
    """The letter in one language, ready to print."""

    lang: str
    label: str
    subject: str
    paragraphs: tuple[str, ...]


class Asked(NamedTuple):
    """What the form for an invitation holds."""

    about: str
    party: str
    channel: str
    due: str
    mistake: str = ""


class Given(NamedTuple):
    """What the form for an answer that came another way holds."""

    received: str = ""
    lang: str = ""
    text: str = ""
    effect: str = "none"
    mistake: str = ""


@signed_in()
def overview(request: HttpRequest, person: Person) -> HttpResponse:
    """Answers to publish, companies to invite, and all invitations, newest first."""
    lang, t = person.language, wording(person.language)
    missing = corrections.all_not_invited()
    known = {one.id: one for one in corrections.invitations()}
    context = {
        "waiting": [
            WaitingReply(
                one.id,
                _line(lang, known[one.invitation]),
                date_text(one.received, lang),
                one.lang,
                tuple(one.text.split("\n")),
            )
            for one in corrections.waiting_replies()
            if one.invitation in known
        ],
        "missing": [
            Line("", subject_named(lang, one.party), subject_named(lang, one.record), "", "", 0, one.party, one.record)
            for one in missing
        ],
        "invited": [_line(lang, one) for one in reversed(known.values())],
        "effects": [(key, t(f"reply_effect_{key}")) for key in EFFECTS],
    }
    return render_desk(request, "desk/invitations.html", context, t("desk_nav_invitations"))


@signed_in(role=Role.PUBLISHER)
def new(request: HttpRequest, person: Person) -> HttpResponse:
    """The form for an invitation; sent, the code and the letters, which are shown once."""
    if request.method != "POST":
        due = clock.today() + datetime.timedelta(days=_DAYS_TO_ANSWER)
        given = request.GET.get("about", "")[:64], request.GET.get("party", "")[:64]
        return _form(request, person, Asked(*given, "letter", due.isoformat()))
    asked = Asked(*(request.POST.get(key, "").strip()[:64] for key in ("about", "party", "channel", "due")))
    due_on = _day(asked.due)
    if due_on is None:
        mistake = wording(person.language)("invite_bad_day", text=asked.due)
        return _form(request, person, asked._replace(mistake=mistake))
    try:
        made, code, expires = invite(asked.about, asked.party, asked.channel, due_on)
    except (Refused, RegisterRefused) as refused:
        t = wording(person.language)
        mistake = t("moderate_failed", fault=sentences_of(refused, t))
        return _form(request, person, asked._replace(mistake=mistake))
    log(person, "invited", made.id, f"{made.party}, {made.about}, {made.channel}")
    return _letters(request, person, made, code, expires)


@signed_in(role=Role.PUBLISHER)
def code(request: HttpRequest, person: Person, identifier: str) -> HttpResponse:
    """A new code for an invitation, with the letters; the code given before is void."""
    found = corrections.invitation(identifier)
    if request.method != "POST" or found is None:
        return HttpResponseRedirect(INVITATIONS)
    made, expires = make_code(identifier)
    log(person, "code_made", identifier)
    return _letters(request, person, found, made, expires)


@signed_in(role=Role.PUBLISHER)
def answered(request: HttpRequest, person: Person, identifier: str) -> HttpResponse:
    """Record an answer that came by letter or otherwise, in full."""
    found = corrections.invitation(identifier)
    if found is None:
        return HttpResponseRedirect(INVITATIONS)
    if request.method != "POST":
        return _answer_form(request, person, found, Given(received=clock.today().isoformat()))
    post = request.POST
    day, lang = post.get("received", "").strip()[:64], post.get("lang", "")[:64]
    given = Given(day, lang, regular(post.get("text", "")), post.get("effect", ""))
    received = _day(given.received)
    t = wording(person.language)
    if received is None:
        return _answer_form(request, person, found, given._replace(mistake=t("invite_bad_day", text=given.received)))
    try:
        record_answer(identifier, received, given.lang, given.text, given.effect)
    except (Refused, RegisterRefused) as refused:
        mistake = t("moderate_failed", fault=sentences_of(refused, t))
        return _answer_form(request, person, found, given._replace(mistake=mistake))
    log(person, "reply_recorded", identifier)
    return HttpResponseRedirect(INVITATIONS)


@signed_in(role=Role.PUBLISHER)
def reply(request: HttpRequest, person: Person, number: int) -> HttpResponse:
    """Publish a waiting answer in full, or set it aside."""
    if request.method != "POST":
        return HttpResponseRedirect(INVITATIONS)
    if request.POST.get("do") == "decline":
        if decline_reply(number):
            log(person, "reply_declined", str(number))
        return HttpResponseRedirect(INVITATIONS)
    try:
        answered_to = publish_reply(number, request.POST.get("effect", ""))
    except (Refused, RegisterRefused) as refused:
        return refuse(request, "moderate_failed", 409, fault=sentences_of(refused, wording(person.language)))
    log(person, "reply_published", answered_to.id)
    return HttpResponseRedirect(INVITATIONS)


def _form(request: HttpRequest, person: Person, asked: Asked) -> HttpResponse:
    t = wording(person.language)
    channels = [(key, t(f"reply_channel_{key}"), key == asked.channel) for key in CHANNELS]
    status = 422 if asked.mistake else 200
    context = {"p": asked, "channels": channels}
    return render_desk(request, "desk/invite.html", context, t("invite_new_title"), status=status)


def _answer_form(request: HttpRequest, person: Person, found: Invitation, given: Given) -> HttpResponse:
    lang, t = person.language, wording(person.language)
    line = _line(lang, found)
    context = {
        "p": given,
        "line": line,
        "languages_of_text": [(key, LANGUAGE_NAMES[key], key == given.lang) for key in LANGUAGES],
        "effects": [(key, t(f"reply_effect_{key}"), key == given.effect) for key in EFFECTS],
    }
    title = t("invite_answer_title", party=line.party.text)
    return render_desk(request, "desk/answer.html", context, title, status=422 if given.mistake else 200)


def _letters(request: HttpRequest, person: Person, made: Invitation, code: str, expires: datetime.date) -> HttpResponse:
    letters = [_letter(each, made, code, expires, host_of(request)) for each in LANGUAGES]
    t = wording(person.language)
    once = t("invite_code_once", day=date_text(expires.isoformat(), person.language))
    context = {"code": code, "once": once, "letters": letters}
    return render_desk(request, "desk/letters.html", context, t("invite_code_title"))


def _letter(lang: str, made: Invitation, code: str, expires: datetime.date, host: str) -> Letter:
    t = wording(lang)
    party, about = subject_named(lang, made.party), subject_named(lang, made.about)
    register = ledger.register().meta["title"].get(lang, "")
    day = date_text(made.due.isoformat(), lang)
    reply_address = f"{host}/{lang}/replies/{made.id}/"
    paragraphs = (
        t("invite_letter_to", party=party.text),
        t("invite_letter_what", register=register, about=about.text, address=host + about.href),
        t("invite_letter_right"),
        t("invite_letter_due", due=day),
        t("invite_letter_how", reply_address=reply_address, code=code, expires=date_text(expires.isoformat(), lang)),
        t("invite_letter_post"),
    )
    label = t("invite_letter", language=LANGUAGE_NAMES[lang])
    return Letter(lang, label, t("invite_letter_subject"), paragraphs)


def _line(lang: str, one: Invitation) -> Line:
    days = (date_text(one.invited_on.isoformat(), lang), date_text(one.due.isoformat(), lang))
    names = (subject_named(lang, one.party), subject_named(lang, one.about))
    return Line(one.id, *names, *days, len(one.answers), one.party, one.about)


def _day(text: str) -> datetime.date | None:
    try:
        check_day(text)
    except Refused:
        return None
    return datetime.date.fromisoformat(text)
