"""Taking a text away for good: somebody asks, another person confirms, and it goes from everything this site keeps.

Two people do it, always: who asked cannot confirm, and only a publisher may. What was copied, archived, backed up or
released before is out of reach.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Collection
from functools import partial
from typing import NamedTuple

from django.db import DatabaseError, transaction
from django.utils import timezone

from aiqyn.errors import Refused
from aiqyn.exchange.assessments import ASSESSMENTS, AssessmentRow
from aiqyn.exchange.cells import accept, text_faults
from aiqyn.exchange.corrections import CORRECTIONS
from aiqyn.exchange.folder import TRANSLATIONS
from aiqyn.exchange.personal import check_personal
from aiqyn.exchange.renderings import without_renderings
from aiqyn.exchange.replies import REPLIES
from aiqyn.exchange.tombstones import without_texts, without_verdict_texts
from aiqyn.ledger.identity import is_statement_id
from aiqyn.vocabulary import LANGUAGES
from aiqyn_site import clock
from aiqyn_site.accounts.log import PROPOSAL_RENAMED, log
from aiqyn_site.accounts.models import BlankingRequest, Person, Submission
from aiqyn_site.derived import rebuild_derived
from aiqyn_site.desk import verdict_texts
from aiqyn_site.inbox import actions as inbox_actions
from aiqyn_site.inbox import queries as inbox
from aiqyn_site.inbox.models import Proposal, Reply
from aiqyn_site.ledger.blanked import is_salted, is_salted_in
from aiqyn_site.ledger.blanking import (
    Grounds,
    blank_rows,
    blank_statements,
    erase,
    rehearse,
    renderings_in_rows,
    renderings_with,
    statements_to_blank,
    texts_of,
)
from aiqyn_site.ledger.queries import Recorded
from aiqyn_site.ledger.renderings_kept import GoingRenderings

LONGEST_REASON = 1_000
LONGEST_ADDRESS = 300
_VERDICTS, _SUBMISSIONS = "projects", "desk/proposals"
_FOLDERS = ("statements", "corrections", "replies", "desk/corrections", "desk/invitations/replies", _SUBMISSIONS)
_START = rf"(?:https?://[^/\s]+)?/?(?:(?:{'|'.join(LANGUAGES)})/)?"
_ADDRESS = re.compile(rf"{_START}({'|'.join(_FOLDERS)})/#?([a-z0-9-]{{1,64}})/?(?:[?#]\S*)?")
#: An item on a score card; on which lines of the file the verdicts stand that are meant, this page alone writes.
_ITEM = re.compile(rf"{_START}{_VERDICTS}/([a-z0-9-]{{1,64}})/disclosure/(?:\?([^#\s]*))?#item-([A-Z]{{2}}[0-9]{{2}})")
_LINES = re.compile(r"line=([1-9][0-9]{0,8}(?:,[1-9][0-9]{0,8})*)")

_Rows = tuple[str, Callable[[bytes], bytes]]


class Target(NamedTuple):
    """What a request is about: the folder of its address, and its id or number.

    Of verdicts the id is `project/item`, and `lines` are those on which they stand in the file, in its order.
    """

    folder: str
    id: str
    lines: tuple[int, ...] = ()

    @property
    def path(self) -> str:
        if self.folder != _VERDICTS:
            return f"{self.folder}/{self.id}/"
        project, _, item = self.id.partition("/")
        lines = f"?line={','.join(map(str, self.lines))}" if self.lines else ""
        return f"{self.folder}/{project}/disclosure/{lines}#item-{item}"


class Outline(NamedTuple):
    """What would go: statements, or texts of replies and corrections by their columns, or what waits in the inbox.

    Of verdicts only what the assessor wrote. `unsalted` says that a row was recorded before there were salts, so that
    a short text can be guessed from its link. `renderings` are those that go with a published text.
    """

    statements: list[Recorded]
    texts: list[str]
    unsalted: bool
    verdicts: list[AssessmentRow]
    renderings: GoingRenderings

    @property
    def words(self) -> list[str]:
        """All texts that go, and their renderings."""
        rendered = [text for rendering in self.renderings.going for text in (rendering.of.text, *rendering.texts)]
        return [*texts_of(self.statements), *self.texts, *_texts_in(self.verdicts), *rendered]


def target_of(typed: str) -> Target:
    """What somebody names by the address of its page or by its id. Refuses what is nothing of the kind."""
    text = typed.strip()
    if is_statement_id(text):
        return Target("statements", text)
    if match := _ITEM.fullmatch(text):
        lines = _LINES.search(match[2] or "")
        return Target(_VERDICTS, f"{match[1]}/{match[3]}", tuple(map(int, lines[1].split(","))) if lines else ())
    match = _ADDRESS.fullmatch(text)
    if match is None:
        raise Refused("blanking_absent", "what", text=text[:80])
    return Target(match[1], match[2])


def outline(target: Target, reader: Person) -> Outline:
    """What would go if a request were confirmed now. Refuses what is not there or gone already."""
    if target.folder == "statements":
        going = statements_to_blank(target.id)
        renderings = renderings_with(going)
        unsalted = not is_salted(recorded.number for recorded in going) or _are_unsalted(renderings)
        return Outline(going, [], unsalted, [], renderings)
    texts, verdicts = [text for text in _texts_of(target) if text], _verdicts_of(target, reader)
    if not texts and not verdicts:
        raise Refused("blanking_absent", "what", text=target.path)
    rows = rows_of(target, verdicts, clock.today())
    if rows is None:
        return Outline([], texts, False, verdicts, GoingRenderings((), ()))
    renderings = renderings_in_rows(*rows, [*texts, *_texts_in(verdicts)])
    return Outline([], texts, not is_salted_in(*rows) or _are_unsalted(renderings), verdicts, renderings)


def choice(typed: str) -> list[AssessmentRow]:
    """The verdicts between which a request has to choose: where several stand at the address."""
    try:
        target = target_of(typed)
    except Refused:
        return []
    project, _, item = target.id.partition("/")
    rows = verdict_texts.published(project, item) if target.folder == _VERDICTS else []
    return rows if len(rows) > 1 else []


def ask(person: Person, typed: str, reason: str, lines: Collection[int] = ()) -> BlankingRequest:
    """Keep the request until another person confirms it; `lines` choose between verdicts at one address."""
    if not reason:
        raise Refused("reason_blank", "reason")
    check_personal(reason, "reason")
    accept(text_faults("reason", reason, LONGEST_REASON))
    target = _narrowed(target_of(typed), lines)
    going = outline(target, person)
    if target.folder == "statements":
        rehearse(target.id)
    if target.folder == _VERDICTS:
        target = target._replace(lines=tuple(row.line for row in going.verdicts))
    with transaction.atomic():
        request = BlankingRequest.objects.create(what=target.path, reason=reason, asked_by=person, asked_at=_now())
        log(person, "blanking_asked", f"blanking/{request.pk}", of=request)
    return request


def may_confirm(person: Person, request: BlankingRequest) -> bool:
    """Whether a person may confirm a request: a publisher, and never who asked."""
    return person.is_publisher and person.pk != request.asked_by_id


def waiting_for(person: Person) -> int:
    """How many requests wait that a person may confirm."""
    waiting = BlankingRequest.objects.filter(state=BlankingRequest.State.WAITING)
    return sum(may_confirm(person, request) for request in waiting)


def confirm(person: Person, number: int) -> None:
    """Take the text away, all or nothing: from the ledger, what is derived of it, and the inbox. Then write anew."""
    with transaction.atomic():
        request = _waiting(number)
        if not may_confirm(person, request):
            raise Refused("blanking_two_people")
        grounds = Grounds(request.reason, request.asked_by.shown_as, person.shown_as)
        request.what = _blank(target_of(request.what), grounds, person)
        request.state, request.decided_by, request.decided_at = BlankingRequest.State.DONE, person, _now()
        request.save()
        rebuild_derived()
        log(person, "blanking_confirmed", f"blanking/{request.pk}", of=request)
        transaction.on_commit(erase_due)


def withdraw(person: Person, number: int) -> None:
    """Set a request aside: who asked may, and every publisher."""
    with transaction.atomic():
        request = _waiting(number)
        if person.pk != request.asked_by_id and not person.is_publisher:
            raise Refused("blanking_two_people")
        request.state, request.decided_by, request.decided_at = BlankingRequest.State.WITHDRAWN, person, _now()
        request.save()
        log(person, "blanking_withdrawn", f"blanking/{request.pk}", of=request)


def erase_due() -> bool:
    """Write the database anew if that was not done after a blanking; whether nothing is due any more.

    Where others are at work in it, or the disk is full, it cannot be: the next `aiqyn tidy` does it.
    """
    due = BlankingRequest.objects.filter(state=BlankingRequest.State.DONE, erased=False)
    numbers = list(due.values_list("pk", flat=True))
    if not numbers:
        return True
    try:
        if not erase():
            return False
        BlankingRequest.objects.filter(pk__in=numbers).update(erased=True)
    except DatabaseError:
        return False
    return True


def _waiting(number: int) -> BlankingRequest:
    request = BlankingRequest.objects.select_for_update().filter(pk=number).first()
    if request is None or request.state != BlankingRequest.State.WAITING:
        raise Refused("blanking_gone", mend="look_again")
    return request


def _narrowed(target: Target, lines: Collection[int]) -> Target:
    """With the lines that were chosen; what was submitted and published is meant as published."""
    if target.folder == _VERDICTS and lines:
        return target._replace(lines=tuple(sorted(lines)))
    if target.folder == _SUBMISSIONS:
        for row in verdict_texts.published_as(_number(target)):
            return Target(_VERDICTS, f"{row.project}/{row.assessment.item}", (row.line,))
    return target


def _number(target: Target) -> int:
    return int(target.id) if target.id.isascii() and target.id.isdigit() and len(target.id) < 19 else 0


def _verdicts_of(target: Target, reader: Person) -> list[AssessmentRow]:
    if target.folder == _VERDICTS:
        project, _, item = target.id.partition("/")
        return verdict_texts.chosen(project, item, target.lines)
    return verdict_texts.unpublished(_number(target), reader) if target.folder == _SUBMISSIONS else []


def _texts_in(verdicts: Collection[AssessmentRow]) -> list[str]:
    """What assessors wrote."""
    return [text for row in verdicts for text in row.assessment.texts]


def _are_unsalted(renderings: GoingRenderings) -> bool:
    return not is_salted_in(TRANSLATIONS, partial(without_renderings, going=renderings.rendered))


def _texts_of(target: Target) -> list[str]:
    """The texts of a reply, a correction or of what waits in the inbox."""
    number = _number(target)
    if target.folder == "replies":
        invitation = inbox.invitation(target.id)
        return [answer.text for answer in invitation.answers if not answer.blanked_on] if invitation else []
    if target.folder == "corrections":
        published = (entry for entry in inbox.corrections() if entry.id == target.id and not entry.blanked_on)
        return [text for entry in published for text in entry.summaries.values()]
    if target.folder == "desk/corrections":
        proposals = Proposal.objects.filter(pk=number, entry="")
        return [text for proposal in proposals for text in (proposal.text, proposal.link, proposal.attachment_name)]
    if target.folder == "desk/invitations/replies":
        return [reply.text for reply in Reply.objects.filter(pk=number, state="waiting")]
    return []


def _blank(target: Target, grounds: Grounds, person: Person) -> str:
    """Take the text away; the address of what stands there now."""
    going = outline(target, person)
    day = clock.today()
    if target.folder == "statements":
        renamed = blank_statements(target.id, grounds, day)
        for proposal in inbox_actions.rename_statements(renamed):
            log(person, PROPOSAL_RENAMED, f"corrections/{proposal.pk}", of=proposal)
        _rename_in_verdicts(renamed, person)
        return target._replace(id=renamed[target.id]).path
    rows = rows_of(target, going.verdicts, day)
    if rows is not None:
        blank_rows(*rows, grounds, day, [*going.texts, *_texts_in(going.verdicts)])
    if target.folder == "replies":
        for reply in inbox_actions.forget_replies(target.id):
            log(person, "reply_blanked", target.id, of=reply)
    elif target.folder == "corrections":
        for proposal in inbox_actions.forget_published(target.id):
            log(person, "decision_blanked", f"corrections/{proposal.pk}", of=proposal)
    elif target.folder == "desk/corrections":
        decided = inbox_actions.decide(int(target.id), inbox_actions.SPAM, {})
        log(person, "decided", f"corrections/{target.id}", inbox_actions.SPAM, of=decided)
    elif target.folder == _VERDICTS:
        verdict_texts.blank_submitted(going.verdicts, day, person)
    elif target.folder == _SUBMISSIONS:
        verdict_texts.blank_unpublished(_number(target), day, person)
    else:
        declined = inbox_actions.decline_reply(int(target.id))
        log(person, "reply_declined", target.id, of=declined)
    return target.path


def rows_of(target: Target, verdicts: list[AssessmentRow], day: datetime.date) -> _Rows | None:
    """In which file rows are to lose texts, and what makes of a version of it one without them."""
    if target.folder == _VERDICTS:
        return ASSESSMENTS, partial(without_verdict_texts, going=verdicts, day=day)
    name = {"replies": REPLIES, "corrections": CORRECTIONS}.get(target.folder)
    return (name, partial(without_texts, name, identifier=target.id, day=day)) if name else None


def _rename_in_verdicts(renamed: dict[str, str], person: Person) -> None:
    """Verdicts that rest on a statement rest on what stands in its place."""
    for old, new in renamed.items():
        for submission in Submission.objects.filter(row__contains=old):
            submission.row = submission.row.replace(old, new)
            submission.save(update_fields=["row"])
            log(person, "verdict_renamed", f"{submission.project} {submission.item}", of=submission)


def _now() -> datetime.datetime:
    return timezone.now().replace(microsecond=0)
