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
from tests.aiqyn.dossier.entries import PROJECT, record, request, stated
from tests.aiqyn.register_factory import statement

ENTITIES = [
    Entity(PROJECT, "project", "silk-road"),
    Entity("silk-road", "programme", ""),
    Entity("fine-1", "record", PROJECT),
    Entity("appeal-1", "record", "fine-1"),
    Entity("other-plant", "project", ""),
]


def test_a_retracted_statement_is_not_part_of_a_record() -> None:
    wrong = stated("fine-1", "document_type", "eia_report")
    right = stated("fine-1", "document_type", "fine_decision")
    taken_back = stated("fine-1", "retraction", wrong.id)
    (_, records) = read_records(ENTITIES, {"fine-1": [wrong, right, taken_back]})
    assert records.id == "fine-1"
    assert records.all("document_type") == (right,)


def test_a_retraction_that_is_retracted_leaves_the_statement_standing() -> None:
    kept = stated("fine-1", "document_type", "fine_decision")
    first = stated("fine-1", "retraction", kept.id)
    second = stated("fine-1", "retraction", first.id)
    records = {entry.id: entry for entry in read_records(ENTITIES, {"fine-1": [kept, first, second]})}
    assert records["fine-1"].document_type == "fine_decision"


def test_rivals_stand_beside_each_other_and_the_latest_recorded_leads() -> None:
    early = stated("fine-1", "court_instance", "first")
    late = stated("fine-1", "court_instance", "appeal", recorded="2027-01-01")
    records = {entry.id: entry for entry in read_records(ENTITIES, {"fine-1": [late, early]})}["fine-1"]
    assert records.first("court_instance") == late
    assert records.all("court_instance") == (late, early)
    assert records.codes("court_instance") == ("appeal", "first")


def test_what_speaks_of_the_latest_date_leads_and_what_editors_prefer_leads_before_it() -> None:
    old = stated("fine-1", "record_status", "open", as_of="2019", recorded="2027-01-01")
    new = stated("fine-1", "record_status", "closed", as_of="2021-05")
    records = {entry.id: entry for entry in read_records(ENTITIES, {"fine-1": [old, new]})}["fine-1"]
    assert records.code("record_status") == "closed"
    preferred = stated("fine-1", "preference", old.id)
    records = {entry.id: entry for entry in read_records(ENTITIES, {"fine-1": [old, new, preferred]})}["fine-1"]
    assert records.code("record_status") == "open"


def test_a_record_of_a_record_belongs_to_the_project_too() -> None:
    concerns = stated("appeal-1", "concerns", "other-plant")
    records = {entry.id: entry for entry in read_records(ENTITIES, {"appeal-1": [concerns]})}
    assert records["appeal-1"].about == ("fine-1", "other-plant")
    assert records["appeal-1"].projects == (PROJECT, "other-plant")
    assert records["fine-1"].projects == (PROJECT,)


def test_a_circle_of_records_belongs_to_no_project() -> None:
    circle = [Entity("one", "record", "two"), Entity("two", "record", "one")]
    assert [entry.projects for entry in read_records(circle, {})] == [(), ()]


def test_the_statement_drawn_from_is_found_and_lends_its_date_and_source() -> None:
    fine = statement(entity=PROJECT, property="fine", value="200", unit="USD million", as_of="2013", source="portal")
    names = stated("fine-1", "drawn_from", fine.id, source="register")
    statements = {PROJECT: [fine], "fine-1": [names]}
    records = {entry.id: entry for entry in read_records(ENTITIES, statements)}["fine-1"]
    assert records.drawn == (fine,)
    assert records.date == "2013"
    assert records.sources == {"portal", "register"}
    given_by_hand = {entry.id: entry for entry in read_records(ENTITIES, {"fine-1": [names]}, {fine.id: fine})}
    assert given_by_hand["fine-1"].drawn == (fine,)


