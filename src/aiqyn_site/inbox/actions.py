"""All that changes what was sent in: taking it, deciding on it, forgetting it. The desk publishes it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import QuerySet

from aiqyn.errors import Refused
from aiqyn.exchange.corrections import OUTCOMES
from aiqyn.vocabulary import LANGUAGES
from aiqyn_site import clock
from aiqyn_site.inbox.codes import digest_of_code, new_code
from aiqyn_site.inbox.intake import take_in
from aiqyn_site.inbox.models import Code, Proposal, Reply
from aiqyn_site.ledger import journal


class Room(NamedTuple):
    """What may wait for the editors: how much at most, and the refusal beyond it."""

    most: int
    full: str
    field: str = ""


PROPOSALS, PICTURES = Room(2_000, "proposals_full"), Room(100, "pictures_full", "file")
MOST_REPLIES = 200
#: Days that a decided proposal's text and picture are kept, and that its receipt can be looked up.
DAYS_OF_TEXT = 30
DAYS_OF_RECEIPT = 365
#: Days that a code for a reply is good.
DAYS_OF_CODE = 60
SPAM = "spam"


class MadeCode(NamedTuple):
    """A one-time code, which is told once, its last day, and the row that is kept of it."""

    signs: str
    expires: datetime.date
    row: Code


class _Due(NamedTuple):
    """What is to be forgotten: proposals for their texts, proposals whole, codes and replies."""

    texts: QuerySet[Proposal]
    receipts: QuerySet[Proposal]
    codes: QuerySet[Code]
    replies: QuerySet[Reply]


def propose(
    *, kind: str, about: str, text: str, link: str, lang: str, attachment_name: str = "", attachment: bytes = b""
) -> str:
    """Take a proposal and return its receipt, which is kept nowhere and can never be told again.

    Refuses it where the same waits already, and where too much waits.
    """
    with transaction.atomic():
        if _waiting().filter(kind=kind, about=about, text=text, link=link).exists():
            raise Refused("proposal_repeated")
        free_in(PROPOSALS)
        if attachment_name:
            free_in(PICTURES)
        receipt = new_code()
        proposal = Proposal(
            kind=kind,
            about=about,
            text=text,
            link=link,
            lang=lang,
            received=clock.today().isoformat(),
            receipt=digest_of_code(receipt),
            attachment_name=attachment_name,
            attachment=attachment,
        )
        take_in(proposal)
        journal.catch_up()
    return receipt


def free_in(room: Room) -> int:
    """How many more proposals, or pictures, may wait. Refuses where none may."""
    waiting = _waiting().exclude(attachment_name="") if room is PICTURES else _waiting()
    free = room.most - waiting.count()
    if free <= 0:
        raise Refused(room.full, room.field)
    return free


def decide(number: int, state: str, summaries: Mapping[str, str]) -> Proposal | None:
    """Decide on a proposal that is not published: accepted or declined with texts by language, or spam.

    The text and the picture of spam are forgotten at once. None where there is no such proposal any more.
    """
    if state not in {*OUTCOMES, SPAM}:
        raise ValueError(state)
    texts = {lang: "" if state == SPAM else summaries.get(lang, "") for lang in LANGUAGES}
    with transaction.atomic():
        undecided = Proposal.objects.filter(id=number, entry="").exclude(state=SPAM)
        decided = undecided.update(state=state, decided=clock.today().isoformat(), **texts)
        if decided and state == SPAM:
            _forget_texts([number])
        return Proposal.objects.get(id=number) if decided else None


def answer(invitation: str, typed: str, lang: str, text: str) -> None:
    """Take a party's answer to an invitation, to wait for a publisher; the code is used up.

    Refuses a code that is wrong, used, out of date or another invitation's, all alike, and where too much waits.
    """
    today = clock.today().isoformat()
    with transaction.atomic():
        if Reply.objects.filter(state="waiting").count() >= MOST_REPLIES:
            raise Refused("replies_full")
        digest = digest_of_code(typed)
        valid = Code.objects.filter(invitation=invitation, code=digest, expires__gte=today) if digest else None
        if valid is None or not valid.delete()[0]:
            raise Refused("code_wrong", "code")
        take_in(Reply(invitation=invitation, lang=lang, text=text, received=today))
        journal.catch_up()


def make_code(invitation: str) -> MadeCode:
    """A one-time code for an invitation; the codes given before are void."""
    code, expires = new_code(), clock.today() + datetime.timedelta(days=DAYS_OF_CODE)
    with transaction.atomic():
        Code.objects.filter(invitation=invitation).delete()
        row = Code.objects.create(invitation=invitation, code=digest_of_code(code), expires=expires.isoformat())
    return MadeCode(code, expires, row)


def decline_reply(number: int) -> Reply | None:
    """Set aside an answer that cannot be published, such as one full of other people's data. Its text is forgotten.

    None where no such answer waits any more.
    """
    with transaction.atomic():
        journal.empty_soon()
        declined = Reply.objects.filter(id=number, state="waiting").update(state="declined", text="", salt=b"")
        return Reply.objects.get(id=number) if declined else None


def forget_published(entry: str) -> list[Proposal]:
    """Forget all words, sent and answered, of the proposal that is published under an id, and return what is left."""
    with transaction.atomic():
        published = Proposal.objects.filter(entry=entry)
        _forget_texts(list(published.values_list("id", flat=True)))
        published.update(**dict.fromkeys(LANGUAGES, ""))
        return list(published)


def forget_replies(invitation: str) -> list[Reply]:
    """Forget the text of the published answers to an invitation, and return what is left."""
    with transaction.atomic():
        journal.empty_soon()
        published = Reply.objects.filter(invitation=invitation, state="published")
        published.update(text="", salt=b"")
        return list(published)


def rename_statements(renamed: Mapping[str, str]) -> list[Proposal]:
    """Let proposals be about statements by their new ids, and return them."""
    with transaction.atomic():
        journal.empty_soon()
        for old, new in renamed.items():
            Proposal.objects.filter(about=f"statements/{old}/").update(about=f"statements/{new}/")
        return list(Proposal.objects.filter(about__in=[f"statements/{new}/" for new in renamed.values()]))


def tidy() -> dict[str, int]:
    """Forget what is due, and how much: texts and pictures of what was decided, receipts long decided, codes."""
    with transaction.atomic():
        due = _due()
        texts = _forget_texts(list(due.texts.values_list("id", flat=True)))
        receipts, codes, _ = (rows.delete()[0] for rows in (due.receipts, due.codes, due.replies))
    return {"texts": texts, "receipts": receipts, "codes": codes}


def is_tidy() -> bool:
    """Whether nothing is due to be forgotten."""
    return not any(rows.exists() for rows in _due())


def last_day_of_text() -> str:
    """What was decided before this day has its texts forgotten."""
    return (clock.today() - datetime.timedelta(days=DAYS_OF_TEXT)).isoformat()


def _due() -> _Due:
    today, text_day = clock.today(), last_day_of_text()
    receipt_day = (today - datetime.timedelta(days=DAYS_OF_RECEIPT)).isoformat()
    decided = Proposal.objects.exclude(state="new")
    return _Due(
        decided.filter(decided__lt=text_day).exclude(text="", attachment_name="", link=""),
        decided.filter(decided__lt=receipt_day),
        Code.objects.filter(expires__lt=today.isoformat()),
        Reply.objects.exclude(state="waiting").filter(received__lt=text_day),
    )


def compact() -> None:
    """On PostgreSQL, write the tables anew, without what was deleted from them. Not within a transaction."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM FULL corrections_proposal")
            cursor.execute("VACUUM FULL corrections_reply")


def _waiting() -> QuerySet[Proposal]:
    return Proposal.objects.filter(state="new")


def _forget_texts(numbers: list[int]) -> int:
    journal.empty_soon()
    blank = {"text": "", "link": "", "attachment": b"", "attachment_name": "", "salt": b""}
    return Proposal.objects.filter(id__in=numbers).update(**blank)
