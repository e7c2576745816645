"""Assessments are loaded and exported as they are, and refused where they are faulty."""

from __future__ import annotations

from pathlib import Path

import pytest

from aiqyn.exchange.assessments import ASSESSMENTS, HEADER
from tests.aiqyn_site.store import Store, contents

GOOD = "bridge,EN06,1,not_found,aiqyn-a,2026-01-03,,portal ; bridge ; 2026-01-02,\n"


@pytest.fixture
def assessed(small: Path) -> Path:
    """The small register with one assessment."""
    (small / ASSESSMENTS).write_bytes(HEADER + GOOD.encode())
    return small


def test_assessments_come_out_to_the_byte(store: Store, assessed: Path) -> None:
    store.run("load", assessed)
    assert store.exported() == contents(assessed)


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (GOOD.replace("portal ; bridge ; 2026-01-02", ""), "assessments.csv:2: column searches:"),
        (GOOD.replace("aiqyn-a,2026-01-03", "aiqyn-a,2999-01-01"), "assessments.csv:2: column day: '2999-01-01'"),
        (GOOD.replace("bridge,EN06", "tunnel,EN06"), "assessments.csv:2: column project: 'tunnel'"),
    ],
)
def test_a_faulty_assessment_is_refused_before_anything_is_written(
    store: Store, assessed: Path, row: str, problem: str
) -> None:
    (assessed / ASSESSMENTS).write_bytes(HEADER + row.encode())
    refused = store.run("load", assessed, expect=1)
    assert problem in refused.stderr
    assert "Nothing was loaded." in refused.stderr
