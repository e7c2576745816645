"""Texts and their plural forms; every text is used and every used text exists."""

import re
from pathlib import Path

import pytest

from aiqyn.ledger.disagreement import Difference
from aiqyn.ledger.headline import LAST_RULE, ONLY, RULES
from aiqyn.vocabulary import load_vocabulary
from aiqyn.words.word_tables import plural_form
from aiqyn_site.pages import wording as module
from aiqyn_site.pages.map.drawing import STAGES
from aiqyn_site.pages.project_listing import FACETS
from aiqyn_site.pages.wording import texts, wording
from aiqyn_site.projects.queries import SORTS
from tests.aiqyn.refusals import refused

SITE = Path(module.__file__).resolve().parents[1]
LANGUAGES = ("en", "ru", "kk", "zh")
FORMS = {lang: {plural_form(lang, n) for n in range(300)} for lang in LANGUAGES}


@pytest.mark.parametrize(
    ("n", "expected"),
    [
        (0, ("0 projects", "0 проектов", "0 жоба", "0个项目")),
        (1, ("1 project", "1 проект", "1 жоба", "1个项目")),
        (2, ("2 projects", "2 проекта", "2 жоба", "2个项目")),
        (5, ("5 projects", "5 проектов", "5 жоба", "5个项目")),
        (11, ("11 projects", "11 проектов", "11 жоба", "11个项目")),
        (12, ("12 projects", "12 проектов", "12 жоба", "12个项目")),
        (21, ("21 projects", "21 проект", "21 жоба", "21个项目")),
        (93, ("93 projects", "93 проекта", "93 жоба", "93个项目")),
    ],
)
def test_counted_texts_take_the_form_of_their_number(n: int, expected: tuple[str, ...]) -> None:
    assert tuple(wording(lang)("n_projects", n=n) for lang in LANGUAGES) == expected


def test_counted_texts_have_one_form_for_each_plural_of_the_language() -> None:
    wrong = {
        (lang, key): text
        for lang in LANGUAGES
        for key, text in texts()[lang].items()
        if "{n}" in text and len(text.split("|")) not in {1, len(FORMS[lang])}
    }
    assert wrong == {}


def test_plural_rules_use_every_form_there_is() -> None:
    assert {"en": {0, 1}, "ru": {0, 1, 2}, "kk": {0}, "zh": {0}} == FORMS


def test_an_unknown_key_is_an_error() -> None:
    with pytest.raises(KeyError):
        wording("en")("no_such_key")


def test_a_key_that_stands_twice_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.csv").write_text("key,en,ru,kk,zh\nx,a,б,ә,甲\nx,a,б,ә,甲\n", "utf-8")
    monkeypatch.setattr(module, "FOLDER", tmp_path)
    with refused("key_repeated", "key", file="a.csv", line="3", value="x"):
        module.texts.__wrapped__()


def test_a_missing_language_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.csv").write_text("key,en,ru,kk,zh\nx,a,б,,甲\n", "utf-8")
    monkeypatch.setattr(module, "FOLDER", tmp_path)
    with refused("cell_no_text", "kk", file="a.csv", line="2"):
        module.texts.__wrapped__()


def test_wrong_columns_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.csv").write_text("key,en,ru\n", "utf-8")
    monkeypatch.setattr(module, "FOLDER", tmp_path)
    with refused("column_missing", "kk", file="a.csv"):
        module.texts.__wrapped__()


#: Beginnings of keys that code builds from a month, a language, a bound and the like, and keys of the API.
BUILT = """
search_kind_ search_tried_ month date_ slip_ unit_ bound_ lang_ published_ in_ verdict_ method_ apart_ api_ failed
nav_ north south east west subject_
"""


def keys_built_in_code() -> set[str]:
    """Keys made from codes: each code must have its text."""
    codes = load_vocabulary().codes
    return {
        *(f"rule_{name}" for name in (ONLY, *(rule for rule, _ in RULES), LAST_RULE)),
        *(f"kind_{kind}" for kind in (*Difference, "any")),
        *(f"one_{kind}" for kind in Difference),
        *(f"others_{kind}" for kind in Difference if kind not in {Difference.BASIS, Difference.PART}),
        *(f"basis_{code}" for code in codes["basis"]),
        *(f"facet_{facet}" for facet in (*FACETS, "q")),
        *("sort_" + sort.replace("-", "most_") for sort in SORTS),
        *(f"map_stage_{stage}" for stage in STAGES),
        *(f"size_{size}" for size in ("under_10m", "10m_100m", "100m_1bn", "over_1bn", "unknown")),
    }


def test_every_key_made_from_a_code_has_its_text() -> None:
    assert keys_built_in_code() - set(texts()["en"]) == set()


def test_every_text_is_used() -> None:
    rooms = ("pages", "desk", "inbox")
    files = (*SITE.glob("*.py"), *(path for room in rooms for path in (SITE / room).rglob("*.py")))
    core = SITE.parent / "aiqyn"
    files = (*files, *SITE.rglob("templates/**/*.html"), *(core / "words").glob("*.py"), core / "cli.py")
    code = "\n".join(path.read_text("utf-8") for path in files)
    named = set(re.findall(r"[\"']([a-z0-9_]+)[\"']", code))
    # Keys put together where they are used: t(f"changes_n_{kind}").
    built = [*re.findall(r"f\"([a-z]+_[a-z_]*){", code), *re.findall(r"'([a-z]+_[a-z_]*)' ~", code)]
    prefixes = (*BUILT.split(), *built)
    unused = {
        key
        for key in texts()["en"]
        if key not in named and key not in keys_built_in_code() and not key.startswith(prefixes)
    }
    assert unused == set()
