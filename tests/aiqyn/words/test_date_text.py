"""Every form of date in four languages, and slips in words."""

import pytest

from aiqyn.words.date_text import date_text, slip_text
from tests.aiqyn.words.tables import LANGUAGES, only_languages, plain, rows_of


@pytest.mark.parametrize("row", rows_of("dates.csv"), ids=lambda row: row["date"] or "blank")
def test_a_date_reads_as_each_language_writes_it(row: dict[str, str]) -> None:
    assert {lang: plain(date_text(row["date"], lang)) for lang in LANGUAGES} == only_languages(row)


@pytest.mark.parametrize("row", rows_of("slips.csv"), ids=lambda row: f"{row['promised']} {row['actual']}")
def test_a_slip_is_told_in_words(row: dict[str, str]) -> None:
    told = {lang: plain(slip_text(row["promised"], row["actual"], lang)) for lang in LANGUAGES}
    assert told == only_languages(row)


@pytest.mark.parametrize(("promised", "actual"), [("2019/..", "2020"), ("2019", "../2020"), ("XXXX-09", "2020")])
def test_no_slip_is_told_where_none_can_be_counted(promised: str, actual: str) -> None:
    assert slip_text(promised, actual, "en") == ""
