"""By when an answer is due if a request is received now, and under which law."""

from __future__ import annotations

from datetime import date

import pytest

from aiqyn.deadlines.deadline import derive_under
from aiqyn.deadlines.due import day_of_receipt, dues, leading_due
from aiqyn.deadlines.laws_file import load_laws
from aiqyn.deadlines.request import Request


@pytest.mark.parametrize(
    ("today", "received"),
    [
        (date(2022, 6, 20), date(2022, 6, 20)),
        (date(2026, 11, 22), date(2026, 11, 23)),  # a Sunday
        (date(2022, 12, 31), date(2023, 1, 4)),  # New Year, and a day off moved after it
    ],
)
def test_a_request_is_received_on_the_first_day_on_which_the_body_surely_works(today: date, received: date) -> None:
    assert day_of_receipt(today, ("KZ",)) == received


def test_an_answer_is_due_as_if_it_were_sent_received_and_registered_on_that_day() -> None:
    day = date(2022, 6, 20)
    (due,) = dues(["kz.appc"], day)
    assert due.derivation == derive_under(load_laws(), "kz.appc", Request(sent=day, received=day, registered=day))


def test_the_law_whose_term_was_read_leads_and_one_that_did_not_hold_never_does() -> None:
    before = date(2021, 6, 30)  # the day before the code came into force
    code, unread, read = dues(["kz.appc", "kz.ati", "aarhus.4"], before)
    assert code.derivation is None
    assert (unread.verified, read.verified) == (False, True)
    assert leading_due([code, unread, read]) is read
    assert leading_due([code]) is None
    assert leading_due([code, unread]) is (unread if unread.derivation else None)
