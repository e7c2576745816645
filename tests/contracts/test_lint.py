"""The lint rules chosen in pyproject.toml are the ones ruff applies."""

import re
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LINT = PYPROJECT["tool"]["ruff"]["lint"]
# What must stay chosen, whatever else is: the reader of this file knows what the code is held to.
# fmt: off
FAMILIES = [
    "A", "B", "BLE", "C4", "C90", "D", "DJ", "DTZ", "E", "ERA", "F", "FURB", "I", "INP", "LOG", "N",
    "PERF", "PGH", "PIE", "PL", "PT", "PTH", "RET", "RSE", "RUF", "S", "SIM", "SLOT", "T10", "T20",
    "TID", "UP", "W",
]
# fmt: on


def ruff(*arguments: str, text: str | None = None) -> str:
    command = [sys.executable, "-m", "ruff", *arguments]
    return subprocess.run(command, cwd=ROOT, input=text, capture_output=True, text=True, check=False).stdout


@cache
def rules_in_force(file: str) -> frozenset[str]:
    settings = ruff("check", "--show-settings", file)
    enabled = re.search(r"linter\.rules\.enabled = \[(.*?)\]", settings, re.DOTALL)
    assert enabled, "ruff no longer prints its rules this way"
    return frozenset(re.findall(r"\(([A-Z]+\d+)\)", enabled[1]))


@pytest.mark.parametrize("family", FAMILIES)
def test_a_chosen_family_is_in_force(family: str) -> None:
    codes = {re.match(r"[A-Z]+\d*", rule)[0] for rule in rules_in_force("src/aiqyn/__init__.py")}
    assert family in LINT["select"]
    assert [code for code in codes if re.match(rf"{family}\d*", code)]


def test_no_family_is_chosen_that_this_test_does_not_know() -> None:
    assert sorted(LINT["select"]) == sorted(FAMILIES)


def test_text_in_cyrillic_and_chinese_is_not_called_confusable() -> None:
    assert rules_in_force("src/aiqyn/__init__.py").isdisjoint({"RUF001", "RUF002", "RUF003"})


def test_no_other_file_overrides_the_rules() -> None:
    others = [
        p for n in ("ruff.toml", ".ruff.toml", "setup.cfg", "mypy.ini", "pytest.ini") for p in ROOT.glob(f"**/{n}")
    ]
    assert [path for path in others if ".venv" not in path.parts] == []


def test_lines_may_have_a_hundred_and_ten_characters() -> None:
    assert "linter.line_length = 120" in ruff("check", "--show-settings", "src/aiqyn/__init__.py")


def test_the_lint_bites() -> None:
    findings = ruff(
        "check",
        "--stdin-filename",
        "src/aiqyn/offence.py",
        "--output-format=concise",
        "-",
        text="import os\n",
    )
    assert "F401" in findings
    assert "D100" in findings


def test_every_exception_has_a_reason() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    ignore = re.search(r"^ignore = \[\n(.*?)^\]", text, re.DOTALL | re.MULTILINE)
    assert ignore
    assert [line for line in ignore[1].splitlines() if not re.search(r'",\s+# \S', line)] == []
    own = [line for line in text.splitlines() if re.match(r'"[^"]+" = \["[A-Z]+\d+', line)]
    assert [line for line in own if "#" not in line] == []


def test_types_are_checked_strictly_in_both_packages() -> None:
    mypy = PYPROJECT["tool"]["mypy"]
    assert mypy["strict"] is True
    assert mypy["packages"] == ["aiqyn", "aiqyn_site"]
    assert "overrides" not in mypy, "an exception to strictness needs a decision, not a setting"
