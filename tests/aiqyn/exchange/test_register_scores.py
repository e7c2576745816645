"""Scores straight from a register folder, as known on any day."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from aiqyn import cli
from aiqyn.cli import FINDINGS, GOOD, WRONG_USE, main
from aiqyn.disclosure import REGISTER, Assessment, Evidence, Stage, Verdict
from aiqyn.disclosure.explanation import UNSEARCHED
from aiqyn.disclosure.project_score import ProjectScore
from aiqyn.errors import RegisterRefused
from aiqyn.exchange.assessments import ASSESSMENTS, HEADER, format_row
from aiqyn.exchange.register_scores import read_scores
from aiqyn.ledger import make_statement
from tests.aiqyn.refusals import refused
from tests.aiqyn.register_factory import STATEMENTS, row, write_register

DAY = date(2026, 11, 22)
PERSON = Assessment(
    "MO01", 1, Verdict.PARTIAL, "aiqyn-a", DAY, (Evidence(make_statement(STATEMENTS[0]).id),), note="undated"
)
Captured = pytest.CaptureFixture[str]


@pytest.fixture
def register(tmp_path: Path) -> Path:
    return write_register(tmp_path, [*STATEMENTS, row(value="140", source="aiib-2019", recorded="2026-11-22")])


def assess(register: Path, *verdicts: Assessment) -> None:
    rows = "".join(format_row("zhanatas-wind", verdict) for verdict in verdicts)
    (register / ASSESSMENTS).write_bytes(HEADER + rows.encode())


def verdict_of(scored: ProjectScore, item: str) -> tuple[str, str]:
    line = next(line for line in scored.score.lines if line.item.id == item)
    return line.key, line.assessment.assessor if line.assessment else ""


def test_a_register_without_assessments_is_scored_by_what_it_says(register: Path) -> None:
    outcome = read_scores(register).of("zhanatas-wind", DAY)
    assert (outcome.stage, outcome.set_aside) == (Stage.OPERATION, ())
    assert verdict_of(outcome, "MO01") == (Verdict.DISCLOSED, REGISTER)
    assert verdict_of(outcome, "EN06") == (Verdict.NOT_ASSESSED, "")


def test_a_past_day_knows_neither_later_statements_nor_later_verdicts(register: Path) -> None:
    assess(register, PERSON)
    scores = read_scores(register)
    assert verdict_of(scores.of("zhanatas-wind", DAY), "MO01") == (Verdict.PARTIAL, "aiqyn-a")
    before = scores.of("zhanatas-wind", date(2026, 11, 21))
    assert verdict_of(before, "MO01") == (UNSEARCHED, REGISTER)
    assert scores.of("zhanatas-wind", date(2026, 11, 20)).score.assessed == 0


def test_a_verdict_that_cannot_be_used_is_listed_with_its_reason(register: Path) -> None:
    assess(register, Assessment("RE02", 1, Verdict.NOT_APPLICABLE, "aiqyn-a", DAY, note="no request"))
    (aside,) = read_scores(register).of("zhanatas-wind", DAY).set_aside
    assert (aside.reason.code, aside.assessment.item) == ("verdict_not_asked", "RE02")


def test_the_last_day_is_that_of_the_last_row(register: Path, tmp_path: Path) -> None:
    assert read_scores(register).last_day == DAY
    with refused("register_empty"):
        _ = read_scores(write_register(tmp_path / "empty", [])).last_day


def test_a_score_is_never_of_a_day_to_come(register: Path, capsys: Captured) -> None:
    assess(register, PERSON, replace(PERSON, assessor="other-one", day=date(2999, 1, 1)))
    assert main(["score", "zhanatas-wind", "--register", str(register), "--lang", "en"]) == GOOD
    assert "2999" not in capsys.readouterr().out.splitlines()[0]


def test_what_is_no_project_has_no_score(register: Path) -> None:
    for name in ("aiib", "nothing"):
        with refused("project_unknown", project=name):
            read_scores(register).of(name, DAY)


def test_faulty_assessments_are_refused(register: Path) -> None:
    (register / ASSESSMENTS).write_bytes(b"project\n")
    with pytest.raises(RegisterRefused, match=f"{ASSESSMENTS}:1"):
        read_scores(register)


@pytest.fixture
def _core_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the core's own commands: those of the site need Django."""
    monkeypatch.setattr(cli, "entry_points", lambda group: [])


@pytest.mark.usefixtures("_core_alone")
def test_the_command_prints_a_score_item_by_item(register: Path, capsys: Captured) -> None:
    assess(register, PERSON)
    assert main(["score", "zhanatas-wind", "--register", str(register)]) == GOOD
    lines = capsys.readouterr().out.replace("\u00a0", " ").splitlines()
    assert lines[:2] == ["As assessed up to 22 November 2026.", "Stage of the project: operation"]
    assert "MO01 1/2: total cost: disclosed in part, assessed 22 November 2026" in lines
    assert "No rank below 80%." in lines


@pytest.mark.usefixtures("_core_alone")
@pytest.mark.parametrize(
    ("lang", "line"),
    [("ru", "Стадия проекта: работа"), ("kk", "Жобаның кезеңі: жұмыс істеу"), ("zh", "项目阶段：运营")],
)
def test_the_command_speaks_every_language(register: Path, lang: str, line: str, capsys: Captured) -> None:
    assert main(["score", "zhanatas-wind", "--register", str(register), "--lang", lang]) == GOOD
    assert line in capsys.readouterr().out.splitlines()


@pytest.mark.usefixtures("_core_alone")
def test_the_command_gives_the_same_score_as_json(register: Path, capsys: Captured) -> None:
    arguments = ["score", "zhanatas-wind", "--register", str(register), "--on", "2026-11-22", "--json"]
    assert main(arguments) == GOOD
    first = capsys.readouterr().out
    assert main(arguments) == GOOD
    assert capsys.readouterr().out == first
    given = json.loads(first)
    outcome = read_scores(register).of("zhanatas-wind", DAY).score
    assert (given["digest"], given["document"]) == (outcome.digest, json.loads(outcome.document))
    assert len(given["lines"]) == 44
    assert main([*arguments, "--lang", "kk"]) == GOOD
    spoken = json.loads(capsys.readouterr().out)
    assert [line["text"] for line in spoken["lines"]] == [line.text("kk") for line in outcome.lines]


@pytest.mark.usefixtures("_core_alone")
@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["nothing"], WRONG_USE, "there is no project 'nothing'"),
        (["zhanatas-wind", "--on", "2026-02-29"], WRONG_USE, "2026-02-29 does not exist"),
        (["zhanatas-wind", "--register", "/nowhere"], FINDINGS, "not a folder"),
    ],
)
def test_a_wrong_use_is_explained(
    register: Path, capsys: Captured, arguments: list[str], code: int, message: str
) -> None:
    given = arguments if "--register" in arguments else [*arguments, "--register", str(register)]
    assert main(["score", *given]) == code
    assert message in capsys.readouterr().err
