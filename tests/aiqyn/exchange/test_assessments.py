"""The file of assessments is read strictly, written canonically and checked against the register."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiqyn.cli import find_faults
from aiqyn.disclosure import Assessment, Evidence, Search, Verdict
from aiqyn.errors import Finding, Refused, RegisterRefused
from aiqyn.exchange.assessments import (
    ASSESSMENTS,
    HEADER,
    AssessmentRow,
    check_assessments,
    format_row,
    read_assessments,
)
from aiqyn.exchange.folder import open_register
from aiqyn.ledger import make_statement
from tests.aiqyn.disclosure.verdicts import assessed
from tests.aiqyn.refusals import in_english
from tests.aiqyn.register_factory import STATEMENTS, write_register

DAY = date(2026, 11, 22)
SAID = make_statement(STATEMENTS[0]).id
GOOD = f"zhanatas-wind,MO01,1,partial,aiqyn-a,2026-11-22,{SAID},,the date of the estimate is missing\n"
NOT_FOUND = "zhanatas-wind,EN06,1,not_found,aiqyn-a,2026-11-22,,portal ; wind ; 2026-11-20,\n"


def refusal(line: str) -> Finding:
    with pytest.raises(RegisterRefused) as refused:
        read_assessments(HEADER + (GOOD + line).encode())
    assert len(refused.value.findings) == 1
    return refused.value.findings[0]


def findings(folder: Path, *lines: str) -> list[Finding]:
    register = write_register(folder)
    (register / ASSESSMENTS).write_bytes(HEADER + "".join(lines).encode())
    return list(check_assessments(open_register(register)))


def test_a_row_is_read_as_what_it_says() -> None:
    line = (
        f"zhanatas-wind,EN06,2,not_found,aiqyn-a,2026-11-22,inform-2019@p. 4 | {SAID},"
        f"portal ; wind farm ; 2026-11-20 | site ; ветер ; 2026-11-21 ; {'0' * 64},\n"
    )
    assert read_assessments(HEADER + line.encode()) == [
        AssessmentRow(
            2,
            "zhanatas-wind",
            Assessment(
                "EN06",
                2,
                Verdict.NOT_FOUND,
                "aiqyn-a",
                DAY,
                (Evidence("inform-2019", "p. 4"), Evidence(SAID)),
                (
                    Search("portal", "wind farm", date(2026, 11, 20)),
                    Search("site", "ветер", date(2026, 11, 21), "0" * 64),
                ),
            ),
        )
    ]


def test_a_file_without_rows_has_none() -> None:
    assert read_assessments(HEADER) == []


@pytest.mark.parametrize(
    ("line", "column", "code"),
    [
        (GOOD.replace("zhanatas-wind", ""), "project", "project_blank"),
        (GOOD.replace("MO01", "MO1"), "item", "item_form"),
        (GOOD.replace(",1,", ",0,"), "item_version", "item_version_form"),
        (GOOD.replace("partial", "secret"), "verdict", "verdict_none"),
        (GOOD.replace("aiqyn-a", ""), "assessor", "verdict_no_assessor"),
        (GOOD.replace("2026-11-22", "22.11.2026"), "day", "day_form"),
        (GOOD.replace("2026-11-22", "2026-02-29"), "day", "day_leap"),
        (GOOD.replace("2026-11-22", "2026-W47-7"), "day", "day_form"),
        (GOOD.replace(SAID, ""), "evidence", "verdict_no_evidence"),
        (GOOD.replace(SAID, "inform-2019"), "evidence", "evidence_no_locator"),
        (GOOD.replace(SAID, "inform-2019@"), "evidence", "evidence_form"),
        (GOOD.replace(SAID, f"{SAID}  |  {SAID}"), "evidence", "evidence_form"),
        (NOT_FOUND.replace("portal ; wind ; 2026-11-20", ""), "searches", "verdict_no_search"),
        (NOT_FOUND.replace(" ; 2026-11-20", ""), "searches", "search_form"),
        (NOT_FOUND.replace("2026-11-20", "2026-11-31"), "searches", "day_none"),
        (
            NOT_FOUND.replace("2026-11-20", "2026-11-23"),
            "searches",
            "search_later",
        ),
        (NOT_FOUND.replace("2026-11-20", "2026-11-20 ; abc"), "searches", "search_digest"),
        (NOT_FOUND.replace("not_found", "not_yet_due"), "note", "verdict_no_reason"),
        (GOOD.replace("the date", " the date"), "note", "text_ends"),
        (GOOD.replace("aiqyn-a", '"aiqyn-a"'), "", "row_quotes_needless"),
        (GOOD.removesuffix("\n"), "", "line_no_end"),
        (GOOD.replace("\n", "\r\n"), "", "line_cr_lf"),
        (GOOD.replace("the date", "и\u0306"), "", "line_not_nfc"),
        (GOOD.replace("\n", ",\n"), "", "row_cells"),
    ],
)
def test_a_faulty_row_is_refused_with_its_line_and_column(line: str, column: str, code: str) -> None:
    finding = refusal(line)
    assert (finding.file, finding.line, finding.field, finding.code) == (ASSESSMENTS, 3, column, code)
    assert all(in_english(finding))


def test_a_wrong_header_is_refused() -> None:
    with pytest.raises(RegisterRefused, match="column_missing"):
        read_assessments(HEADER.replace(b",note", b""))


_TEXTS = st.text(max_size=30)
_DAYS = st.dates(date(2020, 1, 1), date(2026, 12, 31))
_SEARCHES = st.builds(Search, _TEXTS, _TEXTS, _DAYS, st.sampled_from(["", "a" * 64]))
_EVIDENCE = st.builds(Evidence, st.sampled_from([SAID, "inform-2019", "a@b"]), _TEXTS)


@given(
    st.sampled_from(list(Verdict)),
    st.tuples(_TEXTS, _TEXTS, _DAYS),
    st.lists(_EVIDENCE, max_size=3),
    st.lists(_SEARCHES, max_size=3),
)
def test_what_is_written_is_read_back_or_refused(
    verdict: Verdict, circumstances: tuple[str, str, date], evidence: list[Evidence], searches: list[Search]
) -> None:
    assessor, note, day = circumstances
    try:
        assessment = Assessment("EN06", 3, verdict, assessor, day, tuple(evidence), tuple(searches), note)
        line = format_row("zhanatas-wind", assessment)
    except Refused:
        return
    assert line.endswith("\n")
    assert line.count("\n") == 1
    assert read_assessments(HEADER + line.encode()) == [AssessmentRow(2, "zhanatas-wind", assessment)]


def test_a_usual_verdict_can_be_written() -> None:
    assessment = assessed("EN06", Verdict.NOT_FOUND, note='said "no", twice')
    assert read_assessments(HEADER + format_row("p", assessment).encode()) == [AssessmentRow(2, "p", assessment)]


@pytest.mark.parametrize("text", ["a | b", "a ; b", "a;", "|", "two\nlines", " a", "\ud800", "a\u202eb", "и\u0306"])
def test_a_place_that_would_be_read_otherwise_cannot_be_written(text: str) -> None:
    assessment = Assessment("EN06", 1, Verdict.NOT_FOUND, "a", DAY, searches=(Search(text, "query", DAY),))
    with pytest.raises(Refused):
        format_row("zhanatas-wind", assessment)


def test_a_register_without_assessments_has_no_faults_in_them(tmp_path: Path) -> None:
    assert list(check_assessments(open_register(write_register(tmp_path)))) == []


def test_good_assessments_have_no_findings(tmp_path: Path) -> None:
    assert findings(tmp_path, GOOD, NOT_FOUND, GOOD.replace("aiqyn-a", "aiqyn-b")) == []


@pytest.mark.parametrize(
    ("line", "column", "code"),
    [
        (GOOD.replace("zhanatas-wind", "zhanatas"), "project", "project_absent"),
        (GOOD.replace("zhanatas-wind", "aiib"), "project", "project_absent"),
        (GOOD.replace("MO01", "ZZ99"), "item", "item_absent"),
        (GOOD.replace(",1,", ",9,"), "item_version", "item_version_ahead"),
        (GOOD.replace(SAID, "s1" + "a" * 32), "evidence", "statement_absent"),
        (GOOD.replace(SAID, "nobody@p. 1"), "evidence", "evidence_unknown"),
    ],
)
def test_what_a_row_names_must_be_there(tmp_path: Path, line: str, column: str, code: str) -> None:
    faults = findings(tmp_path, line)
    assert [(fault.line, fault.field, fault.code) for fault in faults] == [(2, column, code)]


def test_a_row_that_stands_twice_is_found(tmp_path: Path) -> None:
    assert [finding.code for finding in findings(tmp_path, GOOD, GOOD)] == ["verdict_repeated"]


def test_an_assessor_does_not_go_back_in_time(tmp_path: Path) -> None:
    faults = findings(tmp_path, GOOD, GOOD.replace("2026-11-22", "2026-11-21"))
    assert [fault.code for fault in faults] == ["verdict_earlier"]


def test_an_assessor_may_change_the_verdict_on_the_same_day(tmp_path: Path) -> None:
    assert findings(tmp_path, GOOD, GOOD.replace("partial", "disclosed")) == []


def test_faults_of_form_and_of_substance_are_findings_of_the_check(tmp_path: Path) -> None:
    register = write_register(tmp_path)
    (register / ASSESSMENTS).write_bytes(HEADER + GOOD.replace(SAID, "").encode())
    assert [(fault.file, fault.line, fault.field) for fault in find_faults(register)] == [(ASSESSMENTS, 2, "evidence")]
    (register / ASSESSMENTS).write_bytes(HEADER + GOOD.replace("MO01", "ZZ99").encode())
    assert [(fault.file, fault.line, fault.field) for fault in find_faults(register)] == [(ASSESSMENTS, 2, "item")]
