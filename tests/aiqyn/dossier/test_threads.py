"""Records that follow from one another, in threads and groups."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiqyn.dossier import Record, read_records
from aiqyn.dossier.threads import GROUPS, group_of, grouped, threads
from aiqyn.ledger import Entity
from tests.aiqyn.register_factory import statement


def linked_records(links: dict[str, list[str]], **codes: str) -> list[Record]:
    """Records that follow from others, each with the same codes."""
    statements = {
        key: [
            *(statement(entity=key, property="follows", value=other, unit="") for other in earlier),
            *(statement(entity=key, property=name, value=code, unit="") for name, code in codes.items()),
        ]
        for key, earlier in links.items()
    }
    return read_records([Entity(key, "record", "p") for key in links], statements)


KEYS = ("a", "b", "c", "d", "e")
LINKS = st.dictionaries(st.sampled_from(KEYS), st.lists(st.sampled_from([*KEYS, "elsewhere"]), max_size=3, unique=True))


@given(LINKS)
def test_every_record_stands_in_one_thread_once(links: dict[str, list[str]]) -> None:
    records = linked_records(links)
    assert sorted(record.id for thread in threads(records) for record in thread) == sorted(links)
    assert sum(len(thread) for group in grouped(records).values() for thread in group) == len(links)


@given(LINKS)
def test_records_that_are_linked_share_a_thread(links: dict[str, list[str]]) -> None:
    place = {record.id: n for n, thread in enumerate(threads(linked_records(links))) for record in thread}
    assert all(place[key] == place[other] for key, earlier in links.items() for other in earlier if other in place)


@given(LINKS)
def test_a_record_stands_after_what_it_follows_from(links: dict[str, list[str]]) -> None:
    ahead = {key: [other for other in earlier if other < key] for key, earlier in links.items()}  # no ring
    for thread in threads(linked_records(ahead)):
        order = [record.id for record in thread]
        assert all(order.index(other) < order.index(key) for key in order for other in ahead[key] if other in order)


@pytest.mark.parametrize(
    ("codes", "group"),
    [
        ({"event_type": "fine_imposed", "document_type": "court_act"}, "adverse"),
        ({"event_type": "court_ruling", "finding": "reported_act"}, "court"),
        ({"document_type": "court_act"}, "court"),
        ({"event_type": "information_refused", "finding": "reported_act"}, "information"),
        ({"event_type": "complaint", "finding": "allegation"}, "voice"),
        ({"event_type": "conclusion_positive"}, "other"),
        ({"event_type": "cancelled", "finding": "allegation"}, "adverse"),
        ({"document_type": "inspection_act"}, "adverse"),
        ({}, "other"),
    ],
)
def test_a_record_belongs_to_the_group_of_what_happened(codes: dict[str, str], group: str) -> None:
    (record,) = linked_records({"a": []}, **codes)
    assert group_of(record) == group
    assert group in GROUPS


def test_a_refusal_that_came_to_court_stands_with_the_court() -> None:
    refusal = linked_records({"a": []}, event_type="information_refused")
    ruling = linked_records({"b": ["a"]}, event_type="court_ruling")
    assert list(grouped([*refusal, *ruling])) == ["court"]
