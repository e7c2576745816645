"""Records that follow from one another, put together: a fine and its appeal, a case and its instances."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from aiqyn.dossier.record import Record

#: The groups of records that stand on a page beside the chain, in order; what is in none is `other`.
GROUPS = ("adverse", "court", "information", "voice", "other")
_COURT_EVENTS = frozenset({"claim_filed", "court_ruling"})
_COURT_DOCUMENTS = frozenset({"court_act", "damage_claim"})
_VOICES = frozenset({"complaint", "protest", "criticism", "comment_submitted"})
_INFORMATION = frozenset({"information_requested", "information_refused", "request_sent", "request_answered"})
_ADVERSE_EVENTS = frozenset(
    {
        *("violation_found", "order_issued", "order_fulfilled", "fine_imposed", "damage_claimed", "inspection"),
        *("accident", "remedied", "prtr_missing"),
    }
)
_EVENTS = {"adverse": _ADVERSE_EVENTS, "information": _INFORMATION, "voice": _VOICES}
_ADVERSE_DOCUMENTS = frozenset({"order_to_fix", "fine_decision", "inspection_act"})

Thread = tuple[Record, ...]


def threads(records: Sequence[Record]) -> list[Thread]:
    """Records in threads: each after all that it follows from, otherwise in the order given, as are the threads.

    What follows only from something that is not among them begins a thread of its own. A ring of records that follow
    from one another is a thread in the order given.
    """
    known = {record.id for record in records}
    before = {
        record.id: [key for key in record.codes("follows") if key in known and key != record.id] for record in records
    }
    head = {key: key for key in before}

    def head_of(key: str) -> str:
        while head[key] != key:
            key = head[key]
        return key

    for key, earlier in before.items():
        for other in earlier:
            head[head_of(key)] = head_of(other)
    together: dict[str, list[Record]] = {}
    for record in records:
        together.setdefault(head_of(record.id), []).append(record)
    return [_ordered(linked, before) for linked in together.values()]


def _ordered(records: Iterable[Record], before: Mapping[str, Sequence[str]]) -> Thread:
    placed: dict[str, Record] = {}
    waiting = list(records)
    while waiting:
        ready = next((record for record in waiting if all(key in placed for key in before[record.id])), waiting[0])
        placed[ready.id] = ready
        waiting.remove(ready)
    return tuple(placed.values())


def grouped(records: Sequence[Record]) -> dict[str, list[Thread]]:
    """Threads by group, without groups that have none. A thread that came to court stands there."""
    by_group: dict[str, list[Thread]] = {}
    for thread in threads(records):
        groups = [group_of(record) for record in thread]
        by_group.setdefault("court" if "court" in groups else groups[0], []).append(thread)
    return {group: by_group[group] for group in GROUPS if group in by_group}


def group_of(record: Record) -> str:
    """The group of a record alone."""
    event, document = record.event_type, record.document_type
    if event in _COURT_EVENTS or record.code("court_instance"):
        return "court"
    group = next((group for group, events in _EVENTS.items() if event in events), "")
    if group or event:
        return group or ("adverse" if record.code("finding") else "other")
    if document in _COURT_DOCUMENTS:
        return "court"
    return "adverse" if document in _ADVERSE_DOCUMENTS or record.code("finding") else "other"
