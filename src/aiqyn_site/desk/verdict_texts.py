"""Verdicts whose texts are to be taken away: published ones, and those that wait at the desk or were sent back.

A published verdict has no address of its own: at that of its item stand all that were given on it. It is known by its
line in the file, to which rows are only added.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from django.utils import timezone

from aiqyn.disclosure import Assessment
from aiqyn.errors import Refused
from aiqyn.exchange.assessments import AssessmentRow, plain_line
from aiqyn.exchange.tombstones import textless
from aiqyn_site.accounts.log import log
from aiqyn_site.accounts.models import Person, Submission
from aiqyn_site.desk.publishing import assessment_of
from aiqyn_site.dossier.scores import assessment_rows


def published(project: str, item: str) -> list[AssessmentRow]:
    """The published verdicts on an item that have texts, in the order of the file."""
    return [row for row in _all_on(project, item) if row.assessment.has_texts]


def chosen(project: str, item: str, lines: Collection[int]) -> list[AssessmentRow]:
    """The published verdicts on an item that stand on some lines; without lines the one that there is.

    Refuses where none has a text, and to choose between several. Lines of other items are passed over.
    """
    rows = _all_on(project, item)
    rows = [row for row in rows if row.line in lines] or rows
    going = [row for row in rows if row.assessment.has_texts]
    if not going:
        days = [row.assessment.blanked_on for row in rows if row.assessment.blanked_on]
        if days:
            raise Refused("blanked_before", "what", day=max(days))
        raise Refused("blanking_absent", "what", text=f"{project} {item}")
    if len(going) > 1 and not any(row.line in lines for row in going):
        raise Refused("verdict_choice", "line", n=len(going))
    return going


def published_as(number: int) -> list[AssessmentRow]:
    """The row as which a submitted verdict was published; none where it was not."""
    submission = Submission.objects.filter(pk=number, state=Submission.State.PUBLISHED).first()
    if submission is None:
        return []
    rows = _all_on(submission.project, submission.item)
    return [row for row in rows if plain_line(row.project, row.assessment) == submission.row][:1]


def unpublished(number: int, reader: Person) -> list[AssessmentRow]:
    """A verdict that waits or was sent back, on line 0 for it is in no file; none where the reader may not see it."""
    submissions = Submission.objects.filter(pk=number).exclude(state=Submission.State.PUBLISHED)
    if not reader.is_publisher:
        submissions = submissions.filter(submitted_by=reader)
    rows = [AssessmentRow(0, submission.project, assessment_of(submission)) for submission in submissions]
    return [row for row in rows if row.assessment.has_texts]


def blank_submitted(rows: Iterable[AssessmentRow], day: date, person: Person) -> None:
    """Take the texts of published verdicts out of what was submitted with the same words."""
    for row in rows:
        for submission in Submission.objects.filter(row=plain_line(row.project, row.assessment)):
            _rewrite(submission, textless(row, day), person)


def blank_unpublished(number: int, day: date, person: Person) -> None:
    """Take the texts out of a verdict that was not published. One that waits goes back: it can be published no more."""
    submission = Submission.objects.get(pk=number)
    _rewrite(submission, textless(AssessmentRow(0, submission.project, assessment_of(submission)), day), person)


def _rewrite(submission: Submission, verdict: Assessment, person: Person) -> None:
    """Why it was sent back may repeat its words, so that goes too."""
    if submission.state == Submission.State.WAITING:
        submission.state, submission.decided_by = Submission.State.RETURNED, person
        submission.decided_at = timezone.now().replace(microsecond=0)
    submission.row, submission.reason = plain_line(submission.project, verdict), ""
    submission.save()
    log(person, "verdict_blanked", f"{submission.project} {submission.item}", of=submission)


def _all_on(project: str, item: str) -> list[AssessmentRow]:
    return [row for row in assessment_rows() if (row.project, row.assessment.item) == (project, item)]
