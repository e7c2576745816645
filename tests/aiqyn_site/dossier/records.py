"""A small made-up dossier of real projects: a permit with limits, monitoring, hearings, a fine paid and appealed."""

from __future__ import annotations

from aiqyn.ledger import Statement
from tests.aiqyn_site.later import Record as RecordLater

PROJECT = "zhanatas-wind"
ENTITIES = (
    ("made-permit", "record", PROJECT),
    ("made-monitoring", "record", "made-permit"),
    ("made-hearing-open", "record", PROJECT),
    ("made-hearing-past", "record", PROJECT),
    ("made-fine", "record", PROJECT),
    ("made-appeal", "record", PROJECT),
    ("made-rumour", "record", PROJECT),
    ("made-request", "request", PROJECT),
)
NAMES = {
    "made-permit": "Made-up permit",
    "made-monitoring": "Made-up monitoring",
    "made-hearing-open": "Made-up hearing, with a comma; and more",
    "made-hearing-past": "Made-up past hearing",
    "made-fine": "Made-up fine",
    "made-appeal": "Made-up appeal",
    "made-rumour": "Made-up rumour",
    "made-request": "Made-up request",
}
#: The day on which one of the hearings is open.
OPEN_DAY = "2026-12-05"


def row(entity: str, prop: str, value: str, **fields: str) -> dict[str, str]:
    """A row about a made-up record, from an official source."""
    return {"entity": entity, "property": prop, "value": value, "source": "gzbgj-2021-10", **fields}


ROWS = (
    *(row(key, "name", name, lang=lang) for key, name in NAMES.items() for lang in ("en", "ru", "kk", "zh")),
    row("made-permit", "document_type", "permit_impact"),
    row("made-permit", "event_type", "permit_issued"),
    row("made-permit", "event_date", "2020-03-01"),
    row("made-permit", "registration_no", "KZ11", lang="zxx"),
    row("made-permit", "emission_limit", "120", unit="t/year", part="air.so2", as_of="2020"),
    row("made-permit", "emission_limit", "45", unit="t/year", part="air.dust", as_of="2020"),
    row("made-monitoring", "document_type", "prtr_report"),
    row("made-monitoring", "event_date", "2022-04-01"),
    row("made-monitoring", "emission", "100", unit="t/year", part="air.so2", as_of="2021", basis="planned"),
    row("made-monitoring", "emission", "131.5", unit="t/year", part="air.so2", as_of="2021", basis="measured"),
    row("made-hearing-open", "document_type", "hearing_notice"),
    row("made-hearing-open", "event_type", "hearing_announced"),
    row("made-hearing-open", "event_date", "2026-11-30"),
    row("made-hearing-open", "window", "2026-12-01/2026-12-08"),
    row("made-hearing-open", "registration_no", "261130001004", lang="zxx"),
    row("made-hearing-open", "initiator", "sinohydro"),
    row("made-hearing-open", "initiator_bin", "240140011067", lang="zxx"),
    row("made-hearing-open", "hearing_form", "public_discussion"),
    row("made-hearing-open", "territory", "Sarysu district", lang="en"),
    row("made-hearing-past", "document_type", "hearing_notice"),
    row("made-hearing-past", "event_date", "2019-05-06"),
    row("made-hearing-past", "window", "2019-05-01/2019-05-08"),
    row("made-fine", "event_type", "fine_imposed"),
    row("made-fine", "event_date", "2021-02-03"),
    row("made-fine", "finding", "official_act"),
    row("made-fine", "document_no", "77", lang="zxx"),
    row("made-fine", "concerns", "sinohydro"),
    row("made-fine", "fine", "5", unit="KZT million", as_of="2021"),
    row("made-fine", "record_status", "closed", as_of="2021-09"),
    row("made-fine", "closed_on", "2021-09-10"),
    row("made-fine", "remedy", "the filter was replaced", lang="en"),
    row("made-appeal", "event_type", "court_ruling"),
    row("made-appeal", "event_date", "2021-06-01"),
    row("made-appeal", "follows", "made-fine"),
    row("made-appeal", "court_instance", "first"),
    row("made-appeal", "court_outcome", "decision_upheld"),
    row("made-appeal", "finding", "reported_act"),
    row("made-rumour", "event_type", "violation_found"),
    row("made-rumour", "event_date", "2022"),
    row("made-rumour", "finding", "allegation", basis="claimed"),
    row("made-request", "addressed_to", "kz-ministry-ecology"),
    row("made-request", "asked_document", "waste_programme"),
    row("made-request", "request_event", "2026-11-02", part="received"),
    row("made-request", "request_rule", "kz.appc", lang="zxx"),
    row("made-request", "outcome", "pending", as_of="2026-11-02"),
)


def make(record_later: RecordLater) -> list[Statement]:
    """Record the made-up dossier; the test's transaction takes it back."""
    return record_later(*ROWS, entities=ENTITIES)
