"""Tests of `aiqyn deadline`, of its English and of its JSON."""

from __future__ import annotations

import json
from datetime import date

import pytest

from aiqyn import cli
from aiqyn.cli import GOOD, WRONG_USE, main
from aiqyn.deadlines.derive import derive_under
from aiqyn.deadlines.english import step_in_english
from aiqyn.deadlines.load import load_laws
from aiqyn.deadlines.request import Request, parse_day, parse_event
from tests.aiqyn.refusals import refused_in_words

Captured = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _core_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the core's own commands: those of the site need Django."""
    monkeypatch.setattr(cli, "entry_points", lambda group: [])


def test_the_command_prints_the_last_day_the_status_and_every_day(capsys: Captured) -> None:
    assert main(["deadline", "kz.appc", "--received", "2022-06-20", "--as-of", "2022-07-13"]) == GOOD
    printed = capsys.readouterr().out
    assert "Last day: Tue 2022-07-12\nOn 2022-07-13: deemed refused\n" in printed
    assert "Wed 2022-07-06  not counted (holiday, Capital Day)\n" in printed
    assert "Tue 2022-07-12  working day 15\n" in printed
    assert "Thu 2022-10-13  last day for a complaint\n" in printed
    assert "holidays 0.109" in printed


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["kz.ati", "--received", "2022-06-20"], "Last day: between Tue 2022-07-05 and Tue 2022-07-12"),
        (["kz.appc", "--sent", "2022-06-20"], "Last day: not known, because the day from which the term runs is not"),
        (
            ["gb.foia", "--received", "2022-06-20", "--event", "fee_notice=2022-06-27"],
            "not before 2022-07-19; the latest",
        ),
        (["kz.appc", "--received", "2026-03-11"], "There is no complete holiday table for 2026"),
        (["ru.8fz", "--received", "2022-06-20"], "taken as the day on which the request was registered"),
    ],
)
def test_what_is_not_certain_is_said(arguments: list[str], line: str, capsys: Captured) -> None:
    assert main(["deadline", *arguments]) == GOOD
    assert line in capsys.readouterr().out


def test_the_json_has_the_days_and_what_it_was_counted_with(capsys: Captured) -> None:
    arguments = ["deadline", "kz.ati", "--received", "2022-06-20", "--as-of", "2022-07-12", "--json"]
    assert main(arguments) == GOOD
    found = json.loads(capsys.readouterr().out)
    assert (found["due_min"], found["due_max"], found["status"]) == ("2022-07-05", "2022-07-12", "within")
    assert found["verified"] is False
    assert found["start"] == {"first": "2022-06-20", "last": "2022-06-20"}
    assert found["steps"][-1]["key"] == "due"
    assert found["title"]["kk"].startswith("«Ақпаратқа")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["kz.nothing", "--received", "2022-06-20"], "there is no rule 'kz.nothing'; use one of: kz.ati"),
        (["kz.appc", "--received", "2023-02-29"], "2023 is no leap year; write 2023-02-28 or 2023-03-01"),
        (["cn.ogi", "--received", "2022-06-20", "--event", "extended=2022-07-01:400"], "400 days"),
    ],
)
def test_wrong_use_is_explained(arguments: list[str], message: str, capsys: Captured) -> None:
    assert main(["deadline", *arguments]) == WRONG_USE
    assert message in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("answered", "is no event"),
        ("eaten=2022-07-01", "there is no event 'eaten'"),
        ("extended=2022-07-01:many", "'many' is no number of days"),
        ("extended=1.7.2022", "'1.7.2022' is no day"),
        ("extended=2022-13-01", "2022-13-01 does not exist"),
    ],
)
def test_an_event_written_wrongly_is_refused(text: str, message: str) -> None:
    with refused_in_words(message):
        parse_event(text)


def test_a_leap_day_that_exists_is_read() -> None:
    assert parse_day("2024-02-29") == date(2024, 2, 29)


def test_every_kind_of_step_has_english_words() -> None:
    texts = (
        "redirected=2025-06-21 clarification_asked=2025-06-24 clarified=2025-06-26 third_party_consult=2025-06-27 "
        "third_party_answered=2025-06-28 fee_notice=2025-06-28 fee_paid=2025-06-30 extended=2025-07-01:90 "
        "extended=2025-07-02 refused=2026-07-01 silence=2026-07-02 complaint=2026-07-03 complaint_decided=2026-07-04 "
        "court=2026-07-05"
    )
    events = tuple(map(parse_event, texts.split()))
    for rule in load_laws().ids:
        steps = derive_under(load_laws(), rule, Request(received=date(2025, 6, 20), events=events)).steps
        lines = [step_in_english(step) for step in steps]
        assert not [line for line in lines if "{" in line or "_" in line or "None" in line]
