"""Assessments added as the desk adds them; the test's transaction takes them back."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from aiqyn.disclosure import Assessment
from aiqyn.disclosure.project_score import ProjectScore
from aiqyn.exchange.assessments import ASSESSMENTS, HEADER, format_row, read_assessments

Assess = Callable[..., None]


@pytest.fixture
def assess(db: None) -> Assess:
    """Record people's verdicts, each a project and an assessment."""
    from aiqyn_site.derived import add_rows

    def record(*rows: tuple[str, Assessment]) -> None:
        addition = "".join(format_row(project, assessment) for project, assessment in rows).encode()
        add_rows(ASSESSMENTS, addition, read_assessments, header=HEADER)

    return record


def all_scores() -> list[ProjectScore]:
    """The score of every project on the last day."""
    from aiqyn_site.dossier.scores import all_projects, scores_of
    from aiqyn_site.ledger.queries import statements_by_entity

    projects = all_projects()
    return list(scores_of(projects, statements_by_entity(projects)))
