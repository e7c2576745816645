"""Records and requests of projects, organisations and regions, read from the ledger."""

from __future__ import annotations

import pytest

from aiqyn_site.dossier import queries as dossier
from tests.aiqyn_site.dossier import records
from tests.aiqyn_site.later import Record

pytestmark = pytest.mark.django_db


def ids(entries: list[dossier.Record]) -> list[str]:
    return [entry.id for entry in entries]


def test_the_records_of_a_project_come_oldest_first_with_those_that_are_parts_of_its_records(
    record_later: Record,
) -> None:
    records.make(record_later)
    own = [key for key in ids(dossier.records_of(records.PROJECT)) if key.startswith("made-")]
    assert own == [
        "made-hearing-past",
        "made-permit",
        "made-fine",
        "made-appeal",
        "made-rumour",
        "made-monitoring",
        "made-hearing-open",
    ]
    assert dossier.projects_of("made-monitoring") == (records.PROJECT,)


def test_an_organisation_has_the_records_that_name_it_and_those_of_the_projects_it_takes_part_in(
    record_later: Record,
) -> None:
    records.make(record_later)
    assert {"made-fine", "made-hearing-open"} <= {*ids(dossier.records_of("sinohydro"))}
    assert {"shieli-refusal-2020", "shieli-court-2021-first"} <= {*ids(dossier.records_of("gezhouba-cement"))}


def test_a_region_has_the_records_of_its_projects(record_later: Record) -> None:
    records.make(record_later)
    assert "made-fine" in ids(dossier.records_of("zhambyl-region"))
    assert "made-fine" not in ids(dossier.records_of("kyzylorda-region"))


def test_the_requests_of_a_project_and_of_the_body_asked(record_later: Record) -> None:
    records.make(record_later)
    assert [request.id for request in dossier.requests_of(records.PROJECT)] == ["made-request"]
    assert "made-request" in [request.id for request in dossier.requests_of("kz-ministry-ecology")]
    assert [request.id for request in dossier.requests_of("shieli-cement")] == ["shieli-request-2020"]


def test_every_record_is_read_once_and_in_the_order_of_the_index() -> None:
    read = [record.id for record in dossier.all_records()]
    assert read == [row.id for row in dossier.index("record").rows]
    assert len(read) == len(set(read)) >= 30
    assert dossier.record(read[0]) is not None
    assert dossier.record("shieli-cement") is None
    assert dossier.request(read[0]) is None


def test_filters_combine_and_each_counts_what_its_other_values_would_leave(record_later: Record) -> None:
    both = {"type": "fine_imposed", "region": "zhambyl-region"}
    before, _ = dossier.find_records(both)
    records.make(record_later)
    fines, counts = dossier.find_records(both)
    assert {row.id for row in fines} == {*(row.id for row in before), "made-fine"}
    _, by_region = dossier.find_records({"region": "zhambyl-region"})
    assert counts["type"] == by_region["type"]
    _, by_type = dossier.find_records({"type": "fine_imposed"})
    assert counts["region"] == by_type["region"]
    assert by_type["region"]["zhambyl-region"] == len(fines)


def test_records_without_a_known_year_come_last_in_both_directions() -> None:
    rows = dossier.index("record").rows
    undated = [row.id for row in rows if not row.date or row.date.startswith("XXXX")]
    assert undated
    assert [row.id for row in rows][-len(undated) :] == undated
    assert [row.id for row in dossier.newest_first(rows)][-len(undated) :] == undated


def test_a_withdrawn_record_statement_no_longer_counts(record_later: Record) -> None:
    statements = records.make(record_later)
    event = next(
        statement for statement in statements if (statement.entity, statement.property) == ("made-fine", "event_type")
    )
    record_later({"entity": "made-fine", "property": "retraction", "value": event.id, "note": "wrong"})
    report = dossier.record("made-fine")
    assert report is not None
    assert report.event_type == ""


def test_what_is_kept_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dossier, "_MOST_KEPT", 5)
    assert len(list(dossier.all_records())) >= 30
    assert len(dossier._in_full()) <= 5
