"""Tests of aiqyn.dossier.record: what stands, in which order, and what a request's days are."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiqyn.deadlines.request import EventKind
from aiqyn.dossier.record import by_date, read_records, read_requests
from aiqyn.ledger import Entity
from tests.aiqyn.dossier.entries import PROJECT, record, request, said
from tests.aiqyn.register_factory import statement

ENTITIES = [
    Entity(PROJECT, "project", "silk-road"),
    Entity("silk-road", "programme", ""),
    Entity("fine-1", "record", PROJECT),
    Entity("appeal-1", "record", "fine-1"),
    Entity("other-plant", "project", ""),
]


def test_a_retracted_statement_is_not_part_of_a_record() -> None:
    wrong = said("fine-1", "document_type", "eia_report")
    right = said("fine-1", "document_type", "fine_decision")
    taken_back = said("fine-1", "retraction", wrong.id)
    (_, found) = read_records(ENTITIES, {"fine-1": [wrong, right, taken_back]})
    assert found.id == "fine-1"
    assert found.all("document_type") == (right,)


def test_a_retraction_that_is_retracted_leaves_the_statement_standing() -> None:
    kept = said("fine-1", "document_type", "fine_decision")
    first = said("fine-1", "retraction", kept.id)
    second = said("fine-1", "retraction", first.id)
    found = {one.id: one for one in read_records(ENTITIES, {"fine-1": [kept, first, second]})}
    assert found["fine-1"].document_type == "fine_decision"


def test_rivals_stand_beside_each_other_and_the_latest_recorded_leads() -> None:
    early = said("fine-1", "court_instance", "first")
    late = said("fine-1", "court_instance", "appeal", recorded="2027-01-01")
    found = {one.id: one for one in read_records(ENTITIES, {"fine-1": [late, early]})}["fine-1"]
    assert found.first("court_instance") == late
    assert found.all("court_instance") == (late, early)
    assert found.codes("court_instance") == ("appeal", "first")


def test_what_speaks_of_the_latest_date_leads_and_what_editors_prefer_leads_before_it() -> None:
    old = said("fine-1", "record_status", "open", as_of="2019", recorded="2027-01-01")
    new = said("fine-1", "record_status", "closed", as_of="2021-05")
    found = {one.id: one for one in read_records(ENTITIES, {"fine-1": [old, new]})}["fine-1"]
    assert found.code("record_status") == "closed"
    preferred = said("fine-1", "preference", old.id)
    found = {one.id: one for one in read_records(ENTITIES, {"fine-1": [old, new, preferred]})}["fine-1"]
    assert found.code("record_status") == "open"


def test_a_record_of_a_record_belongs_to_the_project_too() -> None:
    concerns = said("appeal-1", "concerns", "other-plant")
    found = {one.id: one for one in read_records(ENTITIES, {"appeal-1": [concerns]})}
    assert found["appeal-1"].about == ("fine-1", "other-plant")
    assert found["appeal-1"].projects == (PROJECT, "other-plant")
    assert found["fine-1"].projects == (PROJECT,)


def test_a_circle_of_records_belongs_to_no_project() -> None:
    circle = [Entity("one", "record", "two"), Entity("two", "record", "one")]
    assert [one.projects for one in read_records(circle, {})] == [(), ()]


def test_the_statement_drawn_from_is_found_and_lends_its_date_and_source() -> None:
    told = statement(entity=PROJECT, property="fine", value="200", unit="USD million", as_of="2013", source="portal")
    names = said("fine-1", "drawn_from", told.id, source="register")
    statements = {PROJECT: [told], "fine-1": [names]}
    found = {one.id: one for one in read_records(ENTITIES, statements)}["fine-1"]
    assert found.drawn == (told,)
    assert found.date == "2013"
    assert found.sources == {"portal", "register"}
    given_by_hand = {one.id: one for one in read_records(ENTITIES, {"fine-1": [names]}, {told.id: told})}
    assert given_by_hand["fine-1"].drawn == (told,)


def test_a_drawn_statement_that_is_retracted_is_not_drawn() -> None:
    told = said(PROJECT, "protest", "rally", lang="en")
    names = said("fine-1", "drawn_from", told.id)
    back = said(PROJECT, "retraction", told.id)
    found = {one.id: one for one in read_records(ENTITIES, {PROJECT: [told, back], "fine-1": [names]})}
    assert found["fine-1"].drawn == ()


def test_records_come_oldest_first_and_undated_last() -> None:
    dates = {"a": "2021-05-06", "b": "", "c": "2019", "d": "XXXX-10-25", "e": "2019-01"}
    entities = [Entity(name, "record", PROJECT) for name in dates]
    statements = {name: [said(name, "event_date", day)] for name, day in dates.items() if day}
    assert [one.id for one in read_records(entities, statements)] == ["e", "c", "a", "b", "d"]


def test_only_days_known_to_the_day_are_counted_and_the_others_are_kept_as_vague() -> None:
    asked = request(events={"sent": "2022-06", "received": "2022-06-20", "extended": "2022-07-01", "answered": "2022?"})
    assert asked.days.sent is None
    assert asked.days.received == date(2022, 6, 20)
    assert [(one.kind, one.days) for one in asked.days.events] == [(EventKind.EXTENDED, None)]
    assert [tuple(one) for one in asked.vague] == [("sent", "2022-06"), ("answered", "2022?")]
    assert asked.replied
    assert asked.date == "2022-06-20"


def test_a_day_that_is_approximate_is_no_day() -> None:
    assert request(events={"received": "2022-06-20~"}).days.received is None


def test_of_two_days_stated_for_the_receipt_the_later_is_counted_from() -> None:
    one = said("r", "request_event", "2022-06-20", part="received")
    other = said("r", "request_event", "2022-06-21", part="received", source="portal")
    (asked,) = read_requests([Entity("r", "request", PROJECT)], {"r": [one, other]})
    assert asked.days.received == date(2022, 6, 21)


def test_the_longest_stated_length_of_an_extension_counts() -> None:
    events = {"received": "2022-06-20", "extended": "2022-07-01"}
    asked = request(events=events, extension_days=("15", "30"))
    assert [one.days for one in asked.days.events] == [30]
    assert [one.days for one in request(events=events, extension_days="about 15").days.events] == [None]


def test_an_outcome_alone_is_a_reply_of_the_date_it_speaks_of() -> None:
    asked = request(
        outcome="refused", outcome_of="2020", asked_document=("eia_report",), refusal_ground="commercial_secret"
    )
    assert asked.replied
    assert asked.reply_date == "2020"
    assert asked.grounds == ("commercial_secret",)
    assert not request(outcome="pending", outcome_of="2020").replied


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"outcome": "refused"}, True),
        ({"outcome": "answered_in_part", "refusal_ground": "commercial_secret"}, False),
        ({"refusal_ground": "commercial_secret"}, True),
        ({"outcome": "pending", "events": {"refused": "2022-07"}}, False),
        ({"events": {"refused": "2022-07"}}, True),
        ({"events": {"answered": "2022-07"}}, False),
    ],
)
def test_the_outcome_says_whether_it_was_refused_and_events_and_grounds_only_where_none_is_told(
    facts: dict[str, Any], refusal: bool
) -> None:
    assert request(**facts).is_refusal is refusal


@pytest.mark.parametrize(
    ("events", "first"),
    [
        ({"sent": "2020-05", "received": "2020-06-01", "answered": "2020"}, "2020-06-01"),
        ({"answered": "2020-12", "redirected": "2020-09?"}, "2020-09?"),
    ],
)
def test_a_request_is_of_the_day_it_was_made_else_of_the_first_day_that_something_happened(
    events: dict[str, str], first: str
) -> None:
    statement = said("a-project", "cost", "5", as_of="2019")
    own = [said("r", "request_event", day, part=part) for part, day in events.items()]
    own.append(said("r", "drawn_from", statement.id))
    (asked,) = read_requests([Entity("r", "request", PROJECT)], {"r": own, "a-project": [statement]})
    assert asked.drawn == (statement,)
    assert asked.date == first


def test_what_happened_comes_by_date_and_on_one_day_in_the_order_of_the_steps() -> None:
    asked = request(events={"answered": "2022-07-01", "received": "2022-06-20", "sent": "2022-06-20", "fee_paid": ""})
    assert [event.part for event in asked.course] == ["sent", "received", "answered", "fee_paid"]


@pytest.mark.parametrize("name", ["document_type", "event_type", "record_status"])
def test_what_no_statement_tells_is_blank(name: str) -> None:
    found = record("empty")
    assert found.code(name) == ""
    assert found.first(name) is None
    assert found.date == ""


@given(st.lists(st.sampled_from(["", "2019", "2019-05", "2019-05-06", "XXXX-09", "../2020", "2020-33"]), max_size=8))
def test_dates_sort_by_their_first_day_and_undated_last(dates: list[str]) -> None:
    ordered = sorted(dates, key=by_date)
    keys = [by_date(one) for one in ordered]
    assert keys == sorted(keys)
    blanks = [one in {"", "XXXX-09"} for one in ordered]
    assert blanks == sorted(blanks)


@pytest.mark.parametrize(
    ("codes", "ground"),
    [
        ({"event_type": "fine_imposed", "finding": "official_act"}, "official_act"),
        ({"event_type": "fine_imposed", "finding": "reported_act"}, "reported_act"),
        ({"event_type": "complaint", "finding": "allegation"}, "allegation"),
        ({"document_type": "court_act"}, "no_act"),
        ({"court_outcome": "claim_dismissed"}, "no_act"),
        ({"event_type": "complaint"}, ""),
        ({"document_type": "eia_report"}, ""),
    ],
)
def test_what_an_adverse_record_rests_on_is_told(codes: dict[str, str], ground: str) -> None:
    told = record("r", **codes)
    assert told.ground == ground
    assert told.is_adverse == bool(ground)