def test_a_drawn_statement_that_is_retracted_is_not_drawn() -> None:
    protest = stated(PROJECT, "protest", "rally", lang="en")
    names = stated("fine-1", "drawn_from", protest.id)
    back = stated(PROJECT, "retraction", protest.id)
    records = {entry.id: entry for entry in read_records(ENTITIES, {PROJECT: [protest, back], "fine-1": [names]})}
    assert records["fine-1"].drawn == ()


def test_records_come_oldest_first_and_undated_last() -> None:
    dates = {"a": "2021-05-06", "b": "", "c": "2019", "d": "XXXX-10-25", "e": "2019-01"}
    entities = [Entity(name, "record", PROJECT) for name in dates]
    statements = {name: [stated(name, "event_date", day)] for name, day in dates.items() if day}
    assert [entry.id for entry in read_records(entities, statements)] == ["e", "c", "a", "b", "d"]


def test_only_days_known_to_the_day_are_counted_and_the_others_are_kept_as_vague() -> None:
    asked = request(events={"sent": "2022-06", "received": "2022-06-20", "extended": "2022-07-01", "answered": "2022?"})
    assert asked.days.sent is None
    assert asked.days.received == date(2022, 6, 20)
    assert [(event.kind, event.days) for event in asked.days.events] == [(EventKind.EXTENDED, None)]
    assert [tuple(event) for event in asked.vague] == [("sent", "2022-06"), ("answered", "2022?")]
    assert asked.replied
    assert asked.date == "2022-06-20"


def test_a_day_that_is_approximate_is_no_day() -> None:
    assert request(events={"received": "2022-06-20~"}).days.received is None


def test_of_two_days_stated_for_the_receipt_the_later_is_counted_from() -> None:
    receipt = stated("r", "request_event", "2022-06-20", part="received")
    other = stated("r", "request_event", "2022-06-21", part="received", source="portal")
    (asked,) = read_requests([Entity("r", "request", PROJECT)], {"r": [receipt, other]})
    assert asked.days.received == date(2022, 6, 21)


def test_the_longest_stated_length_of_an_extension_counts() -> None:
    events = {"received": "2022-06-20", "extended": "2022-07-01"}
    asked = request(events=events, extension_days=("15", "30"))
    assert [event.days for event in asked.days.events] == [30]
    assert [event.days for event in request(events=events, extension_days="about 15").days.events] == [None]


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
    statement = stated("a-project", "cost", "5", as_of="2019")
    own = [stated("r", "request_event", day, part=part) for part, day in events.items()]
    own.append(stated("r", "drawn_from", statement.id))
    (asked,) = read_requests([Entity("r", "request", PROJECT)], {"r": own, "a-project": [statement]})
    assert asked.drawn == (statement,)
    assert asked.date == first


def test_what_happened_comes_by_date_and_on_one_day_in_the_order_of_the_steps() -> None:
    asked = request(events={"answered": "2022-07-01", "received": "2022-06-20", "sent": "2022-06-20", "fee_paid": ""})
    assert [event.part for event in asked.course] == ["sent", "received", "answered", "fee_paid"]


@pytest.mark.parametrize("name", ["document_type", "event_type", "record_status"])
def test_what_no_statement_tells_is_blank(name: str) -> None:
    report = record("empty")
    assert report.code(name) == ""
    assert report.first(name) is None
    assert report.date == ""


@given(st.lists(st.sampled_from(["", "2019", "2019-05", "2019-05-06", "XXXX-09", "../2020", "2020-33"]), max_size=8))
def test_dates_sort_by_their_first_day_and_undated_last(dates: list[str]) -> None:
    ordered = sorted(dates, key=by_date)
    keys = [by_date(day) for day in ordered]
    assert keys == sorted(keys)
    blanks = [day in {"", "XXXX-09"} for day in ordered]
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
    report = record("r", **codes)
    assert report.ground == ground
    assert report.is_adverse == bool(ground)
