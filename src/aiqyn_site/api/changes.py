"""What changed, by day of recording and subject, for programs: the same as the page of changes tells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from aiqyn.ledger import Headline, Statement
from aiqyn.ledger.day_changes import Changes, Decision, Superseded
from aiqyn.vocabulary import load_vocabulary
from aiqyn_site.api.cursors import Stretch, stretch, stretch_of
from aiqyn_site.api.disagreements import DISAGREEMENT
from aiqyn_site.api.labels import Labels, entities_among, labels_for
from aiqyn_site.api.parameters import Given
from aiqyn_site.api.shapes import (
    COUNT,
    DAY,
    ENTITY_LABEL,
    FLAG,
    MAYBE_TEXT,
    PATH,
    STATEMENT_ID,
    TEXT,
    Field,
    Shape,
    codes,
    document,
    field,
    lifted,
    listed,
    maybe,
)
from aiqyn_site.api.statements import EDITORIAL, HEADLINE_RULE, KEY, SAID, SIDE
from aiqyn_site.projects.changes import ChangeEntry, find_changes, with_changes

#: The most statements listed as added of one subject on one day.
MOST_ADDED = 200
_FIRST_DAY = Changes(True, (), (), (), (), ())

STATEMENT_BRIEF: Shape[Statement] = document(
    "A statement in short.",
    (field("id", STATEMENT_ID), field("entity", TEXT), field("property", TEXT), field("part", MAYBE_TEXT), *SAID),
    name="StatementBrief",
)
DECISION: Shape[Decision] = document(
    "A statement withdrawn or restored, and the retraction that did it.",
    (field("statement", STATEMENT_BRIEF), field("by", maybe(EDITORIAL))),
    name="Decision",
)
LED: Shape[Headline] = document(
    "What led, and the rule that chose it.",
    (field("statement", STATEMENT_BRIEF), field("rule", HEADLINE_RULE)),
    name="Led",
)
_SUPERSEDED: Shape[Superseded] = document(
    "A leading value that gave way to another.",
    (*lifted(KEY, "after.key"), field("side", SIDE, "after.side"), field("before", LED), field("after", LED)),
)


class Change(NamedTuple):
    """What was recorded of one thing on one day, and what that changed. On its first day it is only counted."""

    entry: ChangeEntry
    changes: Changes


_ENTRY: tuple[Field[ChangeEntry], ...] = (
    field("day", DAY),
    field("entity", TEXT, "subject"),
    field("entity_label", ENTITY_LABEL, "subject"),
    field("kind", codes(load_vocabulary().kinds)),
    field(
        "page",
        maybe(PATH),
        lambda entry, labels: labels.page(entry.kind, entry.subject),
        "Its page for people; null for what has none.",
    ),
    field("first", FLAG, "is_first", "Whether nothing was known of it before: then nothing is listed, only counted."),
    field("statements", COUNT, about="How many statements were recorded."),
    field("before", COUNT, about="How many were known before."),
)
_CHANGED: tuple[Field[Changes], ...] = (
    field(
        "added",
        listed(STATEMENT_BRIEF),
        lambda changes, _: changes.added[:MOST_ADDED],
        f"What was added, at most {MOST_ADDED}.",
    ),
    field("withdrawn", listed(DECISION)),
    field("restored", listed(DECISION), about="What stands again, its retraction being withdrawn."),
    field("superseded", listed(_SUPERSEDED)),
    field("disagreements", listed(DISAGREEMENT), about="Differences there were none of before."),
)
CHANGE: Shape[Change] = document(
    "What was recorded of one thing on one day, and what that changed against the day before.",
    (
        *lifted(_ENTRY, "entry"),
        *lifted(_CHANGED, "changes"),
        field("href", PATH, lambda change, _: f"/api/statements?entity={change.entry.subject}", "All its statements."),
    ),
    name="Change",
)
CHANGE_LIST = stretch_of(CHANGE, "changes, the newest day first")


def changes(given: Given) -> tuple[Stretch[Change], Labels]:
    """A page of changes since a day, the newest first."""

    def find(start: int, length: int) -> tuple[int, Sequence[Change]]:
        total, entries = find_changes(since=given("since"), start=start, length=length)
        return total, [Change(entry, changes or _FIRST_DAY) for entry, changes in with_changes(entries)]

    page = stretch("changes", given, find)
    named = {change.entry.subject for change in page.items}
    keys = [disagreement.key for change in page.items for disagreement in change.changes.disagreements]
    keys += [superseded.after.key for change in page.items for superseded in change.changes.superseded]
    return page, labels_for(named | entities_among(key.part for key in keys), given("lang"))
