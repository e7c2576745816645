"""Assessments as a careful assessor writes them, for tests."""

from __future__ import annotations

from datetime import date

from aiqyn.disclosure import Assessment, Evidence, Search, Verdict

DAY = date(2026, 11, 1)
AS_OF = date(2026, 11, 22)
EVIDENCE = (Evidence("kazakh-invest-2026", "p. 4"),)
SEARCHES = (
    Search("kazakhinvest.kz", "Shieli cement", date(2025, 1, 9)),
    Search("operator", "цемент", date(2025, 1, 10)),
)


def assessed(
    item: str,
    verdict: Verdict = Verdict.DISCLOSED,
    day: date = DAY,
    assessor: str = "first",
    note: str = "said why",
    version: int = 1,
) -> Assessment:
    """An assessment with everything its verdict needs."""
    return Assessment(item, version, verdict, assessor, day, EVIDENCE, SEARCHES, note)
