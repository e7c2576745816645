"""The first register is sound, and the machine finds in it what people found by reading."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from aiqyn.cli import find_faults
from aiqyn.disclosure import Verdict
from aiqyn.exchange.assessments import ASSESSMENTS, read_assessments
from aiqyn.exchange.folder import open_register
from aiqyn.exchange.register_scores import read_scores
from aiqyn.exchange.rows import checked_rows
from aiqyn.ledger import Difference, Disagreement, Resolution, make_statement, resolve
from aiqyn.vocabulary import LANGUAGES

REGISTER = Path(__file__).resolve().parents[2] / "registers" / "kazakhstan-china"
SCORED = date(2026, 11, 22)


@cache
def resolution() -> Resolution:
    """Headlines and disagreements of the whole register, straight from its files."""
    register = open_register(REGISTER)
    return resolve((make_statement(row) for _, _, row in checked_rows(register)), register.grounds)


def disagree(subject: str, prop: str, *values: str, conflict: bool = False, period: str | None = None) -> bool:
    """Whether one disagreement about a subject's property holds all these values (as written, bounds included)."""
    return any(
        set(values) <= written(disagreement)
        for disagreement in resolution().disagreements
        if (disagreement.key.subject, disagreement.key.property) == (subject, prop)
        and (is_conflict(disagreement) or not conflict)
        and period in {None, disagreement.key.period}
    )


def written(disagreement: Disagreement) -> set[str]:
    return {statement.value for statement in disagreement.statements}


def is_conflict(disagreement: Disagreement) -> bool:
    return disagreement.kind is Difference.CONFLICT


def test_the_register_has_no_findings() -> None:
    assert find_faults(REGISTER) == []


@pytest.mark.parametrize("name", ["boundaries.geojson", "outline.geojson"])
def test_outer_rings_run_counter_clockwise_and_holes_clockwise(name: str) -> None:
    """As RFC 7946, 3.1.6 asks: other programs fill the whole world but a region where they do not."""
    features = json.loads((REGISTER / name).read_bytes())["features"]
    assert features
    for feature in features:
        for outer, *holes in feature["geometry"]["coordinates"]:
            assert signed_area(outer) > 0, feature["id"]
            assert all(signed_area(hole) < 0 for hole in holes), feature["id"]


def signed_area(ring: list[list[float]]) -> float:
    """Twice the area of a ring in square degrees, negative where it runs clockwise."""
    return sum(x * next_y - next_x * y for (x, y), (next_x, next_y) in pairwise(ring))


def test_the_february_list_of_2016_differs_from_the_september_one() -> None:
    assert disagree("kz-cn-programme", "projects_total", "52", "51")
    assert disagree("kz-cn-programme", "investment_total", "24", "26")


def test_the_launches_of_2019_differ_between_prime_minister_and_ambassador() -> None:
    assert disagree("kz-cn-programme", "projects_by_year", "5", "8", conflict=True)


@pytest.mark.parametrize(
    ("prop", "values"),
    [
        ("cost", ("130", "136.2", "160")),
        ("generation", ("319", "350")),
        ("jobs", ("15", "about 20")),
        ("co2_avoided", ("260623", "289000")),
        ("financing", ("46.7", "34.4")),
    ],
)
def test_the_zhanatas_wind_farm_is_disputed(prop: str, values: tuple[str, ...]) -> None:
    assert disagree("zhanatas-wind", prop, *values)


@pytest.mark.parametrize(
    ("prop", "values"),
    [
        ("cost", ("2600", "2630")),
        ("contract_value", ("1790", "1865")),
        ("commissioning", ("2012", "2014", "2020", "2021", "2022")),
        ("status", ("operating", "suspended")),
    ],
)
def test_the_polypropylene_plant_is_disputed(prop: str, values: tuple[str, ...]) -> None:
    assert disagree("kpi-polypropylene", prop, *values)


def test_the_car_plant_in_kostanay_is_disputed() -> None:
    assert disagree("jac-kostanay", "cost", "22.5", "40", "1100")
    assert disagree("jac-kostanay", "capacity", "60000", "100000", conflict=True)


@pytest.mark.parametrize(
    ("year", "values"),
    [
        ("2018", ("19.88", "12")),
        ("2021", ("25.25", "18.2")),
        ("2022", ("31.17", "24.2")),
        ("2023", ("41", "31.5")),
        ("2023-01/2023-10", ("32.7", "24.3")),
    ],
)
def test_trade_figures_of_the_two_countries_part_ways(year: str, values: tuple[str, ...]) -> None:
    assert disagree("trade-total", "series_value", *values, conflict=True, period=year)


def test_the_gap_of_2021_sits_in_imports() -> None:
    assert disagree("trade-imports-from-china", "series_value", "14", "8.2", conflict=True)


def test_27_and_27_6_are_not_a_conflict_in_the_number_of_billions() -> None:
    conflicts = [
        written(disagreement)
        for disagreement in resolution().disagreements
        if is_conflict(disagreement) and disagreement.key.property == "investment_total"
    ]

    assert conflicts
    assert {"27", "27.6"} not in conflicts


def test_every_project_has_a_name_in_four_languages_and_a_sector() -> None:
    register = open_register(REGISTER)
    names: dict[str, set[str]] = {}
    sectors: set[str] = set()
    for headline in resolution().headlines:
        if headline.key.property == "name":
            names.setdefault(headline.key.subject, set()).add(headline.key.lang)
        if headline.key.property == "sector":
            sectors.add(headline.key.subject)
    projects = [entity.id for entity in register.entities.values() if entity.kind == "project"]

    assert projects
    assert all(set(LANGUAGES) <= names[project] and project in sectors for project in projects)


def test_the_data_package_is_valid_to_an_outside_eye() -> None:
    from frictionless import Package

    report = Package(str(REGISTER / "datapackage.json")).validate()

    assert report.valid, report.flatten(["title", "rowNumber", "fieldName", "message"])[:5]


def test_people_assessed_at_least_25_projects_each_with_what_the_verdict_rests_on() -> None:
    rows = read_assessments(open_register(REGISTER).files[ASSESSMENTS])
    judged = [row for row in rows if row.assessment.verdict is not Verdict.NOT_ASSESSED]

    assert len({row.project for row in judged}) >= 25
    assert all(row.assessment.evidence or row.assessment.searches or row.assessment.note for row in rows)


def test_a_score_is_computed_for_every_project_and_no_persons_verdict_is_set_aside() -> None:
    scores = read_scores(REGISTER).all(SCORED)
    projects = {entity.id for entity in open_register(REGISTER).entities.values() if entity.kind == "project"}

    assert {scored.project for scored in scores} == projects
    assert [scored.project for scored in scores if scored.set_aside] == []
    assert sum(scored.score.points is not None for scored in scores) >= 20
    assert sum(scored.score.known_not_disclosed > 0 for scored in scores) >= 80


def test_the_documents_refused_for_the_shieli_cement_plant_are_not_found_with_the_search_behind_it() -> None:
    lines = {line.item.id: line for line in read_scores(REGISTER).of("shieli-cement", SCORED).score.lines}

    assert {lines[item].key for item in ("EN04", "EN06", "EN07")} == {Verdict.NOT_FOUND}
    for item in ("EN04", "EN06", "EN07"):
        assessment = lines[item].assessment
        assert assessment is not None
        assert [search.day.isoformat() for search in assessment.searches] == ["2021-07-29"]
