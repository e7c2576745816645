"""Where else the words of a text stand that is to be taken away: nothing changes these, two people look at them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from django.db.models import Model

from aiqyn.exchange.assessments import plain_line
from aiqyn.exchange.folder import TRANSLATIONS
from aiqyn.exchange.renderings import without_renderings
from aiqyn.exchange.same_words import Sentences
from aiqyn.vocabulary import LANGUAGES
from aiqyn_site import clock
from aiqyn_site.accounts.models import BlankingRequest, LogEntry, Submission
from aiqyn_site.desk.erasure import Outline, Target, rows_of
from aiqyn_site.inbox.models import Proposal, Reply
from aiqyn_site.ledger.blanking import only_attached
from aiqyn_site.ledger.quotations import FileQuotations, quoting_files, quoting_sources, quoting_statements

#: What people wrote at the desk or sent to it: the texts, and the address at which it is looked at.
_WRITTEN: Sequence[tuple[type[Model], Sequence[str], str]] = (
    (Proposal, ("text", "link", "attachment_name", *LANGUAGES), "desk/corrections/{}/"),
    (Reply, ("text",), "desk/invitations/replies/{}/"),
    (Submission, ("row", "reason"), "desk/proposals/{}/"),
    (BlankingRequest, ("reason",), "desk/blanking/{}/"),
    (LogEntry, ("detail",), "desk/log/"),
)
_MOST_NAMED = 100


class Elsewhere(NamedTuple):
    """Addresses without their language, the first hundred and how many more there are; and files."""

    addresses: tuple[str, ...]
    more: int
    files: FileQuotations

    def __bool__(self) -> bool:
        """Whether the words stand anywhere else."""
        return bool(self.addresses or self.files.quoting)


def elsewhere(target: Target, going: Outline) -> Elsewhere | None:
    """Where the longest sentences of what would go stand besides; None where it is too short to be looked for."""
    sentences = Sentences(going.words)
    if not sentences:
        return None
    numbers = {recorded.number for recorded in going.statements}
    addresses = [
        *(f"statements/{identifier}/" for identifier in quoting_statements(sentences, numbers)),
        *(f"sources/{identifier}/" for identifier in quoting_sources(sentences)),
        *dict.fromkeys(_written(sentences, _own(target, going))),
    ]
    shown = tuple(addresses[:_MOST_NAMED])
    return Elsewhere(shown, len(addresses) - len(shown), _files(sentences, target, going))


def _files(sentences: Sentences, target: Target, going: Outline) -> FileQuotations:
    """In files as they will be: a row that loses the text is none of these places."""
    documents = only_attached([recorded.statement for recorded in going.statements])
    rows = rows_of(target, going.verdicts, clock.today())

    def change(name: str, content: bytes) -> bytes | None:
        if name in documents:
            return None
        if rows is not None and name == rows[0]:
            return rows[1](content)
        return without_renderings(content, going.renderings.rendered) if name == TRANSLATIONS else content

    return quoting_files(sentences, change)


def _written(sentences: Sentences, own: set[str]) -> Iterator[str]:
    for model, fields, address in _WRITTEN:
        for key, *texts in model._default_manager.order_by("pk").values_list("pk", *fields).iterator():
            place = address.format(key)
            if place not in own and any(map(sentences.are_in, texts)):
                yield place


def _own(target: Target, going: Outline) -> set[str]:
    """Where at the desk the text itself stands, and goes."""
    lines = [plain_line(row.project, row.assessment) for row in going.verdicts]
    proposals = Proposal.objects.filter(entry=target.id) if target.folder == "corrections" else Proposal.objects.none()
    replies = Reply.objects.filter(invitation=target.id, state="published")
    rows = {Proposal: proposals, Reply: replies, Submission: Submission.objects.filter(row__in=lines)}
    places = {model: address for model, _, address in _WRITTEN}
    return {target.path, *(places[model].format(row.pk) for model, going_rows in rows.items() for row in going_rows)}
