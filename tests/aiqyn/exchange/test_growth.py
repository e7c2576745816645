"""Rows of several people in one file: none is lost, none is changed."""

from __future__ import annotations

import pytest

from aiqyn.errors import RegisterRefused
from aiqyn.exchange import assessments, corrections, replies
from aiqyn.exchange.growth import Growth, growth
from tests.aiqyn.refusals import in_english

NAME = assessments.ASSESSMENTS


def verdict(assessor: str, day: str = "2026-03-01", code: str = "disclosed") -> bytes:
    return f"bridge,ID01,1,{code},{assessor},{day},gazette@p. 1,,\n".encode()


def invitation(key: str, channel: str = "letter", answer: str = ",,,") -> bytes:
    return f"{key},fine,bank,2026-01-01,{channel},2026-02-01,{answer}\n".encode()


@pytest.mark.parametrize(
    ("recorded", "own", "grown"),
    [
        ("", "a", ("a", 1, 0)),
        ("ab", "ab", ("ab", 0, 0)),
        ("ab", "abc", ("abc", 1, 0)),
        ("ab", "a", ("ab", 0, 1)),
        ("ab", "ac", ("abc", 1, 1)),
        ("ab", "cba", ("abc", 1, 0)),
        ("ab", "", ("ab", 0, 2)),
    ],
)
def test_rows_are_known_by_what_they_say(recorded: str, own: str, grown: tuple[str, int, int]) -> None:
    def content(who: str) -> bytes:
        return assessments.HEADER + b"".join(map(verdict, who)) if who else b""

    assert growth(NAME, content(recorded), content(own)) == Growth(content(grown[0]), *grown[1:])


@pytest.mark.parametrize(
    ("name", "header", "base", "theirs", "ours"),
    [
        (NAME, assessments.HEADER, verdict("a"), verdict("b"), verdict("b", code="not_found")),
        (replies.REPLIES, replies.HEADER, invitation("r1"), invitation("r2"), invitation("r2", "email")),
        (
            corrections.CORRECTIONS,
            corrections.HEADER,
            b"",
            b"c1,2026-01-01,,other,accepted,2026-01-02,,,Ours,\n",
            b"c1,2026-01-01,,other,declined,2026-01-02,,,Theirs,\n",
        ),
    ],
)
def test_a_row_that_says_otherwise_what_others_recorded_is_refused(
    name: str, header: bytes, base: bytes, theirs: bytes, ours: bytes
) -> None:
    with pytest.raises(RegisterRefused) as refused:
        growth(name, header + base + theirs, header + base + ours)
    (finding,) = refused.value.findings
    assert (finding.file, finding.line, finding.code) == (name, 2 + bool(base), "row_recorded_otherwise")
    assert "aiqyn export" in in_english(finding).way_out


def test_two_answers_to_one_invitation_both_stay() -> None:
    base = replies.HEADER + invitation("r1")
    theirs, ours = (invitation("r1", answer=f"2026-01-{day},en,Text,none") for day in ("03", "04"))
    assert growth(replies.REPLIES, base + theirs, base + ours) == Growth(base + theirs + ours, 1, 1)


def test_rows_that_cannot_follow_what_others_recorded_are_refused() -> None:
    theirs, ours = verdict("a", "2026-04-01"), verdict("a", "2026-03-15")
    with pytest.raises(RegisterRefused) as refused:
        growth(NAME, assessments.HEADER + theirs, assessments.HEADER + ours)
    assert {finding.code for finding in refused.value.findings} == {"verdict_earlier"}


@pytest.mark.parametrize(
    ("name", "header", "line"),
    [
        (NAME, assessments.HEADER, "bridge,ID01,1,partial,aru,2026-03-01,gazette@p. 1,,{}\n"),
        (replies.REPLIES, replies.HEADER, "r1,fine,bank,2026-01-01,letter,2026-02-01,2026-01-03,en,{},none\n"),
        (corrections.CORRECTIONS, corrections.HEADER, "c1,2026-01-01,,other,accepted,2026-01-02,,,{},\n"),
    ],
)
def test_a_row_of_before_its_text_was_taken_away_is_refused_with_the_day(name: str, header: bytes, line: str) -> None:
    recorded, own = (header + line.format(text).encode() for text in ("[blanked 2026-11-29]", "by Zhibekova"))
    with pytest.raises(RegisterRefused) as refused:
        growth(name, recorded, own)
    (finding,) = refused.value.findings
    assert finding.code == "row_text_blanked"
    words = in_english(finding)
    assert "taken away on 2026-11-29" in words.message
    assert "aiqyn export" in words.way_out
