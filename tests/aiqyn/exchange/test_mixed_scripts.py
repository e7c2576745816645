"""Words of two scripts in a register folder are remarked, and no findings."""

from __future__ import annotations

from pathlib import Path

import pytest

from aiqyn.cli import GOOD, look_through, main
from tests.aiqyn.register_factory import row, write_register


def test_a_word_of_two_scripts_is_remarked_with_its_letter(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [
        row(property="name", value="Жaңатас", lang="kk"),
        row(property="name", value="Жаңатас", lang="ru"),
    ]
    register = write_register(tmp_path, rows)
    sources = register / "sources.csv"
    sources.write_text(sources.read_text("utf-8").replace(",Zhanatas,", ",Zhаnatas,"), encoding="utf-8")
    findings, remarks = look_through(register)
    assert findings == []
    assert [(remark.file, remark.line, remark.reason.values["sign"]) for remark in remarks] == [
        ("statements.csv", 2, "U+0061"),
        ("sources.csv", 2, "U+0430"),
    ]
    assert main(["check", str(register)]) == GOOD
    assert "'a' is U+0061" in capsys.readouterr().out
