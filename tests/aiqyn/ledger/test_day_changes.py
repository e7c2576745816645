"""Tests of aiqyn.ledger.day_changes."""

from __future__ import annotations

from hypothesis import given

from aiqyn.ledger import Difference, Statement, as_known_on, disagreements, headline, headlines
from aiqyn.ledger.claim import withdrawn_ids
from aiqyn.ledger.day_changes import Changes, changes
from aiqyn.ledger.statement import PREFERENCE
from aiqyn.ledger.statement import RETRACTION as WITHDRAWING
from tests.aiqyn.register_factory import LEDGER_GROUNDS, grounds, ledgers, statement

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


def on(day: str, *told: Statement) -> Changes:
    return changes(told or ALL, day, grounds())


def test_the_first_day_adds_everything_and_supersedes_nothing() -> None:
    found = on("2026-11-21")

    assert found.is_first
    assert found.added == (FIRST,)
    assert found.superseded == ()


def test_a_day_without_records_changes_nothing() -> None:
    assert not on("2026-11-22")
    assert not on("2026-11-22").is_first
    assert on("2026-11-20") == Changes(True, (), (), (), (), ())


def test_a_new_leading_value_supersedes_the_old_and_may_be_disputed() -> None:
    audited = statement(value="150", basis="measured", recorded="2026-12-01")

    found = on("2026-12-01", FIRST, audited)

    assert not found.is_first
    assert found.added == (audited,)
    ((before, after),) = found.superseded
    assert (before.statement, after.statement) == (FIRST, audited)
    (dispute,) = found.disagreements
    assert dispute.kind is Difference.CONFLICT


def test_a_known_disagreement_is_not_new_again() -> None:
    third = statement(value="160", recorded="2026-12-02")

    assert on("2026-12-02", FIRST, SECOND, third).disagreements == ()


def test_a_retraction_withdraws_and_what_is_left_leads() -> None:
    found = on("2027-01-05")

    assert found.added == ()
    ((withdrawn, by),) = found.withdrawn
    assert (withdrawn, by) == (FIRST, RETRACTION)
    assert [one.after.statement for one in found.superseded] in ([], [SECOND])


def test_a_preference_shows_as_a_new_leading_value() -> None:
    lead = headline([FIRST, SECOND], grounds())
    assert lead is not None
    (other,) = lead.others
    preference = statement(property="preference", value=other.id, note="audited", recorded="2027-02-01")

    found = on("2027-02-01", FIRST, SECOND, preference)

    assert found.added == ()
    ((before, after),) = found.superseded
    assert (before.statement, after.statement, after.rule) == (lead.statement, other, "preference")


def test_a_withdrawn_retraction_restores_the_statement() -> None:
    undone = statement(property="retraction", value=RETRACTION.id, recorded="2027-03-01")

    found = on("2027-03-01", *ALL, undone)

    assert [one.statement for one in found.restored] == [FIRST]
    assert found.withdrawn == ()


def test_one_more_value_of_many_supersedes_none() -> None:
    names = [
        statement(property="name", value=text, recorded=day)
        for text, day in (("Zhanatas", "2026-11-21"), ("Janatas", "2026-12-01"))
    ]

    assert on("2026-12-01", *names).superseded == ()


def once(told: list[Statement]) -> list[Statement]:
    """Each statement as first recorded, as a ledger has it."""
    return list({one.id: one for one in sorted(told, key=lambda one: one.recorded, reverse=True)}.values())


@given(ledgers.map(once))
def test_the_changes_of_all_days_add_up_to_what_is_known(told: list[Statement]) -> None:
    days = sorted({one.recorded for one in told})
    found = [changes(told, day, LEDGER_GROUNDS) for day in days]

    plain = {one.id for one in told if one.property not in {PREFERENCE, WITHDRAWING}}
    assert {one.id for each in found for one in each.added} == plain
    gone: set[str] = set()
    for each in found:
        gone |= {one.statement.id for one in each.withdrawn}
        gone -= {one.statement.id for one in each.restored}
    assert gone == withdrawn_ids(told) & plain
    assert [each.is_first for each in found] == [True, *[False] * (len(days) - 1)]


@given(ledgers.map(once))
def test_what_superseded_says_is_what_led_on_either_day(told: list[Statement]) -> None:
    days = sorted({one.recorded for one in told})
    for day in days[1:]:
        found = changes(told, day, LEDGER_GROUNDS)
        before = headlines([one for one in told if one.recorded < day], LEDGER_GROUNDS)
        after = headlines(as_known_on(told, day), LEDGER_GROUNDS)
        for one in found.superseded:
            assert one.before in before
            assert one.after in after
            assert (one.before.key, one.before.side) == (one.after.key, one.after.side)
        now = disagreements(as_known_on(told, day), LEDGER_GROUNDS)
        assert set(found.disagreements) <= set(now)
