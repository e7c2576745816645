"""The right of reply: who was invited to answer, what was answered, in full; and the form for a company."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from aiqyn.errors import Refused
from aiqyn.exchange.replies import LONGEST_REPLY, Answer, Invitation, answer_faults
from aiqyn.vocabulary import LANGUAGES
from aiqyn.words.digits import count_text
from aiqyn.words.word_tables import LANGUAGE_NAMES
from aiqyn_site.clock import today
from aiqyn_site.inbox import allowance
from aiqyn_site.inbox import queries as inbox
from aiqyn_site.inbox.actions import answer
from aiqyn_site.inbox.texts import regular
from aiqyn_site.networks import address_of
from aiqyn_site.pages.entrance import missing
from aiqyn_site.pages.frame import show
from aiqyn_site.pages.not_taken import foreign_faults, mistakes_of, status_of, takes_nothing
from aiqyn_site.pages.printer import printer_for
from aiqyn_site.pages.subject import subject_named
from aiqyn_site.pages.wording import wording

_OTHER = "und"  # BCP 47 for a language that is not told


@require_safe
def page(request: HttpRequest, lang: str) -> HttpResponse:
    """All invitations, newest first."""
    say, invitations = printer_for(lang, ()), inbox.invitations()[::-1]
    say.know(invitation.party for invitation in invitations)
    return show(
        request,
        lang,
        "replies.html",
        title=say.t("reply_title"),
        description=say.t("reply_described"),
        say=say,
        invitations=[(invitation, subject_named(lang, invitation.about)) for invitation in invitations],
        as_of=today(),
    )


def reply(request: HttpRequest, lang: str, identifier: str) -> HttpResponse:
    """One invitation with its answers and the form for the party."""
    invitation = inbox.invitation(identifier)
    if invitation is None:
        return missing(request, lang)
    if request.method == "POST" and settings.READ_ONLY:
        return takes_nothing(request, lang)
    if request.method == "POST":
        return _answered(request, lang, invitation)
    return _page(request, lang, invitation, Answer(0, today(), lang, "", "none"))


def _answered(request: HttpRequest, lang: str, invitation: Invitation) -> HttpResponse:
    given = request.POST
    reply = Answer(0, today(), given.get("lang", ""), regular(given.get("text", "")), "none")
    faults = [*foreign_faults(request), *answer_faults(invitation, reply)]
    if faults:
        return _page(request, lang, invitation, reply, faults)
    try:
        allowance.admit("reply", address_of(request.META))
        answer(invitation.id, given.get("code", ""), reply.lang, reply.text)
    except Refused as refused:
        return _page(request, lang, invitation, reply, [refused])
    t = wording(lang)
    title = t("reply_taken_title")
    return show(request, lang, "refused.html", title=title, description=title, heading=title, text=t("reply_taken"))


def _page(
    request: HttpRequest, lang: str, invitation: Invitation, reply: Answer, faults: Sequence[Refused] = ()
) -> HttpResponse:
    say = printer_for(lang, (), [invitation.party])
    party, mistakes = say.name(invitation.party)[0], mistakes_of(faults, say.t)
    return show(
        request,
        lang,
        "reply.html",
        title=say.t("reply_page_title", party=party),
        description=say.t("reply_page_described", party=party),
        status=status_of(faults),
        say=say,
        invitation=invitation,
        about=subject_named(lang, invitation.about),
        as_of=today(),
        party=party,
        languages=[*((other, LANGUAGE_NAMES[other]) for other in LANGUAGES), (_OTHER, say.t("correct_kind_other"))],
        reply=reply,
        longest=LONGEST_REPLY,
        most=count_text(LONGEST_REPLY, lang),
        mistakes=mistakes,
        is_taken=not settings.READ_ONLY,
    )
