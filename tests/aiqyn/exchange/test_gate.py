"""Companies that a violation, a fine or a court case names, and that were not invited to reply, are remarked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from aiqyn.cli import FINDINGS, GOOD, look_through, main
from aiqyn.exchange.replies import HEADER, REPLIES
from aiqyn.ledger import Entity
from tests.aiqyn.register_factory import ENTITIES, csv_text, row, statement, write_register

FINE = row(entity="zhanatas-fine", property="event_type", value="fine_imposed", unit="")
NAMED = row(entity="zhanatas-fine", property="concerns", value="aiib", unit="")
COMPANY = row(entity="aiib", property="organisation_type", value="bank", unit="")
COURT = row(entity="aiib", property="organisation_type", value="court", unit="")
INVITED = "r1,zhanatas-fine,aiib,2026-11-22,letter,2026-12-06,,,,\n"


def remarks(folder: Path, rows: Sequence[list[str]], replies: str = "") -> list[str]:
    register = write_register(folder, rows)
    entities = sorted([*ENTITIES, Entity("zhanatas-fine", "record", "zhanatas-wind")])
    (register / "entities.csv").write_text(csv_text("entities.csv", entities), encoding="utf-8")
    (register / REPLIES).write_bytes(HEADER + replies.encode())
    findings, remarked = look_through(register)
    assert findings == []
    return [finding.value for finding in remarked]


def test_a_fine_of_a_company_that_was_not_invited_is_remarked(tmp_path: Path) -> None:
    assert remarks(tmp_path, [FINE, NAMED, COMPANY]) == ["zhanatas-fine"]


def test_an_invited_company_is_not_remarked(tmp_path: Path) -> None:
    assert remarks(tmp_path, [FINE, NAMED, COMPANY], INVITED) == []


def test_an_invitation_about_a_statement_of_the_record_counts(tmp_path: Path) -> None:
    about = statement(
        **dict(zip(("entity", "property", "value", "unit"), ("zhanatas-fine", "concerns", "aiib", ""), strict=True))
    )
    assert remarks(tmp_path, [FINE, NAMED, COMPANY], INVITED.replace("zhanatas-fine", about.id)) == []


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param([FINE, NAMED, COURT], id="a court is not invited to reply to its own ruling"),
        pytest.param([FINE, COMPANY], id="a fine that names no company"),
        pytest.param([NAMED, COMPANY], id="a record that tells of nothing adverse"),
    ],
)
def test_what_speaks_against_no_company_is_not_remarked(tmp_path: Path, rows: list[list[str]]) -> None:
    assert remarks(tmp_path, rows) == []


def test_a_withdrawn_finding_is_not_remarked(tmp_path: Path) -> None:
    target = statement(entity="zhanatas-fine", property="event_type", value="fine_imposed", unit="").id
    gone = row(entity="zhanatas-fine", property="retraction", value=target, note="not so")
    assert remarks(tmp_path, [FINE, NAMED, COMPANY, gone]) == []


def test_a_remark_is_a_finding_under_strict_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert remarks(tmp_path, [FINE, NAMED, COMPANY])
    register = str(tmp_path / "register")
    assert main(["check", register, "--lang", "ru"]) == GOOD
    printed = capsys.readouterr().out
    assert printed.startswith("Замечание, не ошибка: entities.csv: ")
    assert printed.endswith(": ошибок нет\n")
    assert main(["check", register, "--strict"]) == FINDINGS
    printed, complaint = capsys.readouterr()
    assert printed == f"{register}: 1 finding\n"
    assert complaint.startswith("entities.csv: ")
