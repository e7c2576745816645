"""What a rebuild keeps of a project's resolution is what resolving its statements gives."""

from __future__ import annotations

import pytest

from aiqyn.ledger import resolve
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.projects.queries import resolution_text
from aiqyn_site.projects.stored import reach, read_resolution

pytestmark = pytest.mark.django_db


def test_every_project_keeps_what_its_statements_come_to() -> None:
    grounds = ledger.register().grounds
    for project in ledger.entities("project"):
        statements = ledger.statements_about(project.id)
        stored = read_resolution(resolution_text(project.id), project.id, statements)
        fresh = resolve(statements, grounds)
        assert stored is not None
        resolution, reaches = stored
        assert resolution == fresh
        for headline in fresh.headlines:
            assert reaches.get((headline.key, headline.side)) == reach(headline, grounds.vocabulary)


def test_a_resolution_of_other_statements_is_not_used() -> None:
    statements = ledger.statements_about("zhanatas-wind")
    text = resolution_text("zhanatas-wind")
    assert read_resolution(text, "zhanatas-wind", statements[:-1]) is None
    assert read_resolution("", "zhanatas-wind", statements) is None
    assert resolution_text("no-such-project") == ""


def test_statements_come_with_their_sources_in_one_go() -> None:
    for kind in ("project", "programme", "organisation"):
        for entity in ledger.entities(kind)[:30]:
            statements, sources = ledger.statements_with_sources(entity.id)
            assert statements == ledger.statements_about(entity.id)
            assert sources == ledger.sources(statement.source for statement in statements)
