"""A person's verdict stands before the register's, and one person's before another's."""

from __future__ import annotations

from datetime import date

from aiqyn.disclosure import Stage, Verdict, agreement, combine, leading_verdicts, load_checklist, second_opinions
from tests.aiqyn.disclosure.verdicts import AS_OF, DAY, assessed

EARLIER, LATER = date(2026, 10, 1), date(2026, 11, 20)


def test_a_persons_verdict_stands_whatever_the_days() -> None:
    person = assessed("EN06", Verdict.PARTIAL, EARLIER)
    own = [assessed("EN06", day=LATER, assessor="register"), assessed("EN07", day=LATER, assessor="register")]
    assert leading_verdicts([person], own) == [person, own[1]]


def test_the_assessor_who_comes_first_in_the_file_leads() -> None:
    assessment, other = assessed("EN06", Verdict.PARTIAL), assessed("EN06", day=LATER, assessor="second")
    assert leading_verdicts([assessment, other], []) == [assessment]
    assert leading_verdicts([other, assessment], []) == [other]


def test_of_one_assessor_the_last_verdict_counts() -> None:
    old, new = assessed("EN06", Verdict.PARTIAL), assessed("EN06")
    assert leading_verdicts([old, new], []) == [new]
    assert leading_verdicts([old, assessed("EN06", day=LATER)], [], as_of=DAY) == [old]


def test_not_assessed_makes_room_for_another_person_but_not_for_the_register() -> None:
    none, other = assessed("EN06", Verdict.NOT_ASSESSED), assessed("EN06", assessor="second")
    assert leading_verdicts([none, other], []) == [other]
    assert leading_verdicts([none], [assessed("EN06", assessor="register")]) == [none]


def test_what_came_later_is_left_out() -> None:
    assert leading_verdicts([assessed("EN06", day=LATER)], [assessed("EN07", day=LATER)], as_of=DAY) == []


def test_a_verdict_on_another_version_makes_room_for_the_register_and_is_listed() -> None:
    old, own = assessed("EN06", version=2), assessed("EN06", assessor="register")
    combined = combine(load_checklist(), Stage.OPERATION, [], [old], [own], AS_OF)
    assert combined.assessments == [own]
    assert [verdict.assessment for verdict in combined.set_aside] == [old]


def test_second_opinions_are_those_of_the_second_assessor_on_what_both_judged() -> None:
    rows = [
        ("a", assessed("EN06")),
        ("a", assessed("EN06", Verdict.PARTIAL, assessor="second")),
        ("b", assessed("EN06")),
        ("b", assessed("EN06", assessor="second")),
        ("c", assessed("EN06")),
        ("d", assessed("EN06")),
        ("d", assessed("EN06", Verdict.NOT_ASSESSED, assessor="second")),
        ("e", assessed("EN06")),
        ("e", assessed("EN06", assessor="second", version=2)),
    ]
    first, second = second_opinions(rows)
    assert list(first) == list(second) == [("a", "EN06"), ("b", "EN06")]
    assert agreement(first, second).n == 2
