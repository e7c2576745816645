"""Every text a reader may see exists in Kazakh, Russian, English and Chinese, with the same placeholders."""

import ast
import csv
import re
import string
import unicodedata
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ("en", "ru", "kk", "zh")
WORDING = sorted((ROOT / "src/aiqyn_site/wording").glob("*.csv"))
VOCABULARY = sorted((ROOT / "src/aiqyn").rglob("data/*.csv"))
PARTS = sorted((ROOT / "registers").glob("*/parts.csv"))


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def columns_in_all_languages(path: Path) -> list[tuple[str, ...]]:
    """The groups of columns that differ only in language: (en, ru, kk, zh), (plural_en, plural_ru, ...)."""
    rows = rows_of(path)
    header = set(rows[0]) if rows else set()
    stems = {name.removesuffix("en") for name in header if name == "en" or name.endswith("_en")}
    groups = [tuple(stem + language for language in LANGUAGES) for stem in sorted(stems)]
    return [group for group in groups if header.issuperset(group)]


def language_branches(path: Path) -> list[str]:
    """The places of a module that compare something with a language's name."""
    places = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            constants = {leaf.value for side in sides for leaf in ast.walk(side) if isinstance(leaf, ast.Constant)}
            if constants.intersection(LANGUAGES):
                places.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    return places


def labelled(paths: list[Path]) -> list[Path]:
    return [path for path in paths if LANGUAGES in columns_in_all_languages(path)]


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_nothing_but_words_and_vocabulary_asks_which_language_it_is() -> None:
    """A further language is texts and a line of languages.csv."""
    homes = ("src/aiqyn/words/", "src/aiqyn/vocabulary/")
    modules = [path for path in (ROOT / "src").rglob("*.py") if not name(path).startswith(homes)]
    assert [place for path in modules for place in language_branches(path)] == []
    templates = (ROOT / "src/aiqyn_site/templates").rglob("*.html")
    branches = re.compile(r"[!=]= *['\"](en|ru|kk|zh)['\"]")
    assert [name(path) for path in templates if branches.search(path.read_text(encoding="utf-8"))] == []


def test_there_is_wording_and_a_vocabulary() -> None:
    assert WORDING
    assert labelled(VOCABULARY)


@pytest.mark.parametrize("path", WORDING, ids=name)
def test_a_wording_file_has_the_agreed_header_and_unique_keys(path: Path) -> None:
    header = path.read_text(encoding="utf-8").splitlines()[0]
    keys = [row["key"] for row in rows_of(path)]
    assert header == "key,en,ru,kk,zh"
    assert all(keys)
    assert len(keys) == len(set(keys))


def test_a_wording_key_stands_in_one_file_only() -> None:
    keys = [row["key"] for path in WORDING for row in rows_of(path)]
    assert sorted({key for key in keys if keys.count(key) > 1}) == []


@pytest.mark.parametrize("path", WORDING + labelled(VOCABULARY) + PARTS, ids=name)
def test_every_label_exists_in_all_four_languages(path: Path) -> None:
    missing = [
        (number, language)
        for number, row in enumerate(rows_of(path), start=2)
        for language in LANGUAGES
        if not (row[language] or "").strip()
    ]
    assert missing == []


@pytest.mark.parametrize("path", VOCABULARY, ids=name)
def test_plurals_and_symbols_are_given_in_all_four_languages_or_in_none(path: Path) -> None:
    uneven = [
        (number, group)
        for number, row in enumerate(rows_of(path), start=2)
        for group in columns_in_all_languages(path)
        if len({bool(row[column]) for column in group}) > 1
    ]
    assert uneven == []


@pytest.mark.parametrize("path", WORDING + labelled(VOCABULARY) + PARTS, ids=name)
def test_the_placeholders_are_the_same_in_all_four_languages(path: Path) -> None:
    uneven = [
        (number, {language: sorted(placeholders(row[language])) for language in LANGUAGES})
        for number, row in enumerate(rows_of(path), start=2)
        if len({frozenset(placeholders(row[language])) for language in LANGUAGES}) > 1
    ]
    assert uneven == []


@pytest.mark.parametrize("path", WORDING + VOCABULARY + PARTS, ids=name)
def test_labels_are_composed_unicode_without_stray_spaces(path: Path) -> None:
    stray = [
        (number, column, text)
        for number, row in enumerate(rows_of(path), start=2)
        for column, text in row.items()
        if text and (text != text.strip() or text != unicodedata.normalize("NFC", text))
    ]
    assert stray == []
