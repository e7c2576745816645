"""Tables of what is said and how each language writes it, for the tests of numbers and dates."""

import csv
from pathlib import Path

LANGUAGES = ("en", "ru", "kk", "zh")
FOLDER = Path(__file__).parent / "data"


def rows_of(name: str) -> list[dict[str, str]]:
    """The rows of a table: what is written, and the text expected in each language."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def only_languages(row: dict[str, str]) -> dict[str, str]:
    """The expected texts of a row."""
    return {lang: row[lang] for lang in LANGUAGES}


def plain(text: str) -> str:
    """A text with ordinary spaces."""
    return text.replace("\u00a0", " ")
