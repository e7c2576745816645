"""Tests of `aiqyn deadline`, of its English and of its JSON."""

from __future__ import annotations

import json
from datetime import date

import pytest

from aiqyn import cli
from aiqyn.cli import GOOD, WRONG_USE, main
from aiqyn.deadlines.deadline import derive_under
from aiqyn.deadlines.laws_file import load_laws
from aiqyn.deadlines.request import Request, parse_event
from aiqyn.vocabulary import LANGUAGES
from aiqyn.words.derivation_text import derivation_lines
from tests.aiqyn.refusals import refused_in_words

Captured = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _core_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the core's own commands: those of the site need Django."""
    monkeypatch.setattr(cli, "entry_points", lambda group: [])


def test_the_command_prints_the_last_day_the_status_and_every_day(capsys: Captured) -> None:
    assert main(["deadline", "kz.appc", "--received", "2022-06-20", "--as-of", "2022-07-13"]) == GOOD
    printed = capsys.readouterr().out
    printed = printed.replace("\u00a0", " ")
    assert "Last day for the reply: 12 July 2022, Tue\n" in printed
    assert "On 13 July 2022: no answer, which by law counts as a refusal.\n" in printed
    assert "6 July 2022, Wed  not counted: holiday (Capital Day)\n" in printed
    assert "12 July 2022, Tue  working day 15\n" in printed
    assert "Complaint: 13 October 2022, Thu\n" in printed
    assert "holidays 0.109" in printed


@pytest.mark.parametrize(
    ("lang", "last", "day"),
    [
        ("ru", "Последний день для ответа: 12 июля 2022 г., вт", "12 июля 2022 г., вт  15-й рабочий день"),
        ("kk", "Жауаптың соңғы күні: 2022 ж. 12 шілде, сс", "2022 ж. 12 шілде, сс  15-жұмыс күні"),
        ("zh", "答复的最后一日：2022年7月12日（周二）", "2022年7月12日（周二）  第15个工作日"),
    ],
)
def test_the_command_speaks_every_language(lang: str, last: str, day: str, capsys: Captured) -> None:
    assert main(["deadline", "kz.appc", "--received", "2022-06-20", "--lang", lang]) == GOOD
    printed = capsys.readouterr().out.replace("\u00a0", " ")
    assert f"{last}\n" in printed
    assert f"{day}\n" in printed
    assert main(["deadline", "kz.nothing", "--received", "2022-06-20", "--lang", lang]) == WRONG_USE
    assert "kz.nothing" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["kz.ati", "--received", "2022-06-20"], "between 5 July 2022, Tue and 12 July 2022, Tue"),
        (["kz.appc", "--sent", "2022-06-20"], "Last day for the reply: not known"),
        (
            ["gb.foia", "--received", "2022-06-20", "--event", "fee_notice=2022-06-27"],
            "19 July 2022",
        ),
        (["kz.appc", "--received", "2027-03-10"], "There is no complete table of holidays for 2027"),
        (
            ["ru.8fz", "--received", "2022-06-20"],
            "which is not known: the request was registered",
        ),
    ],
)
def test_what_is_not_certain_is_said(arguments: list[str], line: str, capsys: Captured) -> None:
    assert main(["deadline", *arguments]) == GOOD
    assert line in capsys.readouterr().out.replace("\u00a0", " ")


def test_the_json_has_the_days_and_what_it_was_counted_with(capsys: Captured) -> None:
    arguments = ["deadline", "kz.ati", "--received", "2022-06-20", "--as-of", "2022-07-12", "--json"]
    assert main(arguments) == GOOD
    document = json.loads(capsys.readouterr().out)
    assert (document["due_min"], document["due_max"], document["status"]) == ("2022-07-05", "2022-07-12", "within")
    assert document["verified"] is False
    assert document["start"] == {"first": "2022-06-20", "last": "2022-06-20"}
    assert document["steps"][-1]["key"] == "due"
    assert document["title"]["kk"].startswith("«Ақпаратқа")


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


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_kind_of_step_has_words(lang: str) -> None:
    texts = (
        "redirected=2025-06-21 clarification_asked=2025-06-24 clarified=2025-06-26 third_party_consult=2025-06-27 "
        "third_party_answered=2025-06-28 fee_notice=2025-06-28 fee_paid=2025-06-30 extended=2025-07-01:90 "
        "extended=2025-07-02 refused=2026-07-01 silence=2026-07-02 complaint=2026-07-03 complaint_decided=2026-07-04 "
        "court=2026-07-05"
    )
    events = tuple(map(parse_event, texts.split()))
    for rule in load_laws().ids:
        derivation = derive_under(load_laws(), rule, Request(received=date(2025, 6, 20), events=events))
        lines = derivation_lines(derivation, load_laws().versions(rule)[-1], lang, date(2026, 7, 6))
        assert not [line for line in lines if "{" in line or "None" in line]
