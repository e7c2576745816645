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
    leading = headlines(as_known_on(ALL, day), grounds())
    return {statement.value for headline in leading for statement in (headline.statement, *headline.others)}


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
    statements = [statement(value="130", recorded="2026-11-21"), SECOND, preference]
    before = headline(as_known_on(statements, "2027-01-31"), grounds())
    after = headline(as_known_on(statements, "2027-02-01"), grounds())
    assert before is not None
    assert after is not None
    assert (before.rule == "preference", after.rule) == (False, "preference")
    assert after.statement == FIRST


def on(day: str, *statements: Statement) -> Changes:
    return changes(statements or ALL, day, grounds())


def test_the_first_day_adds_everything_and_supersedes_nothing() -> None:
    day = on("2026-11-21")

    assert day.is_first
    assert day.added == (FIRST,)
    assert day.superseded == ()


def test_a_day_without_records_changes_nothing() -> None:
    assert not on("2026-11-22")
    assert not on("2026-11-22").is_first
    assert on("2026-11-20") == Changes(True, (), (), (), (), ())


def test_a_new_leading_value_supersedes_the_old_and_may_be_disputed() -> None:
    audited = statement(value="150", basis="measured", recorded="2026-12-01")

    day = on("2026-12-01", FIRST, audited)

    assert not day.is_first
    assert day.added == (audited,)
    ((before, after),) = day.superseded
    assert (before.statement, after.statement) == (FIRST, audited)
    (dispute,) = day.disagreements
    assert dispute.kind is Difference.CONFLICT


def test_a_known_disagreement_is_not_new_again() -> None:
    third = statement(value="160", recorded="2026-12-02")

    assert on("2026-12-02", FIRST, SECOND, third).disagreements == ()


def test_a_retraction_withdraws_and_what_is_left_leads() -> None:
    day = on("2027-01-05")

    assert day.added == ()
    ((withdrawn, by),) = day.withdrawn
    assert (withdrawn, by) == (FIRST, RETRACTION)
    assert [superseded.after.statement for superseded in day.superseded] in ([], [SECOND])


def test_a_preference_shows_as_a_new_leading_value() -> None:
    lead = headline([FIRST, SECOND], grounds())
    assert lead is not None
    (other,) = lead.others
    preference = statement(property="preference", value=other.id, note="audited", recorded="2027-02-01")

    day = on("2027-02-01", FIRST, SECOND, preference)

    assert day.added == ()
    ((before, after),) = day.superseded
    assert (before.statement, after.statement, after.rule) == (lead.statement, other, "preference")


def test_a_withdrawn_retraction_restores_the_statement() -> None:
    undone = statement(property="retraction", value=RETRACTION.id, recorded="2027-03-01")

    day = on("2027-03-01", *ALL, undone)

    assert [decision.statement for decision in day.restored] == [FIRST]
    assert day.withdrawn == ()


def test_one_more_value_of_many_supersedes_none() -> None:
    names = [
        statement(property="name", value=text, recorded=day)
        for text, day in (("Zhanatas", "2026-11-21"), ("Janatas", "2026-12-01"))
    ]

    assert on("2026-12-01", *names).superseded == ()


def once(statements: list[Statement]) -> list[Statement]:
    """Each statement as first recorded, as a ledger has it."""
    latest_first = sorted(statements, key=lambda statement: statement.recorded, reverse=True)
    return list({statement.id: statement for statement in latest_first}.values())


@given(ledgers.map(once))
def test_the_changes_of_all_days_add_up_to_what_is_known(statements: list[Statement]) -> None:
    days = sorted({statement.recorded for statement in statements})
    by_day = [changes(statements, day, LEDGER_GROUNDS) for day in days]

    plain = {statement.id for statement in statements if statement.property not in {PREFERENCE, WITHDRAWING}}
    assert {statement.id for changed in by_day for statement in changed.added} == plain
    gone: set[str] = set()
    for changed in by_day:
        gone |= {decision.statement.id for decision in changed.withdrawn}
        gone -= {decision.statement.id for decision in changed.restored}
    assert gone == withdrawn_ids(statements) & plain
    assert [changed.is_first for changed in by_day] == [True, *[False] * (len(days) - 1)]


@given(ledgers.map(once))
def test_what_superseded_says_is_what_led_on_either_day(statements: list[Statement]) -> None:
    days = sorted({statement.recorded for statement in statements})
    for day in days[1:]:
        day_changes = changes(statements, day, LEDGER_GROUNDS)
        before = headlines([statement for statement in statements if statement.recorded < day], LEDGER_GROUNDS)
        after = headlines(as_known_on(statements, day), LEDGER_GROUNDS)
        for superseded in day_changes.superseded:
            assert superseded.before in before
            assert superseded.after in after
            assert (superseded.before.key, superseded.before.side) == (superseded.after.key, superseded.after.side)
        now = disagreements(as_known_on(statements, day), LEDGER_GROUNDS)
        assert set(day_changes.disagreements) <= set(now)
