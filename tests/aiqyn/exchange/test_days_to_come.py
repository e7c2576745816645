"""A day on which we did something is not yet to come; what sources tell may be, and is at most remarked."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from aiqyn.cli import look_through
from aiqyn.errors import Finding
from aiqyn.exchange import assessments, corrections, replies
from aiqyn.ledger import make_statement
from tests.aiqyn.refusals import in_english
from tests.aiqyn.register_factory import STATEMENTS, write_register

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
SAID = make_statement(STATEMENTS[0]).id
VERDICT = assessments.HEADER.decode() + f"zhanatas-wind,MO01,1,partial,other-one,DAY,{SAID},,undated\n"
DECISION = corrections.HEADER.decode() + "c1,2026-11-22,,source,accepted,DAY,Қосылды.,,,\n"
RECEIPT = corrections.HEADER.decode() + "c1,DAY,,source,accepted,2999-01-01,Қосылды.,,,\n"
BLANKED = corrections.HEADER.decode() + "c1,2026-11-22,,source,accepted,2026-11-23,[blanked DAY],,,\n"
INVITED = replies.HEADER.decode() + f"r1,{SAID},aiib,DAY,letter,2999-02-01,,,,\n"
INVITATION = f"r1,{SAID},aiib,2026-11-20,letter,2999-02-01,"
ANSWER = replies.HEADER.decode() + f"{INVITATION},,,\n{INVITATION}DAY,en,We disagree.,none\n"


def look(register: Path, name: str, text: str) -> tuple[list[Finding], list[Finding]]:
    (register / name).write_text(text, encoding="utf-8")
    return look_through(register, now=NOW)


@pytest.mark.parametrize(
    ("name", "text", "field"),
    [
        pytest.param("assessments.csv", VERDICT, "day", id="verdict"),
        pytest.param("corrections.csv", DECISION, "decided_on", id="decision"),
        pytest.param("corrections.csv", RECEIPT, "received_on", id="proposal"),
        pytest.param("corrections.csv", BLANKED, "kk", id="text taken away"),
        pytest.param("replies.csv", INVITED, "invited_on", id="invitation"),
        pytest.param("replies.csv", ANSWER, "received_on", id="answer"),
    ],
)
def test_what_was_done_has_a_day_that_has_been(tmp_path: Path, name: str, text: str, field: str) -> None:
    register = write_register(tmp_path)
    for day in ("2026-12-01", "2062-01-01"):
        findings, _ = look(register, name, text.replace("DAY", day))
        at = [(finding.file, finding.field, finding.value) for finding in findings if finding.code == "done_to_come"]
        assert (name, field, day) in at
    for day in ("2026-11-29", "2026-11-30"):  # of today, or of a place where tomorrow has begun
        findings, _ = look(register, name, text.replace("DAY", day))
        assert [finding for finding in findings if finding.value == day] == []


def test_a_register_founded_in_years_to_come_is_found(tmp_path: Path) -> None:
    register = write_register(tmp_path)
    described = "founded = 2062-01-01\n" + (register / "register.toml").read_text(encoding="utf-8")
    findings, _ = look(register, "register.toml", described)
    assert [(finding.field, finding.code) for finding in findings] == [("founded", "done_to_come")]


def test_a_source_dated_ahead_is_remarked(tmp_path: Path) -> None:
    register = write_register(tmp_path)
    header, first, *others = (register / "sources.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    cells = first.split(",")
    cells[header.split(",").index("published")] = "2999-01-01"
    findings, remarks = look(register, "sources.csv", "".join([header, ",".join(cells), *others]))
    (remark,) = (remark for remark in remarks if remark.file == "sources.csv")
    assert (findings, remark.field, remark.value) == ([], "published", "2999-01-01")
    assert in_english(remark).message == f"the source {cells[0]} is dated after today, 2026-11-29"
