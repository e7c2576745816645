"""Tests of aiqyn.deadlines.deadline: the examples of the domain notes, cases worked by hand, refusals."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from aiqyn.deadlines.calendars import open_calendar
from aiqyn.deadlines.count import Reading, last_day
from aiqyn.deadlines.deadline import derive, derive_under
from aiqyn.deadlines.derivation import Derivation, Status
from aiqyn.deadlines.law import ClauseKey, Roll
from aiqyn.deadlines.laws_file import load_laws
from aiqyn.deadlines.request import Request, parse_event
from aiqyn.errors import Refused
from tests.aiqyn.refusals import in_english, refused

LAWS = load_laws()
MONDAY = "2022-06-20"


def day(text: str) -> date:
    return date.fromisoformat(text)


def derived(rule: str, *events: str, received: str = MONDAY, **days: str) -> Derivation:
    known = {name: day(text) for name, text in days.items()}
    request = Request(received=day(received), events=tuple(map(parse_event, events)), **known)
    return derive_under(LAWS, rule, request)


def due(derivation: Derivation) -> tuple[str, str]:
    return str(derivation.due_min), str(derivation.due_max)


def keys(derivation: Derivation) -> list[str]:
    return [step.key for step in derivation.steps]


def window(derivation: Derivation, clause: ClauseKey) -> tuple[str, str]:
    (only,) = [open_window for open_window in derivation.windows if open_window.clause is clause]
    return str(only.span.first), str(only.span.last)


# --- The example column of the domain notes: received on Monday 20 June 2022 ---------------------------------------


@pytest.mark.parametrize(
    ("rule", "due_min", "due_max"),
    [
        ("kz.ati", "2022-07-05", "2022-07-12"),
        ("kz.appc", "2022-07-12", "2022-07-12"),
        ("kz.env", "2022-07-05", "2022-07-12"),
        ("aarhus.4", "2022-07-20", "2022-07-20"),
        ("cn.ogi", "2022-07-18", "2022-07-18"),
        ("gb.foia", "2022-07-19", "2022-07-19"),
        ("uz.openness", "2022-07-05", "2022-07-05"),
        ("kz.appc.complaint", "2022-07-19", "2022-07-19"),
        ("uz.openness.media", "2022-06-27", "2022-06-27"),
    ],
)
def test_the_example_of_each_rule(rule: str, due_min: str, due_max: str) -> None:
    assert due(derived(rule, sent=MONDAY, registered=MONDAY)) == (due_min, due_max)


@pytest.mark.parametrize(
    ("rule", "notice", "due_min", "due_max"),
    [
        ("kz.appc", "2022-07-12", "2022-08-20", "2022-09-12"),
        ("aarhus.4", "2022-07-20", "2022-08-20", "2022-08-20"),
        ("cn.ogi", "2022-07-18", "2022-08-15", "2022-08-15"),
    ],
)
def test_the_example_of_each_extension(rule: str, notice: str, due_min: str, due_max: str) -> None:
    assert due(derived(rule, f"extended={notice}", sent=MONDAY, registered=MONDAY)) == (due_min, due_max)


@pytest.mark.parametrize(
    ("rule", "clause", "last"),
    [("kz.media", ClauseKey.REPLY, "2022-06-27"), ("kg.rti", ClauseKey.REPLY, "2022-07-04")],
)
def test_the_example_of_a_rule_not_yet_in_force_is_counted_by_its_term_alone(
    rule: str, clause: ClauseKey, last: str
) -> None:
    (version,) = LAWS.versions(rule)
    reading = Reading(open_calendar(version.calendar), latest=True, roll=Roll.NONE)
    assert last_day(version.clauses[clause].terms[0], day(MONDAY), reading) == day(last)
    with refused("law_later"):
        derived(rule)


def test_the_kyrgyz_extension_skips_the_feast_that_moved_to_monday() -> None:
    (version,) = LAWS.versions("kg.rti")
    reading = Reading(open_calendar(version.calendar), latest=True, roll=Roll.NONE)
    assert last_day(version.clauses[ClauseKey.EXTENSION].terms[0], day("2022-07-04"), reading) == day("2022-07-19")


def test_a_russian_request_runs_from_registration_and_without_it_the_span_is_wider() -> None:
    assert due(derived("ru.8fz", registered=MONDAY)) == ("2022-07-20", "2022-07-20")
    assert due(derived("ru.8fz")) == ("2022-07-20", "2022-07-25")
    # Registered from 30 April to 3 May: thirty days end from 30 May to 2 June, a Sunday, so perhaps on 3 June.
    assert due(derived("ru.8fz", received="2024-04-30")) == ("2024-05-30", "2024-06-03")


def test_a_ukrainian_request_in_a_year_of_the_table() -> None:
    assert due(derived("ua.api", received="2021-08-20")) == ("2021-08-30", "2021-08-30")


def test_england_alone_would_end_a_day_before_the_whole_kingdom() -> None:
    (rule,) = LAWS.versions("gb.foia")
    england = Reading(open_calendar(("GB-ENG",)), latest=True, roll=Roll.NONE)
    assert last_day(rule.clauses[ClauseKey.REPLY].terms[0], day(MONDAY), england) == day("2022-07-18")


def test_silence_of_a_kazakh_body_opens_three_months_to_complain() -> None:
    assert window(derived("kz.appc"), ClauseKey.COMPLAINT) == ("2022-10-13", "2022-10-13")


# --- Worked by hand with real holidays ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "received", "last"),
    [
        # 14-18 March are 5; 19-23 are a weekend and Nauryz; 24, 25 make 7; 28 March-1 April 12; 4-6 April 15.
        ("kz.appc", "2022-03-11", "2022-04-06"),
        # Saturday 5 March 2022 was worked for Monday 7: 1-5 March are 5; 9-11 make 8; 14-18 13; 24, 25 are 14 and 15.
        ("kz.appc", "2022-02-28", "2022-03-25"),
        # Saturday 4 May 2024 was worked for Wednesday 8: 2, 3, 4, 6 May are 4; 10 is 5; 13-17 10; 20-24 15.
        ("kz.appc", "2024-04-30", "2024-05-24"),
        # 17-21 January 5; 24-28 10; 29 and 30 worked 12; Spring Festival to 6 February; 7-11 17; 14-16 20.
        ("cn.ogi", "2022-01-14", "2022-02-16"),
    ],
)
def test_a_case_with_moved_days_and_feasts_agrees_with_the_count_by_hand(rule: str, received: str, last: str) -> None:
    assert due(derived(rule, received=received)) == (last, last)


def test_every_day_is_a_step_with_its_count_and_its_reason() -> None:
    steps = derived("kz.appc", received="2022-03-01").steps
    by_day = {str(step.day): step for step in steps if step.key in {"counted", "skipped"}}
    assert (by_day["2022-03-05"].n, by_day["2022-03-05"].why) == (4, "moved_working_day")
    assert (by_day["2022-03-07"].n, by_day["2022-03-07"].why) == (None, "holiday")
    assert by_day["2022-03-08"].note == "International Women's Day"
    assert steps[-1].key == "due"


def test_a_month_from_the_thirty_first_ends_with_the_month() -> None:
    derivation = derived("aarhus.4", received="2024-01-31", sent="2024-01-31")
    assert due(derivation) == ("2024-02-29", "2024-02-29")
    assert "clipped" in [step.why for step in derivation.steps]


def test_a_last_day_off_moves_only_where_the_rule_may_say_so() -> None:
    assert due(derived("aarhus.4", received="2022-07-20", sent="2022-07-20")) == ("2022-08-20", "2022-08-20")
    derivation = derived("uz.openness", registered="2022-06-18", received="2022-06-18")
    assert due(derivation) == ("2022-07-03", "2022-07-04")
    assert "roll" in derivation.unverified


def test_a_request_received_on_a_day_off_may_count_as_received_on_the_next_working_day() -> None:
    assert due(derived("kz.appc", received="2022-06-18")) == ("2022-07-11", "2022-07-12")


# --- Years without a table ----------------------------------------------------------------------------------------


def test_a_year_without_a_table_is_named_and_widens_the_span() -> None:
    derivation = derived("kz.appc", received="2027-03-10")
    assert derivation.untabled == (2027,)
    # Were each weekend worked, fifteen days would end on 25 March. With the 15th and Nauryz off, 22 to 24 March, the
    # fifteenth working day is 6 April; a week later it is 13 April.
    assert due(derivation) == ("2027-03-25", "2027-04-13")
    assert "calendar" in derivation.unverified
    assert "widened" in keys(derivation)


def test_in_a_year_without_a_table_a_long_term_may_end_a_working_week_sooner() -> None:
    # Counted on weekdays alone the twentieth working day from 2 August 2027 is 30 August, a week before it 23 August.
    assert due(derived("kz.appc.complaint", received="2027-08-02")) == ("2027-08-23", "2027-09-06")


def test_months_are_no_longer_or_shorter_in_a_year_without_a_table() -> None:
    months = derived("aarhus.4", received="2027-08-02", sent="2027-08-02")
    assert (due(months), months.untabled) == (("2027-09-02", "2027-09-02"), ())


def doubts(derivation: Derivation, clause: ClauseKey) -> tuple[bool, tuple[int, ...]]:
    (only,) = [other for other in derivation.windows if other.clause is clause]
    return only.certain, only.untabled


def test_a_complaint_in_a_year_without_a_table_is_not_certain_while_the_reply_is() -> None:
    derivation = derived("kz.appc", received="2026-11-06")
    assert due(derivation) == ("2026-11-27", "2026-11-27")
    assert (derivation.verified, derivation.untabled) == (True, ())
    assert window(derivation, ClauseKey.COMPLAINT) == ("2027-02-28", "2027-03-09")
    assert doubts(derivation, ClauseKey.COMPLAINT) == (False, (2027,))
    assert doubts(derivation, ClauseKey.REDIRECT) == (True, ())
    assert (derivation.is_all_read, derivation.all_untabled) == (False, (2027,))


def test_a_complaint_after_a_reply_is_as_certain_as_its_own_term() -> None:
    assert "start" in derived("cn.ogi").unverified
    assert doubts(derived("cn.ogi"), ClauseKey.COMPLAINT) == (False, ())
    assert doubts(derived("cn.ogi", "answered=2022-07-01"), ClauseKey.COMPLAINT) == (True, ())


def test_whether_a_last_day_moves_matters_only_where_it_is_a_day_off() -> None:
    on_a_thursday = derived("kz.appc")
    on_a_sunday = derived("kz.appc", "answered=2022-07-03")
    assert window(on_a_thursday, ClauseKey.COMPLAINT) == ("2022-10-13", "2022-10-13")
    assert doubts(on_a_thursday, ClauseKey.COMPLAINT)[0] is True
    assert window(on_a_sunday, ClauseKey.COMPLAINT) == ("2022-10-03", "2022-10-03")
    assert doubts(derived("kz.appc", "answered=2022-07-02"), ClauseKey.COMPLAINT)[0] is False


def test_a_last_day_or_earlier_may_have_passed_until_it_surely_has() -> None:
    derivation = derived("aarhus.4", received="2026-10-28")
    assert due(derivation) == ("None", "2026-11-28")
    assert [derivation.may_have_ended(day(text)) for text in ("2026-10-30", "2026-11-28", "2026-11-29")] == [
        True,
        True,
        False,
    ]
    answered = derived("aarhus.4", "answered=2026-11-20", received="2026-10-28")
    assert answered.may_have_ended(day("2026-11-19"))
    assert not answered.may_have_ended(day("2026-11-20"))
    assert not derived("aarhus.4", sent="2026-10-28", received="2026-10-28").may_have_ended(day("2026-11-28"))


def test_the_days_of_2026_are_those_published_in_kazakhstan() -> None:
    # 12 to 20 March are 7; Nauryz is off to 25 March; 26 and 27 make 9; 30 March to 3 April 14; Monday 6 April is 15.
    derivation = derived("kz.appc", received="2026-03-11")
    assert (due(derivation), derivation.verified) == (("2026-04-06", "2026-04-06"), True)


# --- Events -------------------------------------------------------------------------------------------------------


def test_an_extension_told_too_late_is_kept_and_moves_nothing() -> None:
    derivation = derived("kg.rti", "extended=2024-07-10", received="2024-06-20")
    assert due(derivation) == due(derived("kg.rti", received="2024-06-20"))
    assert "late_extension" in keys(derivation)
    assert "extended" not in keys(derivation)


def test_a_russian_extension_must_be_told_within_seven_days_of_registration() -> None:
    assert due(derived("ru.8fz", "extended=2022-06-27", registered=MONDAY)) == ("2022-08-04", "2022-08-04")
    assert "late_extension" in keys(derived("ru.8fz", "extended=2022-06-28", registered=MONDAY))


def test_an_extension_is_as_long_as_its_notice_says() -> None:
    assert due(derived("cn.ogi", "extended=2022-07-18:5")) == ("2022-07-25", "2022-07-25")


def test_an_extension_longer_than_the_law_allows_is_cut_to_what_it_allows() -> None:
    derivation = derived("cn.ogi", "extended=2022-07-18:60")
    assert due(derivation) == ("2022-08-15", "2022-08-15")
    assert "extension_capped" in keys(derivation)


def test_a_second_extension_moves_nothing() -> None:
    derivation = derived("cn.ogi", "extended=2022-07-18", "extended=2022-08-10")
    assert due(derivation) == ("2022-08-15", "2022-08-15")
    assert "second_extension" in keys(derivation)


def test_an_extension_the_law_does_not_know_moves_nothing() -> None:
    derivation = derived("uz.openness", "extended=2022-07-01", registered=MONDAY)
    assert due(derivation) == ("2022-07-05", "2022-07-05")
    assert "without_effect" in keys(derivation)


def test_a_british_extension_without_a_length_leaves_the_latest_day_open() -> None:
    derivation = derived("gb.foia", "extended=2022-07-10")
    assert due(derivation) == ("2022-07-19", "None")
    assert derivation.status(day("2023-07-19")) is Status.WITHIN
    assert keys(derivation)[-1] == "open"


def test_a_redirected_request_runs_anew_from_the_new_body() -> None:
    assert due(derived("kz.appc", "redirected=2022-06-23")) == ("2022-07-15", "2022-07-15")


def test_a_clarification_restarts_the_chinese_clock() -> None:
    derivation = derived("cn.ogi", "clarification_asked=2022-06-24", "clarified=2022-06-30")
    assert due(derivation) == ("2022-07-28", "2022-07-28")


def test_a_clarification_asked_too_late_moves_only_the_latest_day() -> None:
    derivation = derived("cn.ogi", "clarification_asked=2022-07-04", "clarified=2022-07-05")
    assert due(derivation) == ("2022-07-18", "2022-08-02")
    assert "asked_late" in [step.why for step in derivation.steps]


def test_an_unanswered_question_leaves_the_latest_day_open() -> None:
    derivation = derived("cn.ogi", "clarification_asked=2022-06-24")
    assert derivation.due_max is None
    assert derivation.status(day("2022-12-31")) is Status.WITHIN


def test_days_of_asking_a_third_party_are_not_counted() -> None:
    derivation = derived("cn.ogi", "third_party_consult=2022-06-27", "third_party_answered=2022-07-01")
    assert due(derivation) == ("2022-07-25", "2022-07-25")


def test_a_third_party_that_has_not_answered_may_take_its_fifteen_days() -> None:
    # From 27 June fifteen working days end on 18 July; the four counted before leave sixteen: 9 August.
    assert due(derived("cn.ogi", "third_party_consult=2022-06-27")) == ("2022-07-18", "2022-08-09")


def test_a_fee_notice_stops_the_british_clock() -> None:
    assert due(derived("gb.foia", "fee_notice=2022-06-27", "fee_paid=2022-07-01")) == ("2022-07-26", "2022-07-26")
    assert derived("gb.foia", "fee_notice=2022-06-27").due_max is None


def test_an_event_after_the_last_day_moves_nothing() -> None:
    derivation = derived("cn.ogi", "clarification_asked=2022-08-01", "clarified=2022-08-03")
    assert due(derivation) == ("2022-07-18", "2022-07-18")
    assert "late_event" in keys(derivation)


def test_a_redirection_after_the_last_day_moves_nothing() -> None:
    derivation = derived("kz.appc", "redirected=2022-07-13")
    assert due(derivation) == ("2022-07-12", "2022-07-12")
    assert "late_event" in keys(derivation)


def test_an_extension_may_be_told_on_the_last_day_where_the_law_sets_no_day_for_the_notice() -> None:
    clauses = {
        key: clause for key, clause in LAWS.versions("cn.ogi")[0].clauses.items() if key != ClauseKey.EXTENSION_NOTICE
    }
    rule = replace(LAWS.versions("cn.ogi")[0], clauses=clauses)
    events = [(parse_event(f"extended={text}"),) for text in ("2022-07-18", "2022-07-19")]
    derivations = [derive(rule, Request(received=day(MONDAY), events=event)) for event in events]
    assert [str(clause.due_max) for clause in derivations] == ["2022-08-15", "2022-07-18"]


def test_a_complaint_opens_the_clock_of_its_decision_and_then_of_the_court() -> None:
    derivation = derived("kz.appc", "silence=2022-07-13", "complaint=2022-07-20")
    assert window(derivation, ClauseKey.COMPLAINT_DECISION) == ("2022-08-17", "2022-08-17")
    assert window(derivation, ClauseKey.COURT) == ("2022-09-17", "2022-09-19")
    decided = derived("kz.appc", "refused=2022-07-01", "complaint=2022-07-20", "complaint_decided=2022-08-01")
    assert window(decided, ClauseKey.COMPLAINT) == ("2022-10-01", "2022-10-03")
    assert window(decided, ClauseKey.COURT) == ("2022-09-01", "2022-09-01")


# --- Status -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "events", "as_of", "status"),
    [
        ("kz.ati", (), "2022-07-12", Status.WITHIN),
        ("kz.ati", (), "2022-07-13", Status.OVERDUE),
        ("kz.appc", (), "2022-07-13", Status.DEEMED_REFUSED),
        ("kz.appc", ("answered=2022-07-12",), "2023-01-01", Status.WITHIN),
        ("kz.appc", ("refused=2022-07-20",), "2022-07-21", Status.LATE_BUT_ANSWERED),
        ("kz.appc", ("answered=2022-07-20",), "2022-07-19", Status.DEEMED_REFUSED),
        ("kz.appc", ("answered=2022-07-20",), "2022-07-10", Status.WITHIN),
    ],
)
def test_the_status_on_a_day(rule: str, events: tuple[str, ...], as_of: str, status: Status) -> None:
    assert derived(rule, *events).status(day(as_of)) is status


def test_a_request_of_which_only_the_sending_is_known_has_no_last_day() -> None:
    derivation = derive_under(LAWS, "kz.appc", Request(sent=day(MONDAY)))
    assert (derivation.due_min, derivation.due_max, derivation.start) == (None, None, None)
    assert derivation.status(day("2030-01-01")) is Status.UNKNOWN_START
    assert keys(derivation) == ["unknown_start"]


@pytest.mark.parametrize(
    ("rule", "last", "fact"), [("aarhus.4", "2022-07-20", "sent"), ("kz.appc", "2022-07-12", "received")]
)
def test_the_registration_bounds_a_day_before_it_that_is_not_known(rule: str, last: str, fact: str) -> None:
    derivation = derive_under(LAWS, rule, Request(registered=day(MONDAY)))
    assert due(derivation) == ("None", last)
    assert fact in derivation.unverified


def test_a_request_was_received_between_its_sending_and_its_registration() -> None:
    derivation = derive_under(LAWS, "kz.appc", Request(sent=day("2022-06-16"), registered=day(MONDAY)))
    assert due(derivation) == ("2022-07-08", "2022-07-12")


def test_a_day_of_registration_that_no_law_bounds_leaves_the_latest_day_open() -> None:
    derivation = derived("uz.openness")
    assert due(derivation) == ("2022-07-05", "None")
    assert "counted" in keys(derivation)
    assert derivation.status(day("2023-07-05")) is Status.WITHIN


def test_a_redirected_request_gets_a_start_even_if_the_first_is_not_known() -> None:
    request = Request(sent=day(MONDAY), events=(parse_event("redirected=2022-06-23"),))
    assert due(derive_under(LAWS, "kz.appc", request)) == ("2022-07-15", "2022-07-15")


def test_a_redirection_ends_an_open_wait_and_an_extension() -> None:
    derivation = derived("cn.ogi", "extended=2022-06-21", "clarification_asked=2022-06-22", "redirected=2022-06-23")
    assert due(derivation) == ("2022-07-21", "2022-07-21")


def test_a_request_without_any_day_has_no_last_day() -> None:
    assert derive_under(LAWS, "kz.appc", Request()).status(day(MONDAY)) is Status.UNKNOWN_START


def test_events_of_a_request_without_a_start_are_kept() -> None:
    request = Request(sent=day(MONDAY), events=(parse_event("extended=2022-07-01"), parse_event("answered=2022-07-02")))
    derivation = derive_under(LAWS, "kz.appc", request)
    assert keys(derivation) == ["unknown_start", "without_effect", "answered"]


# --- What is certain ----------------------------------------------------------------------------------------------


def test_only_what_was_used_makes_a_derivation_uncertain() -> None:
    assert derived("kz.appc").verified
    assert derived("kz.appc", "extended=2022-07-12").unverified == ("extension", "roll")
    assert "reply" in derived("kz.ati").unverified


def test_a_derivation_says_what_it_was_counted_with() -> None:
    derivation = derived("kz.appc")
    (rule,) = LAWS.versions("kz.appc")
    assert (derivation.rule_version, derivation.holidays_version, len(derivation.overrides_digest)) == (
        rule.version,
        "0.109",
        64,
    )


# --- Refusals -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "received", "events", "code", "way_out"),
    [
        ("kz.appc", "2021-06-30", (), "law_later", "choose the law that held"),
        ("kz.appc,kz.ati", MONDAY, (), "rule_two", "count each law for itself"),
        ("kz.nothing", MONDAY, (), "rule_unknown", "kz.appc"),
        ("cn.ogi", MONDAY, ("extended=2022-07-01:400",), "event_too_long", "1 to 366"),
        ("cn.ogi", MONDAY, ("extended=2022-07-01:0",), "event_too_long", "1 to 366"),
        ("cn.ogi", MONDAY, ("answered=2022-06-19",), "event_early", "check the days"),
        ("cn.ogi", MONDAY, ("clarified=2022-06-25",), "event_ends_nothing", "clarification_asked"),
        ("cn.ogi", MONDAY, ("answered=2022-07-01:5",), "event_length", "leave the length out"),
        ("cn.ogi", MONDAY, ("answered=2022-07-01", "extended=2022-07-02"), "event_after_reply", "new request"),
        ("gb.foia", MONDAY, ("fee_notice=2022-06-21", "fee_notice=2022-06-22"), "event_twice", "fee_paid"),
        ("kz.appc", MONDAY, ("silence=2022-07-12",), "silence_early", "wait for the last day"),
        ("kz.appc", "2101-01-01", (), "day_beyond", "check the year"),
    ],
)
def test_what_cannot_be_is_refused_with_the_way_out(
    rule: str, received: str, events: tuple[str, ...], code: str, way_out: str
) -> None:
    with pytest.raises(Refused) as refused:
        derived(rule, *events, received=received)
    assert refused.value.code == code
    assert way_out in in_english(refused.value).way_out


def test_received_before_sent_is_refused() -> None:
    with refused("days_order", "received", day=day("2022-06-20"), other=day("2022-06-21")):
        derived("kz.appc", sent="2022-06-21")


def test_a_version_of_a_law_is_not_used_outside_its_days() -> None:
    (rule,) = LAWS.versions("kz.appc")
    with refused("law_not_held"):
        derive(rule, Request(received=day("2020-01-01")))
