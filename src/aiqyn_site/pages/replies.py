"""The right of reply: who was invited to answer, what was answered, in full; and the form for a company."""

from __future__ import annotations

from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from aiqyn.exchange.personal import has_personal_number
from aiqyn.exchange.responses import LONGEST_REPLY, Answer, Invitation
from aiqyn.ledger.identity import is_statement_id
from aiqyn.vocabulary import LANGUAGES
from aiqyn.words.date_text import date_text
from aiqyn.words.digits import count_text
from aiqyn.words.wording import LANGUAGE_NAMES
from aiqyn_site import clock
from aiqyn_site.corrections import flow
from aiqyn_site.corrections import queries as corrections
from aiqyn_site.corrections.actions import answer
from aiqyn_site.corrections.refusal import NotTaken
from aiqyn_site.corrections.texts import regular
from aiqyn_site.dossier import queries as dossier
from aiqyn_site.networks import address_of
from aiqyn_site.pages.entrance import missing
from aiqyn_site.pages.figure import Link
from aiqyn_site.pages.frame import show
from aiqyn_site.pages.not_taken import is_foreign, too_many
from aiqyn_site.pages.subject import subject_named
from aiqyn_site.pages.wording import wording

_OTHER = "other"
_FOREIGN = "und"  # BCP 47 for a language that is not told


class AnswerView(NamedTuple):
    """An answer in full, paragraph by paragraph. `lang` is always set: the text is as the party wrote it."""

    title: str
    lang: str
    paragraphs: tuple[tuple[str, ...], ...]
    effect: str


class InvitedView(NamedTuple):
    """An invitation and what came of it. `href` is blank for a party that was not invited yet."""

    href: str
    party: Link
    about: Link
    state: str
    answers: tuple[AnswerView, ...]


def replies_of(lang: str, *identifiers: str) -> tuple[InvitedView, ...]:
    """The invitations about some records and statements with all answers, then the parties not invited yet.

    For `components/replies.html`. A statement that a record sets out has the record's replies too. Parties not
    invited are those that an adverse record names.
    """
    named_records = [identifier for identifier in identifiers if not is_statement_id(identifier)]
    records = dossier.records(named_records) if named_records else []
    if len(identifiers) == 1 and not named_records:
        records = corrections.records_setting_out(identifiers[0])
    named = dict.fromkeys((*identifiers, *(record.id for record in records)))
    invited = [_invited(lang, invitation) for invitation in corrections.replies_about(*named)]
    t = wording(lang)
    for uninvited in corrections.not_invited(records):
        about = (subject_named(lang, uninvited.party), subject_named(lang, uninvited.record))
        invited.append(InvitedView("", *about, t("reply_not_invited"), ()))
    return tuple(invited)


@require_safe
def page(request: HttpRequest, lang: str) -> HttpResponse:
    """All invitations, newest first."""
    t = wording(lang)
    invited = tuple(_invited(lang, invitation) for invitation in reversed(corrections.invitations()))
    title, description = t("reply_title"), t("reply_described")
    return show(request, lang, "replies.html", title=title, description=description, invited=invited)


def reply(request: HttpRequest, lang: str, identifier: str) -> HttpResponse:
    """One invitation with its answers and the form for the party."""
    invitation = corrections.invitation(identifier)
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
    if not flow.allows("reply", address_of(request)):
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
    t, invited, most = wording(lang), _invited(lang, invitation), count_text(LONGEST_REPLY, lang)
    party = invited.party.text
    return show(
        request,
        lang,
        "reply.html",
        title=t("reply_page_title", party=party),
        description=t("reply_page_described", party=party),
        status=422 if mistakes else 200,
        invited=invited,
        channel=t(f"reply_channel_{invitation.channel}"),
        languages=[*((other, LANGUAGE_NAMES[other]) for other in LANGUAGES), (_OTHER, t("correct_kind_other"))],
        text_lang=text_lang,
        text=text,
        most=most,
        mistakes={field: t(key, most=most) for field, key in mistakes.items()},
    )


def _invited(lang: str, invitation: Invitation) -> InvitedView:
    t = wording(lang)
    day, due = date_text(invitation.invited_on.isoformat(), lang), date_text(invitation.due.isoformat(), lang)
    if invitation.answers:
        answered = date_text(invitation.answers[0].received_on.isoformat(), lang)
        state = t("reply_invited_answered", day=day, answered=answered)
    else:
        state = t("reply_invited_open" if clock.today() <= invitation.due else "reply_invited_silent", day=day, due=due)
    about = (subject_named(lang, invitation.party), subject_named(lang, invitation.about))
    answers = tuple(_answer(lang, reply) for reply in invitation.answers)
    return InvitedView(f"/{lang}/replies/{invitation.id}/", *about, state, answers)


def _answer(lang: str, reply: Answer) -> AnswerView:
    t = wording(lang)
    paragraphs = tuple(tuple(part.split("\n")) for part in reply.text.split("\n\n"))
    title = t("reply_answer_of", day=date_text(reply.received_on.isoformat(), lang))
    return AnswerView(title, reply.lang, paragraphs, t(f"reply_effect_{reply.effect}"))
