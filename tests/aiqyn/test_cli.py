"""Tests of aiqyn.cli."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import aiqyn
from aiqyn import cli
from aiqyn.cli import FINDINGS, GOOD, find_faults, main
from tests.aiqyn.register_factory import STATEMENTS, row, write_register


@pytest.fixture(autouse=True)
def _core_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the core's own commands: those of the site need Django."""
    monkeypatch.setattr(cli, "entry_points", lambda group: [])


@pytest.fixture
def good(tmp_path: Path) -> Path:
    return write_register(tmp_path)


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    return write_register(tmp_path, [*STATEMENTS, row(value="27-25"), row(unit="furlong")])


Captured = pytest.CaptureFixture[str]


def test_check_of_a_good_register_says_so_and_gives_nought(good: Path, capsys: Captured) -> None:
    assert main(["check", str(good)]) == GOOD == 0
    printed = capsys.readouterr()
    assert (printed.out, printed.err) == (f"{good}: no findings\n", "")


def test_check_of_a_bad_register_names_each_fault_and_gives_one(bad: Path, capsys: Captured) -> None:
    assert main(["check", str(bad)]) == FINDINGS == 1
    printed = capsys.readouterr()
    assert printed.out == f"{bad}: 2 findings\n"
    first, second = printed.err.splitlines()
    assert first == (
        "statements.csv:12: column value: '27-25' runs from 27 down to 25. Write the smaller number first: 25-27."
    )
    assert second == (
        "statements.csv:13: column unit: 'furlong': no such unit in the vocabulary. "
        "Use a unit of the vocabulary, or add it there."
    )


@pytest.mark.parametrize(
    ("lang", "counts"),
    [
        ("en", ("no findings", "1 finding", "2 findings")),
        ("ru", ("ошибок нет", "1 ошибка", "2 ошибки")),
        ("kk", ("қате жоқ", "1 қате", "2 қате")),
        ("zh", ("没有错误", "1个错误", "2个错误")),
    ],
)
def test_check_counts_in_the_language_asked_for(
    tmp_path: Path, capsys: Captured, lang: str, counts: tuple[str, ...]
) -> None:
    faulty = [[], [row(value="27-25")], [row(value="27-25"), row(unit="furlong")]]
    for number, (rows, words) in enumerate(zip(faulty, counts, strict=True)):
        register = write_register(tmp_path / str(number), [*STATEMENTS, *rows])
        main(["check", str(register), "--lang", lang])
        assert capsys.readouterr().out.endswith(f"{words}\n")


def test_check_gives_findings_as_json(bad: Path, capsys: Captured) -> None:
    assert main(["check", "--json", str(bad)]) == 1
    printed = capsys.readouterr()
    assert printed.err == ""
    document = json.loads(printed.out)
    assert [finding["line"] for finding in document] == [12, 13]
    assert document[1] == {
        "file": "statements.csv",
        "line": 13,
        "field": "unit",
        "value": "furlong",
        "code": "unit_unknown",
        "values": {},
        "message": "no such unit in the vocabulary",
        "way_out": "use a unit of the vocabulary, or add it there",
    }


def test_check_of_a_good_register_gives_an_empty_json_list(good: Path, capsys: Captured) -> None:
    assert main(["check", "--json", str(good)]) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_check_of_a_folder_that_is_not_there_is_a_finding(tmp_path: Path, capsys: Captured) -> None:
    assert main(["check", str(tmp_path / "absent")]) == 1
    assert capsys.readouterr().err == f"{tmp_path / 'absent'}: not a folder. Name the folder of a register.\n"


@pytest.mark.parametrize("arguments", [[], ["check"], ["chekc", "x"], ["check", "x", "y"], ["check", "--xml", "x"]])
def test_wrong_use_gives_two_and_says_how_to_use_it(arguments: list[str], capsys: Captured) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "usage: aiqyn" in capsys.readouterr().err


def test_help_lists_the_commands(capsys: Captured) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    assert "check" in capsys.readouterr().out


def test_commands_of_other_packages_join_by_entry_point(monkeypatch: pytest.MonkeyPatch) -> None:
    class Point:
        name = "greet"

        def load(self) -> object:
            return lambda commands: commands.add_parser("greet").set_defaults(run=lambda arguments: 7)

    monkeypatch.setattr(cli, "entry_points", lambda group: [Point()] if group == "aiqyn.commands" else [])
    assert main(["greet"]) == 7


def test_faults_of_the_folder_come_before_those_of_its_statements(bad: Path) -> None:
    (bad / "parts.csv").unlink()
    assert [fault.file for fault in find_faults(bad)] == ["parts.csv"]


def test_a_folder_with_many_faults_lists_a_hundred(tmp_path: Path) -> None:
    rows = [row(value=f"{n}-{n}") for n in range(300)]
    assert len(find_faults(write_register(tmp_path, rows))) == 100


def test_a_wrong_line_of_the_vocabulary_is_named_in_the_language_asked_for(good: Path, tmp_path: Path) -> None:
    core = tmp_path / "core"
    shutil.copytree(Path(aiqyn.__file__).parent, core / "aiqyn", ignore=shutil.ignore_patterns("__pycache__"))
    properties = core / "aiqyn/vocabulary/data/properties.csv"
    lines = properties.read_text("utf-8").splitlines(keepends=True)
    properties.write_text("".join([*lines[:4], "," + lines[4], *lines[5:]]), "utf-8")
    code = "import sys; from aiqyn import cli; cli.entry_points = lambda group: []; sys.exit(cli.main())"
    checked = subprocess.run(
        [sys.executable, "-c", code, "check", str(good), "--lang", "ru"],
        env={"PYTHONPATH": str(core), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == FINDINGS
    assert "properties.csv" in checked.stderr
    assert "ячеек" in checked.stderr
    assert "Traceback" not in checked.stderr


@pytest.mark.parametrize(
    ("number", "place", "sentence"),
    [
        (errno.ENOSPC, None, "aiqyn check: no room is left to write its output. What was not finished was not done; "),
        (errno.EROFS, "x.csv", "aiqyn check: x.csv is on a medium that may only be read. "),
        (errno.EACCES, "x.csv", "aiqyn check: x.csv may not be read or changed by you. "),
        (errno.EIO, "x.csv", "aiqyn check: x.csv could not be read or written (Input/output error): "),
    ],
)
def test_what_the_machine_refuses_is_said_in_words(
    good: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch, number: int, place: str | None, sentence: str
) -> None:
    def fail(*_: object) -> int:
        raise OSError(number, os.strerror(number), place)

    monkeypatch.setattr(cli, "look_through", fail)
    assert main(["check", str(good)]) == FINDINGS
    assert capsys.readouterr().err.startswith(sentence)


def test_output_that_nobody_reads_or_that_finds_no_room_is_no_fault_of_the_program(good: Path) -> None:
    command = [sys.executable, "-m", "aiqyn.cli", "check", str(good)]
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as gone, Path("/dev/full").open("wb") as full:
        processes = [subprocess.Popen(command, stdout=out, stderr=subprocess.PIPE, text=True) for out in (gone, full)]
        (_, silence), (_, complaint) = (process.communicate() for process in processes)

    assert (processes[0].returncode, silence) == (141, "")
    assert processes[1].returncode == FINDINGS
    assert complaint.startswith("aiqyn check: no room is left to write its output.")
    assert len(complaint.splitlines()) == 1
