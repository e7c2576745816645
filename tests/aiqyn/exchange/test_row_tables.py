"""Labels and renderings of several editors are joined row by row."""

from __future__ import annotations

import pytest

from aiqyn.errors import RegisterRefused
from aiqyn.exchange.folder import PARTS, TRANSLATIONS
from aiqyn.exchange.growth import Growth
from aiqyn.exchange.row_tables import joined
from tests.aiqyn.refusals import in_english


def parts(*rows: str) -> bytes:
    return "".join(f"{row}\n" for row in ("id,en,ru,kk,zh", *rows)).encode()


A, A2, A3, B, C = "a,1,1,1,1", "a,2,1,1,1", "a,3,1,1,1", "b,1,1,1,1", '"c, too",1,1,1,1'


@pytest.mark.parametrize(
    ("versions", "own", "grown"),
    [
        ([parts(A)], parts(A), Growth(parts(A), 0, 0)),
        ([parts(A)], parts(A, B), Growth(parts(A, B), 1, 0)),
        ([parts(A), parts(A, C)], parts(A, B), Growth(parts(A, B, C), 1, 1)),
        ([parts(A), parts(A2)], parts(A, B), Growth(parts(A2, B), 1, 1)),
        ([parts(A), parts(A, C)], parts(A2, C), Growth(parts(A2, C), 1, 0)),
        ([parts(A, B), parts(A)], parts(A, B, C), Growth(parts(A, C), 1, 1)),
        ([parts(A, B)], b"", Growth(parts(A, B), 0, 2)),
    ],
    ids=["the same", "a row more", "two rows more", "an older row", "changed beside another", "taken out", "no file"],
)
def test_rows_of_both_stand_and_the_newer_counts(versions: list[bytes], own: bytes, grown: Growth) -> None:
    assert joined(PARTS, versions, own) == grown


def test_renderings_keep_their_order() -> None:
    def renderings(*texts: str) -> bytes:
        return "".join(f"{row}\n" for row in ("lang,text,ru,kk,zh", *(f"en,{text},1,1,1" for text in texts))).encode()

    grown = joined(TRANSLATIONS, [renderings("z"), renderings("z", "a")], renderings("z", "b"))
    assert grown == Growth(renderings("z", "a", "b"), 1, 1)


def test_the_same_cell_again_counts_where_it_was_made_from_the_last() -> None:
    assert joined(PARTS, [parts(A), parts(A2)], parts(A3), parts(A2)) == Growth(parts(A3), 1, 0)
    for versions, base in (
        ([parts(A), parts(A2)], parts(A)),
        ([parts(A), parts(A2)], None),
        ([parts(B), parts(A)], None),
    ):
        with pytest.raises(RegisterRefused, match="row_by_both"):
            joined(PARTS, versions, parts("a,3,3,3,3"), base)


def test_a_row_that_both_changed_is_refused() -> None:
    with pytest.raises(RegisterRefused) as refused:
        joined(PARTS, [parts(A), parts(A2)], parts("a,1,1,1,9"))
    (finding,) = refused.value.findings
    assert (finding.file, finding.line, finding.value, finding.code) == (PARTS, 2, "a", "row_by_both")
    assert finding.reason.values["columns"] == ("en", "zh")
    assert in_english(finding).way_out.endswith("load with --take parts.csv")
