"""The texts of verdicts are taken away; what was found, by whom and when stays, and so does every score."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from aiqyn.disclosure import Assessment, Verdict, load_checklist, score
from aiqyn.disclosure.checklist import Stage
from aiqyn.exchange.assessments import HEADER, AssessmentRow, faults_of, format_row, plain_line, read_assessments
from aiqyn.exchange.personal import personal_data
from aiqyn.exchange.tombstones import textless, without_verdict_texts
from tests.aiqyn.refusals import refused

DAY, LAST = date(2026, 11, 29), date(2026, 11, 23)
SECRET = "Zhibekova"
KEPT = "0" * 64
LOOKED = (
    f"EN06,1,not_found,aru,2026-11-22,gazette@p. 3 {SECRET} | herald@p. 1,"
    f"archive of {SECRET} ; bridge ; 2026-11-20 | portal ; {SECRET} ; 2026-11-21 ; {KEPT} | portal ; dam ; 2026-11-22,"
)
TWIN = "ID02,1,known_not_disclosed,aru,2026-11-22,gazette@p. 9,,"
LINES = (
    f"bridge,{LOOKED}asked by {SECRET}\n",
    f"bridge,{TWIN}her name is {SECRET}\n",
    f"bridge,{TWIN}{SECRET} by name\n",
    'bridge,ID02,1,disclosed,dana,2026-11-23,gazette@p. 9,,"In every issue, always"\n',
)
CONTENT = HEADER + "".join(LINES).encode()


def texts_taken(*lines: int) -> bytes:
    going = [row for row in read_assessments(CONTENT) if row.line in lines]
    return without_verdict_texts(CONTENT, going, DAY)


def verdicts(content: bytes, *lines: int) -> list[Assessment]:
    return [row.assessment for row in read_assessments(content) if row.line in lines]


def test_nothing_that_the_assessor_wrote_is_left_and_the_rest_stays_to_the_byte() -> None:
    after = texts_taken(2, 3, 4)
    assert SECRET not in after.decode()
    assert KEPT not in after.decode()
    assert after.endswith(LINES[-1].encode())
    for before, now in zip(verdicts(CONTENT, 2, 3, 4), verdicts(after, 2, 3, 4), strict=True):
        assert (now.item, now.item_version, now.verdict, now.assessor, now.day) == (
            *(before.item, before.item_version, before.verdict, before.assessor, before.day),
        )
        assert [evidence.id for evidence in now.evidence] == [evidence.id for evidence in before.evidence]
        assert [search.day for search in now.searches] == [search.day for search in before.searches]
        assert (before.blanked_on, now.blanked_on, now.has_texts) == (None, DAY, False)


def test_no_score_and_no_sentence_about_it_changes() -> None:
    def scored(content: bytes) -> tuple[object, ...]:
        its = score(load_checklist(), Stage.OPERATION, (), verdicts(content, 2, 3), LAST)
        return its.points, its.low, its.high, its.known_not_disclosed, [line.text("en") for line in its.lines]

    assert scored(texts_taken(2, 3)) == scored(CONTENT)
    assert "places searched: 2" in str(scored(CONTENT))


def test_two_verdicts_of_a_day_stay_two() -> None:
    rows = read_assessments(texts_taken(3, 4))
    assert rows[1].assessment != rows[2].assessment
    assert list(faults_of(rows, {"bridge"}, {"gazette", "herald"}, lambda key: False)) == []


@pytest.mark.parametrize("line", [1, 17, 123_456])
def test_what_is_left_is_a_row_that_a_folder_may_bring_and_nobody_may_type(line: int) -> None:
    verdict = textless(AssessmentRow(line, "bridge", verdicts(CONTENT, 2)[0]), DAY)
    left = plain_line("bridge", verdict)
    assert [row.assessment for row in read_assessments(HEADER + left.encode())] == [verdict]
    assert personal_data(left) == ""
    with refused("text_mark", "note"):
        format_row("bridge", replace(verdict, evidence=(), verdict=Verdict.NOT_ASSESSED, searches=()))


def test_a_verdict_of_evidence_alone_has_no_text() -> None:
    assert not Assessment("ID02", 1, Verdict.NOT_ASSESSED, "aru", LAST).has_texts
