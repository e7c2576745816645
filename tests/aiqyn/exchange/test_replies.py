"""replies.csv: read strictly, written so that reading gives the same back."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiqyn.errors import RegisterRefused
from aiqyn.exchange.cells import folded, unfolded
from aiqyn.exchange.folder import open_register
from aiqyn.exchange.replies import (
    HEADER,
    LONGEST_REPLY,
    REPLIES,
    Answer,
    Invitation,
    answer_line,
    check_replies,
    invitation_line,
    read_replies,
)
from tests.aiqyn.refusals import refused
from tests.aiqyn.register_factory import statement, write_register

DAY = datetime.date(2026, 11, 22)
LATER = datetime.date(2026, 12, 6)
INVITED = Invitation(2, "r1", "zhanatas-fine", "aiib", DAY, "letter", LATER)
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
        + answer_line(INVITED, Answer(3, DAY, "zh", "一\n\n二", "corrected"))
        + answer_line(INVITED, Answer(4, LATER, "ru", "Ещё раз.", "none"))
    )
    (invitation,) = read_replies(HEADER + lines.encode())
    assert [answer[1:] for answer in invitation.answers] == [
        (DAY, "zh", "一\n\n二", "corrected"),
        (LATER, "ru", "Ещё раз.", "none"),
    ]


@given(texts)
def test_a_text_of_any_lines_survives_its_cell(text: str) -> None:
    assert unfolded({"text": folded(text)}, "text") == text
    assert "\n" not in folded(text)


@pytest.mark.parametrize(
    ("rows", "column", "code"),
    [
        ([f"{HEAD},{ANSWER}"], "received_on", "answer_uninvited"),
        ([f"{HEAD},,,,".replace("2026-12-06", "2026-11-21")], "due", "due_early"),
        ([f"{HEAD},,,,".replace("letter", "pigeon")], "channel", "code_unknown"),
        ([f"{HEAD},,,,".replace("2026-11-22", "22.11.2026")], "invited_on", "day_form"),
        ([f"{HEAD},,,,".replace("aiib", "A IIB")], "party", "id_form"),
        ([f"{HEAD},,,,", f"{HEAD},2026-11-21,zh,x,none"], "received_on", "answer_early"),
        ([f"{HEAD},,,,", f"{HEAD},2026-12-01,Kazakh language,x,none"], "lang", "language_unknown"),
        ([f"{HEAD},,,,", f"{HEAD},2026-12-01,kk,,none"], "text", "answer_blank"),
        ([f"{HEAD},,,,", f"{HEAD},2026-12-01,kk,?!,none"], "text", "answer_blank"),
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
    with pytest.raises(RegisterRefused) as caught:
        read_replies(HEADER + "".join(f"{row}\n" for row in rows).encode())
    (finding,) = caught.value.findings
    assert (finding.line, finding.field, finding.code) == (len(rows) + 1, column, code)


def answered(text: str) -> str:
    return answer_line(INVITED, Answer(3, DAY, "ru", text, "none"))


def test_an_answer_may_have_twenty_thousand_characters_and_no_more() -> None:
    answered("ә" * LONGEST_REPLY)
    with refused("text_long", "text", n=20_001, most=20_000):
        answered("ә" * (LONGEST_REPLY + 1))


def test_an_answer_with_a_persons_number_is_refused_and_one_with_a_partys_own_telephone_is_not() -> None:
    answered("Наш телефон +7 727 250 00 00, mail@example.kz.")
    with refused("personal_number", "text"):
        answered("Директор, ИИН 850214300123.")


def test_an_answer_that_would_pass_for_one_taken_away_is_refused() -> None:
    with refused("text_mark", "text"):
        answered("[blanked 2026-11-29]")


def test_a_text_that_would_turn_the_page_around_is_refused() -> None:
    with refused("text_reversed", "text"):
        answered("a\u202eb")


def check(folder: Path, *rows: str) -> list[tuple[str, str]]:
    register = write_register(folder)
    (register / REPLIES).write_bytes(HEADER + "".join(f"{row}\n" for row in rows).encode())
    return [(finding.field, finding.code) for finding in check_replies(open_register(register))]


def test_a_reply_about_a_statement_of_the_register_by_its_organisation_has_no_fault(tmp_path: Path) -> None:
    assert check(tmp_path, f"{HEAD},,,,".replace("zhanatas-fine", statement().id)) == []


def test_a_reply_about_nothing_by_nobody_is_found(tmp_path: Path) -> None:
    findings = check(tmp_path, f"{HEAD},,,,".replace("aiib", "zhanatas-wind"))
    assert findings == [("about", "record_absent"), ("party", "organisation_absent")]


def test_a_reply_about_a_statement_that_is_not_recorded_is_found(tmp_path: Path) -> None:
    findings = check(tmp_path, f"{HEAD},,,,".replace("zhanatas-fine", statement(value="151").id))
    assert findings == [("about", "statement_absent")]


def test_a_party_invited_twice_about_the_same_is_found(tmp_path: Path) -> None:
    about = HEAD.replace("zhanatas-fine", statement().id)
    assert check(tmp_path, f"{about},,,,", f"{about},,,,".replace("r1", "r2")) == [("party", "invited_before")]


def test_a_register_without_the_file_has_no_fault(tmp_path: Path) -> None:
    assert list(check_replies(open_register(write_register(tmp_path)))) == []
