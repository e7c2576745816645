"""Every form of date in four languages, and slips in words."""

import pytest

from aiqyn.words.date_text import date_text, since_text, slip_text
from tests.aiqyn.words.tables import LANGUAGES, only_languages, plain, rows_of


@pytest.mark.parametrize("row", rows_of("dates.csv"), ids=lambda row: row["date"] or "blank")
def test_a_date_reads_as_each_language_writes_it(row: dict[str, str]) -> None:
    assert {lang: plain(date_text(row["date"], lang)) for lang in LANGUAGES} == only_languages(row)


@pytest.mark.parametrize(
    ("date", "phrases"),
    [
        ("2020-03-12", ("from 12 March 2020", "с 12 марта 2020 г.")),
        ("2020", ("from 2020", "с 2020 г.")),
        ("2020~", ("about 2020", "приблизительно 2020 г.")),
        ("2019/2020", ("2019 to 2020", "2019 г. – 2020 г.")),
        ("XXXX-03", ("", "")),
        ("", ("", "")),
    ],
)
def test_since_a_date_is_told_where_a_language_has_a_form_for_it(date: str, phrases: tuple[str, str]) -> None:
    assert (plain(since_text(date, "en")), plain(since_text(date, "ru"))) == phrases


@pytest.mark.parametrize("row", rows_of("slips.csv"), ids=lambda row: f"{row['promised']} {row['actual']}")
def test_a_slip_is_told_in_words(row: dict[str, str]) -> None:
    texts = {lang: plain(slip_text(row["promised"], row["actual"], lang)) for lang in LANGUAGES}
    assert texts == only_languages(row)


@pytest.mark.parametrize(("promised", "actual"), [("2019/..", "2020"), ("2019", "../2020"), ("XXXX-09", "2020")])
def test_no_slip_is_told_where_none_can_be_counted(promised: str, actual: str) -> None:
    assert slip_text(promised, actual, "en") == ""
