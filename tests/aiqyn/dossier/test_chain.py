"""Tests of aiqyn.dossier.chain: what is there of each step, Shieli's refusals first."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiqyn.disclosure.checklist import Stage
from aiqyn.disclosure.checklist_file import load_checklist
from aiqyn.dossier.chain import STAGES, State, Step, beginning, chain, load_chain, read_chain
from aiqyn.dossier.record import InformationRequest, Record
from aiqyn.values.dates import parse_date
from aiqyn.vocabulary import LANGUAGES, load_vocabulary
from tests.aiqyn.dossier.entries import KINDS, PROJECT, record, request, stated
from tests.aiqyn.refusals import refused_in_words

DATA = Path(__file__).resolve().parents[3] / "src" / "aiqyn" / "dossier" / "data"
ASKED = ("eia_report", "see_conclusion", "hearing_protocol")


def steps(
    records: tuple[Record, ...] = (),
    requests: tuple[InformationRequest, ...] = (),
    stage: str = "operation",
    category: str = "cat1",
    began: str = "2022",
) -> dict[str, Step]:
    when = parse_date(began) if began else None
    return {step.key: step for step in chain(stage, category, records, requests, when, KINDS).steps}


def test_what_shieli_was_refused_in_2020_is_refused_since_2020() -> None:
    refusal = request(outcome="refused", outcome_of="2020", asked_document=ASKED)
    by_step = steps(requests=(refusal,), category="", began="2017-04")
    for key in ("report", "hearing", "conclusion"):
        assert (by_step[key].state, by_step[key].since, by_step[key].requests) == (State.REFUSED, "2020", (refusal,))
        assert by_step[key].notes == ("older_law", "category_unknown")
        assert not by_step[key].missing
    assert by_step["hearing_notice"].state is State.NOT_FOUND
    assert by_step["permit_impact"].state is State.NOT_FOUND
    assert by_step["section"].state is State.NOT_FOUND


def test_what_the_press_tells_stays_listed_beside_the_refusal() -> None:
    heard = record("press-1", document_type="eia_report", event_date="2018")
    refusal = request(outcome="refused", outcome_of="2020", asked_document=("eia_report",))
    report = steps((heard,), (refusal,))["report"]
    assert (report.state, report.since) == (State.REFUSED, "2020")
    assert report.records == (heard,)


@pytest.mark.parametrize("source", ["portal", "firm"])
def test_a_document_published_by_a_body_or_company_is_found_even_after_a_refusal(source: str) -> None:
    public = record("report-1", source=source, document_type="eia_report", event_date="2021-05")
    refusal = request(outcome="refused", outcome_of="2022", asked_document=("eia_report",))
    report = steps((public,), (refusal,))["report"]
    assert (report.state, report.since, report.missing) == (State.FOUND, "2021-05", False)


@pytest.mark.parametrize("source", ["paper", "group", "register", "nowhere"])
def test_a_document_that_others_tell_of_is_only_known(source: str) -> None:
    heard = record("report-1", source=source, document_type="eia_report", event_date="2021-05")
    report = steps((heard,))["report"]
    assert (report.state, report.since, report.missing) == (State.KNOWN, "2021-05", True)


def test_a_hearing_without_its_protocol_is_known_and_not_found() -> None:
    held = record("hearing-1", source="portal", event_type="hearing_held", event_date="2022-01-21")
    assert steps((held,))["hearing"].state is State.KNOWN


def test_a_summary_alone_is_no_report_and_is_called_related() -> None:
    summary = record("summary-1", source="firm", document_type="eia_summary", event_date="2014-10")
    report = steps((summary,))["report"]
    assert (report.state, report.notes) == (State.KNOWN, ("related_only",))


def test_a_statement_of_the_press_on_a_record_does_not_unpublish_it_and_one_on_its_place_does_not_publish_it() -> None:
    report = record("report-1", document_type="eia_report")
    assert steps((report,))["report"].state is State.KNOWN
    placed = record("report-2", source="portal", region="kyzylorda-region")
    assert steps((placed,))["report"].records == ()


def test_a_question_without_an_answer_is_asked_since_it_was_put() -> None:
    asked = request(events={"sent": "2026-01-10"}, asked_document=("permit_integrated",), outcome="pending")
    permit = steps(requests=(asked,))["permit_integrated"]
    assert (permit.state, permit.since) == (State.ASKED, "2026-01-10")


def test_a_question_that_was_withdrawn_leaves_the_step_as_it_was() -> None:
    asked = request(asked_document=("permit_integrated",), outcome="withdrawn")
    assert steps(requests=(asked,))["permit_integrated"].state is State.NOT_FOUND


def test_a_question_by_checklist_item_counts_where_it_names_no_document() -> None:
    asked = request(asked_item=("EN06",), outcome="refused", outcome_of="2025")
    by_step = steps(requests=(asked,))
    assert by_step["hearing"].state is State.REFUSED
    assert by_step["hearing_notice"].state is State.NOT_FOUND


def test_a_later_answer_lifts_a_refusal_and_a_later_refusal_does_not_move_the_first() -> None:
    first = request("first", outcome="refused", outcome_of="2020", asked_document=("eia_report",))
    second = request("second", outcome="refused", outcome_of="2024", asked_document=("eia_report",))
    given_out = request("third", outcome="answered_in_full", outcome_of="2022", asked_document=("eia_report",))
    assert steps(requests=(second, first))["report"].since == "2020"
    assert steps(requests=(second, given_out, first))["report"].since == "2024"
    report = steps(requests=(first, given_out))["report"]
    assert (report.state, report.since, report.notes) == (State.KNOWN, "2022", ("given_on_request",))


def test_an_answer_in_part_refuses_what_it_withholds_and_leaves_open_what_it_does_not_tell() -> None:
    partly = request(
        outcome="answered_in_part",
        outcome_of="2023",
        asked_document=ASKED,
        given="see_conclusion",
        withheld="eia_report",
    )
    by_step = steps(requests=(partly,))
    states = [by_step[key].state for key in ("report", "conclusion", "hearing")]
    assert states == [State.REFUSED, State.KNOWN, State.ASKED]


@pytest.mark.parametrize(
    ("category", "inside", "outside"),
    [
        ("cat1", {"permit_integrated", "register", "report"}, {"permit_impact", "declaration", "section"}),
        ("cat2", {"permit_impact", "report"}, {"permit_integrated", "declaration", "register"}),
        ("cat3", {"declaration", "section"}, {"permit_impact", "permit_integrated", "report", "hearing"}),
        ("", {rule.key for rule in load_chain()}, set()),
    ],
)
def test_each_category_has_its_own_steps(category: str, inside: set[str], outside: set[str]) -> None:
    by_step = steps(category=category)
    assert {key for key in inside if by_step[key].state is not State.NOT_FOUND} == set()
    assert {key for key in outside if by_step[key].state is not State.OUTSIDE} == set()
    assert all("category_unknown" in step.notes for step in by_step.values()) == (not category)


def test_a_document_outside_the_category_is_still_shown_but_an_event_is_not_taken_for_two_permits() -> None:
    permit = record("permit-1", source="portal", document_type="permit_impact")
    assert steps((permit,), category="cat1")["permit_impact"].state is State.FOUND
    issued = record("event-1", source="portal", event_type="permit_issued")
    by_step = steps((issued,), category="cat2")
    assert (by_step["permit_impact"].state, by_step["permit_integrated"].state) == (State.KNOWN, State.OUTSIDE)


@pytest.mark.parametrize(
    ("stage", "report", "permit", "monitoring", "closure"),
    [
        ("identification", "not_yet", "not_yet", "not_yet", "not_yet"),
        ("preparation", "not_found", "not_yet", "not_yet", "not_yet"),
        ("construction", "not_found", "not_found", "not_yet", "not_yet"),
        ("operation", "not_found", "not_found", "not_found", "not_found"),
        ("closed", "outside", "outside", "outside", "not_found"),
        ("", "not_found", "not_found", "not_found", "not_found"),
    ],
)
def test_a_step_is_looked_for_from_its_stage_on(
    stage: str, report: str, permit: str, monitoring: str, closure: str
) -> None:
    by_step = steps(stage=stage)
    states = [by_step[key].state for key in ("report", "permit_integrated", "monitoring", "closure")]
    assert states == [report, permit, monitoring, closure]
    assert by_step["report"].expected == (report == "not_found")


def test_nothing_is_missing_by_a_law_that_was_not_read_or_did_not_hold() -> None:
    assert steps(began="2022")["report"].missing
    assert steps(began="")["report"].missing
    for doubtful in (steps(began="2021"), steps(category=""), steps(stage="")):
        assert not doubtful["report"].missing
    assert not steps()["register"].missing
    assert not steps()["closure"].missing


def test_what_a_working_facility_owes_again_and_again_is_owed_by_older_ones_too() -> None:
    by_step = steps(began="2017-04")
    assert "older_law" in by_step["report"].notes
    assert "older_law" not in by_step["monitoring"].notes


def test_a_project_that_has_nothing_has_every_step() -> None:
    bare = chain("", "", (), (), None, {})
    assert [step.rule for step in bare.steps] == list(load_chain())
    assert {step.state for step in bare.steps} == {State.NOT_FOUND}
    assert (bare.expected, bare.published, bare.refused, bare.is_doubtful) == (len(load_chain()), 0, 0, True)


@given(
    st.dates(date(1990, 1, 1), date(2040, 1, 1)), st.sampled_from(["", *STAGES]), st.sampled_from(["", "cat1", "cat3"])
)
def test_the_law_in_force_when_a_bare_project_began_is_that_of_its_day(began: date, stage: str, category: str) -> None:
    bare = chain(stage, category, (), (), parse_date(began.isoformat()), KINDS)
    for step in bare.steps:
        assert ("older_law" in step.notes) == (not step.rule.continuing and began < step.rule.valid_from)


def test_what_is_found_refused_and_expected_is_counted() -> None:
    public = record("report-1", source="portal", document_type="eia_report", event_date="2021-05")
    outside = record("permit-1", source="portal", document_type="permit_impact")
    refusal = request(outcome="refused", outcome_of="2022", asked_document=("see_conclusion",))
    counted = chain("operation", "cat1", (public, outside), (refusal,), parse_date("2022"), KINDS)
    assert (counted.published, counted.refused, counted.is_doubtful) == (1, 1, False)
    assert counted.expected == sum("operation" in rule.stages and "cat1" in rule.categories for rule in load_chain())


def test_a_record_of_several_steps_comes_first_in_the_first_of_them() -> None:
    issued = record("issued", event_type="permit_issued")
    permit = record("permit", document_type="permit_impact")
    both = chain("operation", "", (issued, permit), (), None, KINDS)
    assert [step.key for step in both.steps if issued in step.records] == ["permit_integrated", "permit_impact"]
    assert both.first_steps() == {"issued": "permit_integrated", "permit": "permit_impact"}


def test_an_unknown_stage_is_refused() -> None:
    with refused_in_words("no stage 'later'"):
        chain("later", "", (), (), None, {})


def test_stages_and_items_are_those_of_the_checklist() -> None:
    assert tuple(stage.value for stage in Stage) == STAGES
    items = {item for rule in load_chain() for item in rule.items}
    assert items <= set(load_checklist().items)


def test_every_step_has_its_words_in_four_languages() -> None:
    for rule in load_chain():
        for texts in (rule.labels, rule.duties, rule.laws):
            assert tuple(texts) == LANGUAGES
        assert rule.documents


def test_a_document_belongs_to_one_step_only() -> None:
    documents = [code for rule in load_chain() for code in rule.documents]
    assert len(documents) == len(set(documents))


def test_a_project_began_with_the_earliest_thing_told_of_it() -> None:
    statements = [
        stated(PROJECT, "commissioning", "2019-10"),
        stated(PROJECT, "construction_start", "2017-04"),
        stated(PROJECT, "construction_start", "2016", basis="planned"),
        stated(PROJECT, "status", "operating", as_of="2018"),
        stated(PROJECT, "status", "announced", as_of="2014"),
        stated(PROJECT, "commissioning", "XXXX-10"),
    ]
    assert beginning(statements) == parse_date("2017-04")
    assert beginning([stated(PROJECT, "status", "operating", as_of="2016")]) == parse_date("2016")
    assert beginning([]) is None


@pytest.mark.parametrize(
    ("column", "value", "problem"),
    [
        ("documents", "eia_report nonsense", "has 'nonsense'"),
        ("stages", "operation operation", "names a word twice"),
        ("categories", "cat9", "has 'cat9'"),
        ("verified", "perhaps", "is not known here"),
        ("valid_from", "2021", "is no day"),
        ("items", "EN6", "is not of the form"),
        ("due", "in spring", "is not of the form"),
        ("label_kk", "", "is not a text"),
        ("order", "first", "is not a whole number"),
        ("key", "report", "stands twice"),
    ],
)
def test_a_wrong_line_is_refused_with_its_place(tmp_path: Path, column: str, value: str, problem: str) -> None:
    with (DATA / "chain.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    rows[0][column] = value
    with (tmp_path / "chain.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    with refused_in_words(rf"chain.csv line \d+, column {column}.*{problem}"):
        read_chain(tmp_path)


def test_a_missing_file_a_wrong_column_and_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    with refused_in_words(r"chain.csv: the file is missing"):
        read_chain(tmp_path)
    (tmp_path / "chain.csv").write_bytes(b"key,order\n")
    with refused_in_words("column 'documents' is missing"):
        read_chain(tmp_path)
    (tmp_path / "chain.csv").write_bytes(b"\xff")
    with refused_in_words("is not UTF-8"):
        read_chain(tmp_path)


_DOCUMENTS = st.sampled_from(sorted(load_vocabulary().codes["document_type"]))
_RECORDS = st.lists(
    st.builds(
        lambda n, code, source: record(f"record-{n}", source=source, document_type=code),
        st.integers(0, 99),
        _DOCUMENTS,
        st.sampled_from(sorted(KINDS)),
    ),
    max_size=4,
)
_REQUESTS = st.lists(
    st.builds(
        lambda n, code, outcome, year: request(f"r-{n}", asked_document=(code,), outcome=outcome, outcome_of=year),
        st.integers(0, 99),
        _DOCUMENTS,
        st.sampled_from(["pending", "refused", "answered_in_full", "answered_in_part", "no_answer", "withdrawn"]),
        st.sampled_from(["", "2020", "2022-05", "2023-01-02"]),
    ),
    max_size=4,
)


@given(_RECORDS, _REQUESTS, st.sampled_from(["", *STAGES]), st.sampled_from(["", "cat1", "cat2", "cat3", "cat4"]))
def test_publishing_a_document_never_leaves_its_step_refused_or_missing(
    records: list[Record], requests: list[InformationRequest], stage: str, category: str
) -> None:
    before = chain(stage, category, records, requests, None, KINDS)
    public = record("the-report", source="portal", document_type="eia_report", event_date="2024")
    after = chain(stage, category, [*records, public], requests, None, KINDS)
    for old, new in zip(before.steps, after.steps, strict=True):
        assert new.state is State.FOUND if new.key == "report" else new == old
    assert chain(stage, category, records[::-1], requests[::-1], None, KINDS).steps == tuple(
        step._replace(records=step.records[::-1], requests=step.requests[::-1]) for step in before.steps
    )
