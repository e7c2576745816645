"""Unlikely values in a register folder are remarked by `aiqyn check`, in every language, with what to write."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from aiqyn.cli import FINDINGS, GOOD, look_through, main
from tests.aiqyn.register_factory import row, statement, write_register

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
COST = row(value="42.3", unit="USD billion")
SLIP = row(value="42300", unit="USD billion")
FAR = row(property="jobs", value="150")
APART = row(property="jobs", value="150000")
LATE = row(property="status", value="operating", as_of="2999")


def remarks(folder: Path, *rows: list[str]) -> list[tuple[int, str, str]]:
    findings, remarked = look_through(write_register(folder, rows))
    assert findings == []
    return [(remark.line, remark.value, remark.code) for remark in remarked]


def test_unlikely_rows_are_remarked_in_the_order_of_the_file(tmp_path: Path) -> None:
    assert remarks(tmp_path, COST, SLIP, FAR, APART, LATE) == [
        (3, "42300", "unlikely_most"),
        (4, "150", "unlikely_apart"),
        (5, "150000", "unlikely_apart"),
        (6, "2999", "unlikely_far"),
        (6, "2999", "unlikely_future"),
    ]


@pytest.mark.parametrize("recorded", ["", "2999-01-01"])
def test_a_row_is_judged_by_the_day_that_a_load_would_give_it(tmp_path: Path, recorded: str) -> None:
    rows = [
        row(property="status", value="operating", as_of="2999", recorded=recorded),
        row(property="jobs", value="150", as_of="2031", recorded=recorded),
        row(property="commissioning", value="2080-01-01", as_of="", recorded=recorded),
    ]
    _, remarked = look_through(write_register(tmp_path, rows), now=NOW)
    assert [(remark.line, remark.code) for remark in remarked if remark.field != "recorded"] == [
        (2, "unlikely_far"),
        (2, "unlikely_future"),
        (3, "unlikely_future"),
        (4, "unlikely_far"),
        (4, "unlikely_future"),
    ]


def test_money_a_thousand_times_its_rival_in_another_currency_is_remarked(tmp_path: Path) -> None:
    loan = row(property="financing", value="130", as_of="2019")
    # 2010: a dollar was 147 tenge, and is 469 in the last year of the table.
    slip = row(property="financing", value="19", unit="KZT million", as_of="2010", note="another")
    same = row(property="financing", value="50", unit="KZT billion", as_of="2019")
    assert remarks(tmp_path / "apart", loan, slip) == [(2, "130", "unlikely_apart"), (3, "19", "unlikely_apart")]
    assert remarks(tmp_path / "same", loan, same) == []


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param([COST, row(property="jobs", value="150")], id="what is usual"),
        pytest.param([row(value="42300", unit="USD billion", confidence="confirmed")], id="confirmed in the row"),
        pytest.param(
            [SLIP, row(property="preference", value=statement(value="42300", unit="USD billion").id, unit="")],
            id="preferred by editors",
        ),
        pytest.param(
            [SLIP, row(property="retraction", value=statement(value="42300", unit="USD billion").id, unit="")],
            id="withdrawn",
        ),
    ],
)
def test_what_is_usual_confirmed_or_withdrawn_is_not(tmp_path: Path, rows: Sequence[list[str]]) -> None:
    assert remarks(tmp_path, *rows) == []


@pytest.mark.parametrize("lang", ["kk", "ru", "en", "zh"])
def test_a_remark_names_the_value_the_bound_and_what_to_write(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], lang: str
) -> None:
    register = str(write_register(tmp_path, [COST, SLIP]))
    assert main(["check", register, "--lang", lang]) == GOOD
    printed = capsys.readouterr().out
    for word in ("statements.csv:3", "42300 USD billion", "100 USD billion", "confirmed", "confidence", "preference"):
        assert word in printed
    assert main(["check", register, "--strict"]) == FINDINGS
