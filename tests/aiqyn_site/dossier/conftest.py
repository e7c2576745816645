"""Assessments added as the desk adds them; the test's transaction takes them back."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from aiqyn.disclosure import Assessment
from aiqyn.exchange.assessments import ASSESSMENTS, empty_file, format_row, read_assessments

Assess = Callable[..., None]


@pytest.fixture
def assess(db: None) -> Iterator[Assess]:
    """Record people's verdicts, each a project and an assessment."""
    from aiqyn_site.derived import add_rows
    from aiqyn_site.dossier import board, scores
    from aiqyn_site.ledger import version as ledger_version

    def forget() -> None:
        # A transaction taken back leaves no mark: what was kept of its version must go with it.
        ledger_version._remembered.found = None
        scores._ground = board._board = board._items = None

    def record(*rows: tuple[str, Assessment]) -> None:
        addition = "".join(format_row(project, one) for project, one in rows).encode()
        add_rows(ASSESSMENTS, addition, read_assessments, header=empty_file())

    forget()
    yield record
    forget()
