"""The header of a text: every field asked for, every fault with its line."""

import pytest

from aiqyn.prose.header import Note
from tests.aiqyn.prose.documents import HEADER, parsed

BODY = "It says so {mark bridge cost}."


def faults_of(old: str, new: str) -> list[tuple[int, str]]:
    assert old in HEADER
    return [(fault.line, fault.reason.code) for fault in parsed(BODY, HEADER.replace(old, new)).faults]


def test_a_good_header_is_read() -> None:
    good = parsed(BODY)
    assert good.faults == []
    assert good.document is not None
    header = good.document.header
    assert (header.title, header.published, header.original) == ("What became of it", "2026-11-21", "en")
    assert (header.authors, header.tags, header.projects) == (("Aiqyn",), ("cost",), ("zhanatas-wind",))
    assert header.updated == "2026-11-21"


def test_revisions_and_corrections_are_read_and_the_last_day_counts() -> None:
    more = (
        '[[revised]]\ndate = 2026-12-01\nnote = "Figures."\n[[corrections]]\ndate = 2027-01-05\nnote = "A name."\n+++\n'
    )
    document = parsed(BODY, HEADER.removesuffix("+++\n") + more).document
    assert document is not None
    assert document.header.revised == (Note("2026-12-01", "Figures."),)
    assert document.header.corrections == (Note("2027-01-05", "A name."),)
    assert document.header.updated == "2027-01-05"


@pytest.mark.parametrize(
    ("old", "new", "line", "code"),
    [
        ("2026-11-21", '"2026-11-21"', 4, "header_no_day"),
        ("2026-11-21", "2026-11-21T10:00:00Z", 4, "header_no_day"),
        ("2026-11-21", "2026-13-01", 4, "header_toml"),
        ('original = "en"', 'original = "de"', 7, "not_our_language"),
        ('["Aiqyn"]', "[]", 5, "header_no_list"),
        ('["cost"]', '"cost"', 6, "header_no_list"),
        ('["cost"]', '["cost", "cost"]', 6, "header_twice"),
        ('["cost"]', "[1]", 6, "header_no_text"),
        ('"One sentence."', '""', 3, "header_no_text"),
        ('"One sentence."', '"One\\u202esentence."', 3, "text_reversed"),
        ('"One sentence."', '"One\\u0000sentence."', 3, "text_control"),
        ('"One sentence."', '"It costs 27.6."', 3, "number_typed"),
        ('lead = "One sentence."\n', "", 1, "header_missing"),
        ('lead = "One sentence."\n', 'lead = "One."\nprice = 3\n', 4, "header_key"),
        ('lead = "One sentence."\n', 'lead = "One.\n', 3, "header_toml"),
        ('lead = "One sentence."\n', "lead = " + "[" * 5000 + "\n", 2, "header_deep"),
        ('lead = "One sentence."\n', "lead = " + "9" * 5000 + "\n", 2, "header_toml"),
        ("+++\ntitle", "++\ntitle", 1, "header_none"),
    ],
)
def test_a_fault_has_its_line(old: str, new: str, line: int, code: str) -> None:
    faults = faults_of(old, new)
    assert (line, code) in faults


@pytest.mark.parametrize(
    "notes",
    [
        "revised = 3\n",
        "[[revised]]\ndate = 2026-12-01\n",
        '[[revised]]\ndate = 2026-12-01\nnote = "x"\nwho = "y"\n',
        '[[revised]]\ndate = 2020-01-01\nnote = "before it was published"\n',
        '[[revised]]\ndate = 2026-12-02\nnote = "x"\n[[revised]]\ndate = 2026-12-01\nnote = "y"\n',
    ],
)
def test_revisions_that_are_no_list_in_order_of_time_are_refused(notes: str) -> None:
    faulty = parsed(BODY, HEADER.removesuffix("+++\n") + notes + "+++\n")
    assert faulty.document is None
    assert faulty.faults[0].line == 9
