"""replies.csv and corrections.csv: read strictly, written so that reading gives the same back."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiqyn.errors import Refused, RegisterRefused
from aiqyn.exchange.folder import open_register
from aiqyn.exchange.responses import (
    CORRECTION_COLUMNS,
    CORRECTIONS,
    LONGEST_REPLY,
    REPLIES,
    REPLY_COLUMNS,
    Correction,
    Invitation,
    answer_line,
    check_responses,
    correction_line,
    folded,
    header_of,
    invitation_line,
    read_corrections,
    read_replies,
    unfolded,
)
from tests.aiqyn.refusals import refused
from tests.aiqyn.register_factory import statement, write_register

DAY = datetime.date(2026, 11, 22)
LATER = datetime.date(2026, 12, 6)
INVITED = Invitation(2, "r1", "zhanatas-fine", "aiib", DAY, "letter", LATER)
HEADER = header_of(REPLIES)
HEAD = "r1,zhanatas-fine,aiib,2026-11-22,letter,2026-12-06"
ANSWER = "2026-12-01,zh,我们不同意。,none"

texts = st.text(
    st.characters(
        codec="utf-8", categories=["L", "N", "P", "S"], include_characters="\n\\, ", exclude_characters="\ufeff"
    ),
    max_size=200,
)


def test_an_invitation_without_an_answer_is_read_as_written() -> None:
    assert read_replies(HEADER + invitation_line(INVITED).encode()) == [INVITED]


def test_later_answers_stand_after_earlier_ones_and_replace_none() -> None:
    lines = (
        invitation_line(INVITED)
        + answer_line(INVITED, DAY, "zh", "一\n\n二", "corrected")
        + answer_line(INVITED, LATER, "ru", "Ещё раз.")
    )
    (read,) = read_replies(HEADER + lines.encode())
    assert [(one.received_on, one.lang, one.text, one.effect) for one in read.answers] == [
        (DAY, "zh", "一\n\n二", "corrected"),
        (LATER, "ru", "Ещё раз.", "none"),
    ]


@given(texts)
def test_a_text_of_any_lines_survives_its_cell(text: str) -> None:
    assert unfolded(folded(text)) == text
    assert "\n" not in folded(text)


@pytest.mark.parametrize(
    ("rows", "column", "code"),
    [
        ([f"{HEAD},{ANSWER}"], "received_on", "answer_uninvited"),
        ([f"{HEAD},,,,".replace("2026-12-06", "2026-11-21")], "due", "due_early"),
        ([f"{HEAD},,,,".replace("letter", "pigeon")], "channel", "code_unknown"),
        ([f"{HEAD},,,,".replace("2026-11-22", "22.11.2026")], "invited_on", "day_recorded"),
        ([f"{HEAD},,,,".replace("aiib", "A IIB")], "party", "id_form"),
        ([f"{HEAD},,,,", f"{HEAD},2026-11-21,zh,x,none"], "received_on", "answer_early"),
        ([f"{HEAD},,,,", f"{HEAD},2026-12-01,Kazakh language,x,none"], "lang", "language_form"),
        ([f"{HEAD},,,,", f"{HEAD},2026-12-01,kk,,none"], "text", "answer_blank"),
        ([f"{HEAD},,,,", f"{HEAD},2026-12-01,kk,x,"], "effect", "code_unknown"),
        ([f"{HEAD},,,,", f"{HEAD},2026-12-01,kk,a\\b,none"], "text", "text_backslash"),
        (
            [f"{HEAD},,,,", f"{HEAD},{ANSWER}".replace("aiib", "other")],
            "party",
            "invitation_differs",
        ),
    ],
)
def test_a_faulty_row_is_refused_with_its_column(rows: list[str], column: str, code: str) -> None:
    with pytest.raises(RegisterRefused) as refused:
        read_replies(HEADER + "".join(f"{row}\n" for row in rows).encode())
    (found,) = refused.value.findings
    assert (found.line, found.field) == (len(rows) + 1, column)
    assert found.code == code


def test_an_answer_may_have_twenty_thousand_characters_and_no_more() -> None:
    answer_line(INVITED, DAY, "kk", "ә" * LONGEST_REPLY)
    with refused("reply_long", n=20_000):
        answer_line(INVITED, DAY, "kk", "ә" * (LONGEST_REPLY + 1))


def test_an_answer_with_a_persons_number_is_refused() -> None:
    with refused("personal_number"):
        answer_line(INVITED, DAY, "ru", "Директор, ИИН 850214300123.")


def test_a_text_that_would_turn_the_page_around_is_refused() -> None:
    with pytest.raises(Refused):
        answer_line(INVITED, DAY, "en", "a\u202eb")


def test_a_correction_is_read_as_written() -> None:
    one = Correction(
        2, "c1", DAY, "projects/zhanatas-wind/", "source", "accepted", LATER, {"kk": "Қосылды.", "zh": "已补充"}
    )
    assert read_corrections(header_of(CORRECTIONS) + correction_line(one).encode()) == [one]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("c1,2026-11-22,,correction,accepted,2026-11-21,,,,", "decided_on"),
        ("c1,2026-11-22,javascript:alert(1),correction,accepted,2026-11-23,,,,", "about"),
        ("c1,2026-11-22,../etc/,correction,accepted,2026-11-23,,,,", "about"),
        ("c1,2026-11-22,,rumour,accepted,2026-11-23,,,,", "kind"),
        ("c1,2026-11-22,,source,perhaps,2026-11-23,,,,", "outcome"),
    ],
)
def test_a_faulty_correction_is_refused_with_its_column(row: str, column: str) -> None:
    with pytest.raises(RegisterRefused) as refused:
        read_corrections(header_of(CORRECTIONS) + f"{row}\n".encode())
    assert refused.value.findings[0].field == column


def test_a_correction_cannot_be_written_over_under_its_own_id() -> None:
    row = "c1,2026-11-22,,source,accepted,2026-11-23,,,,\n"
    with pytest.raises(RegisterRefused, match="id_used"):
        read_corrections(header_of(CORRECTIONS) + (row * 2).encode())


def check(folder: Path, name: str, *rows: str) -> list[tuple[str, str]]:
    register = write_register(folder)
    columns = {REPLIES: REPLY_COLUMNS, CORRECTIONS: CORRECTION_COLUMNS}[name]
    (register / name).write_text("".join(f"{row}\n" for row in (",".join(columns), *rows)), encoding="utf-8")
    return [(one.field, one.code) for one in check_responses(open_register(register))]


def test_a_reply_about_a_statement_of_the_register_by_its_organisation_has_no_fault(tmp_path: Path) -> None:
    assert check(tmp_path, REPLIES, f"{HEAD},,,,".replace("zhanatas-fine", statement().id)) == []


def test_a_reply_about_nothing_by_nobody_is_found(tmp_path: Path) -> None:
    found = check(tmp_path, REPLIES, f"{HEAD},,,,".replace("aiib", "zhanatas-wind"))
    assert found == [("about", "record_absent"), ("party", "organisation_absent")]


def test_a_reply_about_a_statement_that_is_not_recorded_is_found(tmp_path: Path) -> None:
    found = check(tmp_path, REPLIES, f"{HEAD},,,,".replace("zhanatas-fine", statement(value="151").id))
    assert found == [("about", "statement_absent")]


def test_a_correction_of_a_statement_that_is_not_recorded_is_found(tmp_path: Path) -> None:
    row = f"c1,2026-11-22,statements/{statement(value='151').id}/,source,accepted,2026-11-23,,,,"
    assert check(tmp_path, CORRECTIONS, row) == [("about", "statement_absent")]


def test_a_register_without_the_files_has_no_fault(tmp_path: Path) -> None:
    assert list(check_responses(open_register(write_register(tmp_path)))) == []
