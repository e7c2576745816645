"""Records that follow from one another, in threads and groups."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiqyn.dossier import Record, read_records
from aiqyn.ledger import Entity
from aiqyn_site.pages.environment.threads import GROUPS, group_of, grouped, threads
from tests.aiqyn.register_factory import statement


def made(links: dict[str, list[str]], **codes: str) -> list[Record]:
    """Records that follow from others, each with the same codes."""
    said = {
        key: [
            *(statement(entity=key, property="follows", value=one, unit="") for one in earlier),
            *(statement(entity=key, property=name, value=code, unit="") for name, code in codes.items()),
        ]
        for key, earlier in links.items()
    }
    return read_records([Entity(key, "record", "p") for key in links], said)


KEYS = ("a", "b", "c", "d", "e")
LINKS = st.dictionaries(st.sampled_from(KEYS), st.lists(st.sampled_from([*KEYS, "elsewhere"]), max_size=3, unique=True))


@given(LINKS)
def test_every_record_stands_in_one_thread_once(links: dict[str, list[str]]) -> None:
    records = made(links)
    assert sorted(one.id for thread in threads(records) for one in thread) == sorted(links)
    assert sum(len(thread) for some in grouped(records).values() for thread in some) == len(links)


@given(LINKS)
def test_records_that_are_linked_share_a_thread(links: dict[str, list[str]]) -> None:
    place = {one.id: n for n, thread in enumerate(threads(made(links))) for one in thread}
    assert all(place[key] == place[one] for key, earlier in links.items() for one in earlier if one in place)


@given(LINKS)
def test_a_record_stands_after_what_it_follows_from(links: dict[str, list[str]]) -> None:
    ahead = {key: [one for one in earlier if one < key] for key, earlier in links.items()}  # so that there is no ring
    for thread in threads(made(ahead)):
        order = [one.id for one in thread]
        assert all(order.index(one) < order.index(key) for key in order for one in ahead[key] if one in order)


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
    (one,) = made({"a": []}, **codes)
    assert group_of(one) == group
    assert group in GROUPS


def test_a_refusal_that_came_to_court_stands_with_the_court() -> None:
    refusal = made({"a": []}, event_type="information_refused")
    ruling = made({"b": ["a"]}, event_type="court_ruling")
    assert list(grouped([*refusal, *ruling])) == ["court"]
