"""The right of reply: who was invited to answer, what was answered, in full; and the form for a company."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from aiqyn.exchange.personal import has_personal_number
from aiqyn.exchange.responses import LONGEST_REPLY, Invitation
from aiqyn.vocabulary import LANGUAGES
from aiqyn.words.digits import count_text
from aiqyn.words.word_tables import LANGUAGE_NAMES
from aiqyn_site.clock import today
from aiqyn_site.inbox import allowance
from aiqyn_site.inbox import queries as inbox
from aiqyn_site.inbox.actions import answer
from aiqyn_site.inbox.refusal import NotTaken
from aiqyn_site.inbox.texts import regular
from aiqyn_site.networks import address_of
from aiqyn_site.pages.entrance import missing
from aiqyn_site.pages.frame import show
from aiqyn_site.pages.not_taken import is_foreign, too_many
from aiqyn_site.pages.printer import printer_for
from aiqyn_site.pages.subject import subject_named
from aiqyn_site.pages.wording import wording

_OTHER = "other"
_FOREIGN = "und"  # BCP 47 for a language that is not told


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
    if request.method == "POST":
        return _answered(request, lang, invitation)
    return _page(request, lang, invitation, lang, "", {})


def _answered(request: HttpRequest, lang: str, invitation: Invitation) -> HttpResponse:
    given = request.POST
    text, text_lang = regular(given.get("text", "")), given.get("lang", "")
    mistakes = {}
    if is_foreign(request):
        mistakes["form"] = "correct_foreign"
    if not text:
        mistakes["text"] = "correct_text_blank"
    elif len(text) > LONGEST_REPLY:
        mistakes["text"] = "correct_text_long"
    elif has_personal_number(text):
        mistakes["text"] = "reply_personal"
    if text_lang not in {*LANGUAGES, _OTHER}:
        mistakes["lang"] = "reply_lang_missing"
    if mistakes:
        return _page(request, lang, invitation, text_lang, text, mistakes)
    if not allowance.allows("reply", address_of(request)):
        return too_many(request, lang)
    try:
        answer(invitation.id, given.get("code", ""), _FOREIGN if text_lang == _OTHER else text_lang, text)
    except NotTaken as refused:
        field = "code" if refused.key == "reply_wrong_code" else "form"
        return _page(request, lang, invitation, text_lang, text, {field: refused.key})
    t = wording(lang)
    title = t("reply_taken_title")
    return show(request, lang, "refused.html", title=title, description=title, heading=title, text=t("reply_taken"))


def _page(
    request: HttpRequest, lang: str, invitation: Invitation, text_lang: str, text: str, mistakes: dict[str, str]
) -> HttpResponse:
    say, most = printer_for(lang, (), [invitation.party]), count_text(LONGEST_REPLY, lang)
    party = say.name(invitation.party)[0]
    return show(
        request,
        lang,
        "reply.html",
        title=say.t("reply_page_title", party=party),
        description=say.t("reply_page_described", party=party),
        status=422 if mistakes else 200,
        say=say,
        invitation=invitation,
        about=subject_named(lang, invitation.about),
        as_of=today(),
        party=party,
        languages=[*((other, LANGUAGE_NAMES[other]) for other in LANGUAGES), (_OTHER, say.t("correct_kind_other"))],
        text_lang=text_lang,
        text=text,
        most=most,
        mistakes={field: say.t(key, most=most) for field, key in mistakes.items()},
    )
