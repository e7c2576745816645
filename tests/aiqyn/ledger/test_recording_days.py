"""The day under which a row enters the ledger."""

from __future__ import annotations

import pytest

from aiqyn.ledger.recording_days import RecordingDays

TODAY = "2026-11-29"


@pytest.mark.parametrize(
    ("last", "own", "taken"),
    [
        ("", ["2025-01-01", "2026-11-29"], ["2025-01-01", "2026-11-29"]),
        ("", ["", "2026-11-30", "2062-01-01"], [TODAY, TODAY, TODAY]),
        ("2026-11-20", ["2026-11-20", "2026-11-19", "2026-11-21"], ["2026-11-20", TODAY, "2026-11-21"]),
        ("", ["2026-01-01", "2062-01-01", "2026-01-02"], ["2026-01-01", TODAY, "2026-01-02"]),
        ("", ["2026-01-02", "2026-01-01", "2026-01-02"], ["2026-01-02", TODAY, "2026-01-02"]),
    ],
    ids=["history", "none or to come", "before the last", "one wrong among right ones", "one that goes back"],
)
def test_a_day_is_taken_as_given_or_is_today(last: str, own: list[str], taken: list[str]) -> None:
    days = RecordingDays(last, TODAY)
    assert [days.take(day) for day in own] == taken
