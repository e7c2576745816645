"""What changed, by day of recording and subject, for programs: the same as the page of changes tells."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from aiqyn.ledger import Headline, Statement
from aiqyn.ledger.day_changes import Changes, Decision, Superseded
from aiqyn_site.api.cursors import make_cursor, read_cursor
from aiqyn_site.api.documents import Document, disagreement_document, key_document
from aiqyn_site.api.labels import Labels, labels_for
from aiqyn_site.api.parameters import Given
from aiqyn_site.api.responses import json_response, next_link
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.pages.addresses import entity_url
from aiqyn_site.projects.changes import ChangeEntry, find_changes, with_changes

#: The most statements listed as added of one subject on one day.
MOST_ADDED = 200
_USUAL_LANGUAGE = "en"


def changes(request: HttpRequest, given: Given) -> HttpResponse:
    """A page of changes since a day, the newest first. Its cursor holds for one state of the register."""
    bound, state = {**given.values, "limit": str(given.limit)}, ledger.version().tag
    start = read_cursor(given("cursor"), "changes", bound, state)
    found = find_changes(since=given("since"), start=start, length=given.limit)
    worked_out = with_changes(found.items)
    labels = labels_for(_named(worked_out), given("lang"))
    end = start + len(found.items)
    cursor = make_cursor(end, "changes", bound, state) if end < found.total else None
    items = [change_document(one, changed, labels) for one, changed in worked_out]
    document = {"total": found.total, "items": items, "next": cursor}
    return json_response(document, next_link("/api/changes", given, cursor))


def _named(entries: list[tuple[ChangeEntry, Changes | None]]) -> set[str]:
    """The entities whose names the answer needs, parts that are entities among them."""
    parts = ledger.register().parts
    named = {one.subject for one, _ in entries}
    for _, found in entries:
        if found is not None:
            of = [one.key.part for one in found.disagreements] + [one.after.key.part for one in found.superseded]
            named.update(part for part in of if part and part not in parts)
    return named


def change_document(one: ChangeEntry, found: Changes | None, labels: Labels) -> Document:
    """What changed of a subject on a day. On its first day nothing is listed, only counted."""
    changed = found or Changes(True, (), (), (), (), ())
    return {
        "day": one.day,
        "entity": one.subject,
        "entity_label": labels.entity(one.subject),
        "kind": one.kind,
        "page": entity_url(labels.lang or _USUAL_LANGUAGE, one.kind, one.subject) or None,
        "first": one.is_first,
        "statements": one.statements,
        "before": one.before,
        "added": [_brief(said) for said in changed.added[:MOST_ADDED]],
        "withdrawn": [_decision(decision) for decision in changed.withdrawn],
        "restored": [_decision(decision) for decision in changed.restored],
        "superseded": [_superseded(each, labels) for each in changed.superseded],
        "disagreements": [disagreement_document(each, labels) for each in changed.disagreements],
        "href": f"/api/statements?entity={one.subject}",
    }


def _brief(said: Statement) -> Document:
    return {
        "id": said.id,
        "entity": said.entity,
        "property": said.property,
        "part": said.part or None,
        "value": said.value,
        "unit": said.unit or None,
        "as_of": said.as_of or None,
        "basis": said.basis,
        "source": said.source,
        "said_by": said.said_by or None,
    }


def _decision(one: Decision) -> Document:
    by = one.by
    return {
        "statement": _brief(one.statement),
        "by": {"id": by.id, "reason": by.note or None, "recorded": by.recorded} if by else None,
    }


def _superseded(one: Superseded, labels: Labels) -> Document:
    key, after = one.after.key, one.after
    return {
        **key_document(key, labels),
        "side": after.side,
        "before": _led(one.before),
        "after": _led(after),
    }


def _led(one: Headline) -> Document:
    return {"statement": _brief(one.statement), "rule": one.rule}
