"""Each way in which an addition touches what it is not about: the rows of that follow, and those of others stand."""

from __future__ import annotations

import pytest

from aiqyn_site.derived import verify_derived
from aiqyn_site.dossier.touched_scores import touched_projects
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.ledger.addition import addition_since
from aiqyn_site.ledger.version import version
from aiqyn_site.projects.touched_subjects import touched_subjects
from tests.aiqyn_site.later import Record

pytestmark = pytest.mark.django_db
PROJECT, RECORD = "shieli-cement", "made-record"
NEW_RECORD = ((RECORD, "record", ""),)


@pytest.fixture
def violation(record_later: Record) -> str:
    """A record that sets out what a lender says of the project, in our own words; the id of that statement.

    It is of the last day already, as what follows is: else every score would be of another day.
    """
    (statement,) = record_later(
        {"entity": PROJECT, "property": "violation", "value": "Dust was measured", "lang": "en"}
    )
    drawn = {"entity": RECORD, "source": "aiqyn-compilation", "basis": "rendered"}
    record_later(
        {**drawn, "property": "drawn_from", "value": statement.id},
        {**drawn, "property": "concerns", "value": PROJECT},
        {**drawn, "property": "document_type", "value": "pek_report"},
        entities=NEW_RECORD,
    )
    return statement.id


def touched() -> tuple[set[str], list[str]]:
    """The subjects and the scores that the last addition touches."""
    addition = addition_since(version().number - 1)
    return touched_subjects(addition), touched_projects(addition)


def test_a_statement_touches_its_subject_and_its_project_alone(violation: str, record_later: Record) -> None:
    record_later({"entity": PROJECT, "property": "other_name", "value": "A dusty place", "lang": "en"})
    assert touched() == ({PROJECT}, [PROJECT])
    assert verify_derived() == []


def test_a_statement_about_a_record_touches_the_score_of_its_project(violation: str, record_later: Record) -> None:
    record_later({"entity": RECORD, "property": "event_type", "value": "permit_issued"})
    assert touched() == ({RECORD}, [PROJECT])
    assert verify_derived() == []


def test_a_record_taken_from_a_project_touches_the_score_of_that_project(violation: str, record_later: Record) -> None:
    concerns = next(statement for statement in ledger.statements_about(RECORD) if statement.property == "concerns")
    record_later({"entity": RECORD, "property": "retraction", "value": concerns.id, "note": "another plant"})
    assert touched() == ({RECORD}, [PROJECT])
    assert verify_derived() == []


def test_a_withdrawal_touches_the_records_that_set_out_what_is_withdrawn(violation: str, record_later: Record) -> None:
    other = "zhanatas-wind"
    concerns = next(statement for statement in ledger.statements_about(RECORD) if statement.property == "concerns")
    record_later(
        {"entity": RECORD, "property": "concerns", "value": other, "source": "aiqyn-compilation"},
        {"entity": RECORD, "property": "retraction", "value": concerns.id, "note": "another plant"},
    )
    record_later({"entity": PROJECT, "property": "retraction", "value": violation, "note": "misread"})
    subjects, projects = touched()
    assert subjects == {PROJECT}
    assert set(projects) == {PROJECT, other}
    assert verify_derived() == []


def test_what_an_organisation_is_touches_every_score(violation: str, record_later: Record) -> None:
    record_later({"entity": "sinohydro", "property": "organisation_type", "value": "bank"})
    subjects, projects = touched()
    assert subjects == {"sinohydro"}
    assert set(projects) == {project.id for project in ledger.entities("project")}
    assert verify_derived() == []


def test_an_editions_statement_touches_its_programme(violation: str, record_later: Record) -> None:
    edition = ledger.entities("edition")[0]
    record_later({"entity": edition.id, "property": "projects_total", "value": "51", "unit": "projects"})
    assert touched() == ({edition.part_of}, [])
    assert verify_derived() == []
