"""Of the days of recording `check` remarks those that go back or are yet to come."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from aiqyn.cli import look_through
from tests.aiqyn.refusals import in_english
from tests.aiqyn.register_factory import row, write_register


def test_days_that_go_back_are_remarked_and_are_no_fault(tmp_path: Path) -> None:
    days = ["2026-11-21", "2026-11-30", "2026-11-29", "", "2026-11-30", "2026-11-28", "2062-01-01"]
    findings, remarks = look_through(
        write_register(tmp_path, [row(value=str(n), recorded=day) for n, day in enumerate(days, 1)]),
        now=datetime(2026, 11, 30, 12, tzinfo=UTC),
    )
    assert findings == []
    assert [(remark.line, remark.field, remark.value, remark.code) for remark in remarks] == [
        (4, "recorded", "2026-11-29", "recorded_early"),
        (7, "recorded", "2026-11-28", "recorded_early"),
        (8, "recorded", "2062-01-01", "recorded_to_come"),
    ]
    assert in_english(remarks[0]).way_out == "leave it blank: the day is written when the row is loaded"
