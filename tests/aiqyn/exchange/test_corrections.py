"""corrections.csv: read strictly, written so that reading gives the same back; what a proposal must have."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from aiqyn.errors import RegisterRefused
from aiqyn.exchange.corrections import (
    CORRECTIONS,
    HEADER,
    LONGEST_LINK,
    LONGEST_PROPOSAL,
    LONGEST_SUMMARY,
    Correction,
    check_corrections,
    correction_line,
    decision_faults,
    proposal_faults,
    read_corrections,
)
from aiqyn.exchange.folder import open_register
from tests.aiqyn.register_factory import statement, write_register

DAY = datetime.date(2026, 11, 22)
LATER = datetime.date(2026, 12, 6)


@pytest.mark.parametrize(
    ("kind", "text", "link", "faults"),
    [
        ("source", "It is 5 km away.", "https://example.org/a", []),
        ("other", "ә" * LONGEST_PROPOSAL, "", []),
        ("", "", "", [("kind", "kind_blank"), ("text", "proposal_blank")]),
        ("other", "...\n\n!", "", [("text", "proposal_blank")]),
        ("rumour", "x", "", [("kind", "code_unknown")]),
        ("source", "x" * (LONGEST_PROPOSAL + 1), "", [("text", "text_long")]),
        ("source", "x", "javascript:alert(1)", [("link", "source_url")]),
        ("source", "x", "https://example.org/ two", [("link", "source_url")]),
        ("source", "x", "https://example.org/" + "a" * LONGEST_LINK, [("link", "text_long")]),
    ],
)
def test_all_that_is_wrong_with_a_proposal_is_told_at_its_fields(
    kind: str, text: str, link: str, faults: list[tuple[str, str]]
) -> None:
    assert [(fault.field, fault.code) for fault in proposal_faults(kind, text, link)] == faults


@pytest.mark.parametrize(
    ("outcome", "summaries", "faults"),
    [
        ("accepted", {"kk": "Түзетілді.", "zh": ""}, []),
        ("", {"ru": "Исправлено."}, [("outcome", "outcome_blank")]),
        ("spam", {"ru": "Исправлено."}, [("outcome", "code_unknown")]),
        ("declined", {"kk": "", "ru": ""}, [("kk", "summary_blank")]),
        ("declined", {"kk": "Жоқ.", "ru": "–"}, [("ru", "summary_blank")]),
        ("declined", {"en": "x" * (LONGEST_SUMMARY + 1)}, [("en", "text_long")]),
        ("declined", {"en": "Ask +7 701 555 12 34."}, [("en", "personal_telephone")]),
        ("declined", {"en": "[blanked 2026-11-29]"}, [("en", "text_mark")]),
    ],
)
def test_all_that_is_wrong_with_a_decision_is_told_at_its_columns(
    outcome: str, summaries: dict[str, str], faults: list[tuple[str, str]]
) -> None:
    assert [(fault.field, fault.code) for fault in decision_faults(outcome, summaries)] == faults


def test_a_correction_is_read_as_written() -> None:
    correction = Correction(
        2, "c1", DAY, "projects/zhanatas-wind/", "source", "accepted", LATER, {"kk": "Қосылды.", "zh": "已补充"}
    )
    assert read_corrections(HEADER + correction_line(correction).encode()) == [correction]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("c1,2026-11-22,,correction,accepted,2026-11-21,Қосылды.,,,", "decided_on"),
        ("c1,2026-11-22,javascript:alert(1),correction,accepted,2026-11-23,Қосылды.,,,", "about"),
        ("c1,2026-11-22,../etc/,correction,accepted,2026-11-23,Қосылды.,,,", "about"),
        ("c1,2026-11-22,,rumour,accepted,2026-11-23,Қосылды.,,,", "kind"),
        ("c1,2026-11-22,,source,perhaps,2026-11-23,Қосылды.,,,", "outcome"),
    ],
)
def test_a_faulty_correction_is_refused_with_its_column(row: str, column: str) -> None:
    with pytest.raises(RegisterRefused) as caught:
        read_corrections(HEADER + f"{row}\n".encode())
    assert caught.value.findings[0].field == column


def test_a_correction_cannot_be_written_over_under_its_own_id() -> None:
    row = "c1,2026-11-22,,source,accepted,2026-11-23,Қосылды.,,,\n"
    with pytest.raises(RegisterRefused, match="id_used"):
        read_corrections(HEADER + (row * 2).encode())


def check(folder: Path, *rows: str) -> list[tuple[str, str]]:
    register = write_register(folder)
    (register / CORRECTIONS).write_bytes(HEADER + "".join(f"{row}\n" for row in rows).encode())
    return [(finding.field, finding.code) for finding in check_corrections(open_register(register))]


def test_a_correction_of_a_statement_that_is_not_recorded_is_found(tmp_path: Path) -> None:
    row = f"c1,2026-11-22,statements/{statement(value='151').id}/,source,accepted,2026-11-23,Қосылды.,,,"
    assert check(tmp_path, row) == [("about", "statement_absent")]


def test_a_register_without_the_file_has_no_fault(tmp_path: Path) -> None:
    assert list(check_corrections(open_register(write_register(tmp_path)))) == []
