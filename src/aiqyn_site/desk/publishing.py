"""From a verdict that was sent to a row of the register: an editor submits, a publisher publishes.

Two people see each verdict: who submitted one cannot publish it, unless nobody else can.
"""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from aiqyn.disclosure import Assessment, load_checklist
from aiqyn.errors import Refused, RegisterRefused
from aiqyn.exchange.assessments import (
    ASSESSMENTS,
    HEADER,
    AssessmentRow,
    faults_of,
    format_row,
    read_assessments,
)
from aiqyn.exchange.cells import accept, text_faults
from aiqyn.exchange.personal import check_personal
from aiqyn.values.text import is_readable
from aiqyn_site.accounts.log import log
from aiqyn_site.accounts.models import Person, Role, Submission
from aiqyn_site.derived import add_rows
from aiqyn_site.dossier.scores import assessment_rows
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.ledger.sql import select

#: Signs that the reason may have for which a verdict goes back.
LONGEST_REASON = 1_000


class MayNot(Refused):
    """Somebody tried what is for others to do."""


def submit(person: Person, project: str, assessment: Assessment, independent: bool) -> Submission:
    """Keep a verdict until a publisher publishes it. Raises RegisterRefused for what the register would not take.

    Refuses a second assessment by who gave a verdict on the item already.
    """
    rows = assessment_rows()
    earlier = {(row.project, row.assessment.item, row.assessment.assessor) for row in rows}
    if independent and (project, assessment.item, assessment.assessor) in earlier:
        raise MayNot("second_is_first")
    row = format_row(project, assessment)
    _check_rows([*rows, AssessmentRow(len(rows) + 2, project, assessment)])
    with transaction.atomic():
        submission = Submission.objects.create(
            project=project,
            item=assessment.item,
            row=row,
            independent=independent,
            submitted_by=person,
            submitted_at=_now(),
        )
        detail = f"{assessment.verdict}, independent" if independent else assessment.verdict.value
        log(person, "submitted", f"{project} {assessment.item}", detail, of=submission)
    return submission


def may_publish(person: Person, submission: Submission) -> bool:
    """Whether a person may publish a verdict, or send it back."""
    return person.is_publisher and (submission.submitted_by_id != person.pk or not _others_who_publish(person))


def publish(person: Person, number: int) -> Submission:
    """Add a verdict that waits to the register: the file grows, the score is worked out anew, all or nothing.

    Raises MayNot where the person may not, Refused where the verdict does not wait or is on an older version of its
    item, RegisterRefused where the register does not take it any more.
    """
    with transaction.atomic():
        submission = _waiting(person, number)
        assessment = assessment_of(submission)
        if assessment.item_version != load_checklist().items[submission.item].version:
            raise Refused("item_renewed")
        add_rows(ASSESSMENTS, submission.row.encode(), _check_file, header=HEADER)
        _decide(submission, person, Submission.State.PUBLISHED)
        log(person, "published", f"{submission.project} {submission.item}", assessment.verdict.value, of=submission)
    return submission


def send_back(person: Person, number: int, reason: str) -> Submission:
    """Return a verdict that waits to who submitted it, with the reason. Raises as `publish` does, and without one."""
    if not is_readable(reason):
        raise Refused("reason_blank", "reason")
    check_personal(reason, "reason")
    accept(text_faults("reason", reason, LONGEST_REASON))
    with transaction.atomic():
        submission = _waiting(person, number)
        _decide(submission, person, Submission.State.RETURNED, reason)
        log(person, "returned", f"{submission.project} {submission.item}", reason, of=submission)
    return submission


def assessment_of(submission: Submission) -> Assessment:
    """The verdict that a submission holds."""
    return read_assessments(HEADER + submission.row.encode())[0].assessment


def _waiting(person: Person, number: int) -> Submission:
    submission = Submission.objects.select_for_update().filter(pk=number).first()
    if submission is None or submission.state != Submission.State.WAITING:
        raise Refused("verdict_gone", mend="look_again")
    if not may_publish(person, submission):
        raise MayNot("two_people")
    return submission


def _decide(submission: Submission, person: Person, state: Submission.State, reason: str = "") -> None:
    submission.state, submission.decided_by, submission.decided_at, submission.reason = state, person, _now(), reason
    submission.save()


def _others_who_publish(person: Person) -> bool:
    return Person.objects.filter(role=Role.PUBLISHER, active=True).exclude(pk=person.pk).exists()


def _check_file(content: bytes) -> None:
    _check_rows(read_assessments(content))


def _check_rows(rows: list[AssessmentRow]) -> None:
    """Refuse the file if anything in it names what is not there, stands twice or goes back in time."""
    projects = {key for (key,) in select("SELECT id FROM ledger_entity WHERE kind = 'project'")}
    sources = {key for (key,) in select("SELECT id FROM ledger_source")}
    findings = list(faults_of(rows, projects, sources, lambda identifier: ledger.statement(identifier) is not None))
    if findings:
        raise RegisterRefused(findings)


def _now() -> datetime.datetime:
    return timezone.now().replace(microsecond=0)
