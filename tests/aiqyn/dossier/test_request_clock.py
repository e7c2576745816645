"""The clock of a request: the domain notes' example, answers known badly, and laws that cannot be applied."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiqyn.deadlines.law import ClauseKey
from aiqyn.deadlines.laws_file import load_laws
from aiqyn.dossier.bodies import bodies
from aiqyn.dossier.request_clock import Answer, Clock, Status, clock
from aiqyn.dossier.silence import request_silences
from tests.aiqyn.dossier.entries import request

LAWS = load_laws()
TODAY = date(2026, 11, 22)
RECEIVED = {"received": "2022-06-20"}  # the last day under kz.appc is 12 July 2022


def counted(events: dict[str, str], as_of: date = TODAY, rule: str = "kz.appc", **values: str) -> Clock:
    return clock(request(events=events, request_rule=rule, **values), LAWS, as_of)


def test_without_an_answer_the_days_run_from_the_last_plausible_day() -> None:
    reading = counted(RECEIVED, date(2022, 7, 12))
    assert (reading.status, reading.answer, reading.days) == (Status.WITHIN, Answer.NONE, None)
    reading = counted(RECEIVED, date(2022, 7, 13))
    assert (reading.status, reading.answer, reading.days) == (Status.DEEMED_REFUSED, Answer.NONE, 1)
    assert counted(RECEIVED, date(2022, 7, 22)).days == 10


def test_a_clock_under_the_law_of_another_country_is_that_of_its_day() -> None:
    asked = request(events=RECEIVED, request_rule="cn.ogi", addressed_to="ministry")  # the last day is 18 July 2022
    home, elsewhere = date(2022, 7, 18), (("CN", date(2022, 7, 19)),)
    assert clock(asked, LAWS, home).status is Status.WITHIN
    reading = clock(asked, LAWS, home, elsewhere)
    assert (reading.as_of, reading.status, reading.days) == (date(2022, 7, 19), Status.OVERDUE, 1)
    assert bodies([asked], LAWS, home, elsewhere)[asked.bodies[0]].no_answer == 1
    assert [silence.days for silence in request_silences([asked], LAWS, home, elsewhere)] == [1]
    at_home = request(events=RECEIVED, request_rule="kz.appc")
    assert clock(at_home, LAWS, home, elsewhere) == clock(at_home, LAWS, home)


def test_the_windows_for_a_complaint_are_in_the_derivation() -> None:
    derivation = counted(RECEIVED, date(2022, 7, 13)).derivation
    assert derivation is not None
    (complaint,) = [window for window in derivation.windows if window.clause is ClauseKey.COMPLAINT]
    assert str(complaint.span.last) == "2022-10-13"


@pytest.mark.parametrize(
    ("answered", "status", "answer", "days"),
    [
        ("2022-07-12", Status.WITHIN, Answer.IN_TIME, None),
        ("2022-07-13", Status.LATE_BUT_ANSWERED, Answer.LATE, 1),
        ("2022-06", Status.WITHIN, Answer.IN_TIME, None),
        ("2022-08", Status.LATE_BUT_ANSWERED, Answer.LATE, 20),
        ("2022-07", Status.ANSWERED, Answer.UNTOLD, None),
        ("2022", Status.ANSWERED, Answer.UNTOLD, None),
        ("XXXX-07-01", Status.ANSWERED, Answer.UNTOLD, None),
    ],
)
def test_an_answer_is_late_only_when_no_day_it_can_be_of_is_in_time(
    answered: str, status: Status, answer: Answer, days: int | None
) -> None:
    reading = counted({**RECEIVED, "answered": answered})
    assert (reading.status, reading.answer, reading.days) == (status, answer, days)


def test_an_outcome_told_later_does_not_make_the_answer_late() -> None:
    asked = request(events=RECEIVED, request_rule="kz.appc", outcome="refused", outcome_of="2023-01")
    reading = clock(asked, LAWS, TODAY)
    assert (reading.status, reading.answer) == (Status.ANSWERED, Answer.UNTOLD)
    asked = request(events=RECEIVED, request_rule="kz.appc", outcome="refused", outcome_of="2022-07-01")
    assert clock(asked, LAWS, TODAY).answer is Answer.IN_TIME


def test_on_a_past_day_a_later_answer_is_not_known() -> None:
    events = {**RECEIVED, "answered": "2022-09-01"}
    reading = counted(events, date(2022, 8, 1))
    assert (reading.status, reading.answer, reading.days) == (Status.DEEMED_REFUSED, Answer.NONE, 20)


def test_a_request_whose_day_is_not_known_has_no_clock() -> None:
    reading = counted({"sent": "2020"}, outcome="refused")
    assert reading == Clock(TODAY, None, Status.UNKNOWN_START, Answer.UNTOLD)
    assert counted({}) == Clock(TODAY, None, Status.UNKNOWN_START, Answer.NONE)


def test_a_sent_day_alone_does_not_start_a_law_that_counts_from_receipt() -> None:
    reading = counted({"sent": "2022-06-20"})
    assert reading.status is Status.UNKNOWN_START
    assert reading.derivation is not None


def test_a_law_that_did_not_hold_yet_is_a_problem_and_no_error() -> None:
    reading = counted({"received": "2020-06-20"})
    assert reading.status is Status.NOT_COUNTED
    assert reading.problem is not None
    assert reading.problem.code == "law_later"


@pytest.mark.parametrize(
    ("events", "rule", "code"),
    [
        ({"received": "2022-06-20", "sent": "2022-07-20"}, "kz.appc", "days_order"),
        (RECEIVED, "kz.nothing", "rule_unknown"),
        (RECEIVED, "kz.appc+kz.ati", "rule_two"),
        ({**RECEIVED, "answered": "2022-06-01"}, "kz.appc", "event_early"),
        ({**RECEIVED, "silence": "2022-06-25"}, "kz.appc", "silence_early"),
        ({**RECEIVED, "redirected": "2022-06"}, "kz.appc", "event_vague"),
    ],
)
def test_what_cannot_be_counted_says_why(events: dict[str, str], rule: str, code: str) -> None:
    reading = counted(events, rule=rule)
    assert reading.status is Status.NOT_COUNTED
    assert reading.derivation is None
    assert reading.problem is not None
    assert reading.problem.code == code


def test_without_a_rule_nothing_is_counted_and_nothing_is_wrong() -> None:
    reading = clock(request(events=RECEIVED), LAWS, TODAY)
    assert reading == Clock(TODAY, None, Status.NOT_COUNTED, Answer.NONE)


def test_a_withdrawn_request_has_no_clock() -> None:
    assert counted(RECEIVED, outcome="withdrawn").status is Status.WITHDRAWN


def test_an_answer_while_the_last_day_is_open_is_neither_in_time_nor_late() -> None:
    events = {"received": "2022-06-20", "extended": "2022-06-25", "answered": "2023-06-25"}
    reading = counted(events, rule="gb.foia")
    assert (reading.status, reading.answer) == (Status.ANSWERED, Answer.UNTOLD)


_DAYS = st.dates(date(2019, 1, 1), date(2027, 12, 31))
_TEXTS = _DAYS.flatmap(lambda day: st.sampled_from([day.isoformat(), f"{day:%Y-%m}", f"{day:%Y}", f"{day}~"]))
_PARTS = ["sent", "received", "registered", "redirected", "extended", "answered", "refused", "silence", "complaint"]
_RULES = ["kz.appc", "kz.ati", "aarhus.4", "cn.ogi", "gb.foia", "kz.nothing", ""]
_OUTCOMES = ["", "pending", "answered_in_full", "refused", "no_answer", "forwarded", "withdrawn"]


@given(st.dictionaries(st.sampled_from(_PARTS), _TEXTS), st.sampled_from(_RULES), st.sampled_from(_OUTCOMES), _DAYS)
def test_no_request_raises_and_days_are_counted_only_after_the_last_plausible_day(
    events: dict[str, str], rule: str, outcome: str, as_of: date
) -> None:
    asked = request(events=events, request_rule=rule, outcome=outcome)
    reading = clock(asked, LAWS, as_of)
    if reading.days is not None:
        assert reading.days >= 1
        assert reading.derivation is not None
        assert reading.derivation.due_max is not None
        assert reading.derivation.due_max + timedelta(days=reading.days) <= as_of
    if reading.status in {Status.OVERDUE, Status.DEEMED_REFUSED}:
        assert reading.answer is Answer.NONE
