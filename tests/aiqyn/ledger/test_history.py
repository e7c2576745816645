"""Tests of aiqyn.ledger.history."""

from __future__ import annotations

from aiqyn.ledger import as_known_on, headline, headlines
from tests.aiqyn.register_factory import grounds, statement

FIRST = statement(value="130", recorded="2026-11-21")
SECOND = statement(value="150", recorded="2026-12-01")
RETRACTION = statement(property="retraction", value=FIRST.id, recorded="2027-01-05")
ALL = [FIRST, SECOND, RETRACTION]


def values_on(day: str) -> set[str]:
    found = headlines(as_known_on(ALL, day), grounds())
    return {one.value for each in found for one in (each.statement, *each.others)}


def test_a_statement_is_known_from_the_day_it_was_recorded() -> None:
    assert values_on("2026-11-20") == set()
    assert values_on("2026-11-21") == {"130"}
    assert values_on("2026-11-30") == {"130"}
    assert values_on("2026-12-01") == {"130", "150"}


def test_a_retraction_has_not_happened_before_its_day() -> None:
    assert values_on("2027-01-04") == {"130", "150"}
    assert values_on("2027-01-05") == {"150"}


def test_a_preference_leads_from_its_day_on() -> None:
    preference = statement(property="preference", value=FIRST.id, note="audited", recorded="2027-02-01")
    told = [statement(value="130", recorded="2026-11-21"), SECOND, preference]
    before = headline(as_known_on(told, "2027-01-31"), grounds())
    after = headline(as_known_on(told, "2027-02-01"), grounds())
    assert before is not None
    assert after is not None
    assert (before.rule == "preference", after.rule) == (False, "preference")
    assert after.statement == FIRST
