"""Tests of aiqyn.exchange.folder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from aiqyn.errors import Refused
from aiqyn.exchange.findings import Finding, RegisterRefused
from aiqyn.exchange.folder import FILE_LIMIT, LANGUAGES, check_day, open_register
from tests.aiqyn.register_factory import META, PACKAGE, write_register


@pytest.fixture
def register(tmp_path: Path) -> Path:
    return write_register(tmp_path)


def fault(register: Path) -> Finding:
    """The one finding of a register that is refused."""
    with pytest.raises(RegisterRefused) as refused:
        open_register(register)
    (found,) = refused.value.findings
    assert found.way_out
    return found


def spoil(register: Path, name: str, old: str, new: str) -> Finding:
    path = register / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="")
    found = fault(register)
    assert found.file == name
    return found


def test_a_register_opens_with_all_that_stands_beside_its_statements(register: Path) -> None:
    opened = open_register(register)
    assert opened.meta["id"] == "test"
    assert opened.entities["edition-2016"].part_of == "programme"
    assert opened.sources["inform-2019"].title_basis == "described"
    assert opened.parts["phase-2"].kk == "екінші кезең"
    assert sorted(opened.files) == ["datapackage.json", "parts.csv", "register.toml"]
    assert opened.files["register.toml"] == META.encode()


@pytest.mark.parametrize(
    ("change", "place", "message", "way_out"),
    [
        (("entities.csv", "jambyl", "Jambyl"), (4, "id", "Jambyl"), "not an id", "use a-z, 0-9 and hyphens"),
        (("entities.csv", "jambyl", "жамбыл"), (4, "id", "жамбыл"), "not an id", "use a-z"),
        (("entities.csv", "jambyl", "-jambyl"), (4, "id", "-jambyl"), "not an id", "use a-z"),
        (("entities.csv", "jambyl", "j" * 65), (4, "id", "j" * 65), "not an id", "at most 64 characters"),
        (("entities.csv", "jambyl", ""), (4, "id", ""), "not an id", "use a-z"),
        (
            ("entities.csv", "jambyl", "edition-2016"),
            (4, "id", "edition-2016"),
            "the id is there twice",
            "remove one",
        ),
        (("entities.csv", "jambyl", "a"), (4, "id", "a"), "stands after 'edition-2016'", "sorted by id"),
        (
            ("entities.csv", "region", "land"),
            (4, "kind", "land"),
            "not a kind of entity",
            "write one of: country",
        ),
        (
            ("entities.csv", ",programme\n", ",plan\n"),
            (3, "part_of", "plan"),
            "no such other entity",
            "another row's id",
        ),
        (
            ("entities.csv", ",programme\n", ",edition-2016\n"),
            (3, "part_of", "edition-2016"),
            "no such other",
            "name",
        ),
        (
            ("sources.csv", "aiib-2019", "inform-2019"),
            (3, "id", "inform-2019"),
            "the id is there twice",
            "remove one",
        ),
        (
            ("sources.csv", "aiib-2019", "x"),
            (3, "id", "inform-2019"),
            "stands after 'x'",
            "keep the rows sorted",
        ),
        (
            ("sources.csv", "https:", "ftp:"),
            (2, "url", "ftp://www.aiib.org/zhanatas"),
            "not a web address",
            "http://",
        ),
        (
            ("sources.csv", "https:", "javascript:"),
            (2, "url", "javascript://www.aiib.org/zhanatas"),
            "not a web address",
            "leave it blank",
        ),
        (("sources.csv", ",Zhanatas,", ",,"), (2, "title", ""), "the title is blank", "describe the page"),
        (
            ("sources.csv", ",seen,", ",read,"),
            (2, "title_basis", "read"),
            "neither seen nor described",
            "write seen",
        ),
        (
            ("sources.csv", "2019-11-08", "2021-13"),
            (2, "published", "2021-13"),
            "'2021-13' has month 13",
            "write a month",
        ),
        (
            ("sources.csv", ",stated,", ",said,"),
            (2, "published_basis", "said"),
            "not known here",
            "write stated",
        ),
        (
            ("sources.csv", "lender", "friend"),
            (2, "kind", "friend"),
            "not a kind of source",
            "write one of: act",
        ),
        (("parts.csv", "phase-2", "phase 2"), (2, "id", "phase 2"), "not an id", "use a-z"),
        (("parts.csv", "二期", ""), (2, "zh", ""), "'phase-2' has no label in zh", "write all four labels"),
        (
            ("parts.csv", "phase-2", "jambyl"),
            (2, "id", "jambyl"),
            "an entity has this id",
            "name the entity as part",
        ),
        (
            ("parts.csv", "phase-2", "sent"),
            (2, "id", "sent"),
            "the list request_event has this code for a part",
            "choose another id",
        ),
        (("parts.csv", "en,ru", "ru,en"), (1, "", ""), "the columns are in another order", "id,en,ru,kk,zh"),
        (
            ("register.toml", 'id = "test"', "id = "),
            (0, "", ""),
            "not valid TOML: Invalid value",
            "mend the file",
        ),
        (
            ("register.toml", "[title]", "[[title]]"),
            (0, "title", ""),
            "'title' has no text in kk, ru, en, zh",
            "four",
        ),
        (("register.toml", 'id = "test"\n', ""), (0, "id", ""), "'id' is missing", "add id"),
        (("register.toml", 'kk = "Тізілім"', ""), (0, "title", ""), "'title' has no text in kk", "all four"),
        (
            ("register.toml", '"用于测试。"', '" "'),
            (0, "summary", ""),
            "'summary' has no text in zh",
            "all four",
        ),
        (
            ("register.toml", '"用于测试。"', "5"),
            (0, "summary", ""),
            "'summary' has no text in zh",
            "all four",
        ),
        (
            ("register.toml", "[title]", 'gaps = "none"\n[title]'),
            (0, "gaps", ""),
            "'gaps' is not a list of texts",
            "[[gaps]]",
        ),
        (
            ("register.toml", "[title]", '[[gaps]]\nen = "The list was not found."\n[title]'),
            (0, "gaps 1", ""),
            "'gaps 1' has no text in kk, ru, zh",
            "all four",
        ),
        (
            ("register.toml", 'id = "test"', "id = " + "[" * 5000),
            (0, "", ""),
            "not valid TOML",
            "mend the file",
        ),
        (
            ("datapackage.json", "{", ""),
            (0, "", ""),
            "not a valid data package",
            "write JSON with a list of resources",
        ),
        (("datapackage.json", PACKAGE, "[]"), (0, "", ""), "not a valid data package", "write JSON"),
        (
            ("datapackage.json", PACKAGE, '{"resources": 5}'),
            (0, "", ""),
            "not a valid data package",
            "write JSON",
        ),
        (
            ("datapackage.json", PACKAGE, '{"resources": ["a"]}'),
            (0, "", ""),
            "not a valid data package",
            "write JSON",
        ),
        (("datapackage.json", PACKAGE, "[" * 100_000), (0, "", ""), "not a valid data package", "write JSON"),
    ],
)
def test_a_fault_is_found_with_its_place_and_the_way_out(
    register: Path, change: tuple[str, str, str], place: tuple[int, str, str], message: str, way_out: str
) -> None:
    found = spoil(register, *change)
    assert (found.line, found.column, found.value) == place
    assert message in found.message
    assert way_out in found.way_out


@pytest.mark.parametrize(
    "path",
    [
        "../outside.csv",
        "/etc/passwd",
        "https://example.org/a.csv",
        "sub/a.csv",
        "file:///etc/passwd",
        "absent.csv",
    ],
)
def test_a_data_package_that_names_a_file_elsewhere_is_refused(register: Path, path: str) -> None:
    found = spoil(register, "datapackage.json", "statements.csv", path)
    assert (found.column, found.value, found.message) == ("path", path, "not a file of this folder")
    assert found.way_out == "name a file beside datapackage.json"


def test_a_data_package_with_a_list_of_paths_is_refused(register: Path) -> None:
    found = spoil(register, "datapackage.json", '"statements.csv"', '["statements.csv"]')
    assert found.message == "not a file of this folder"


@pytest.mark.parametrize("name", ["entities.csv", "sources.csv", "parts.csv", "register.toml"])
def test_a_missing_file_is_named(register: Path, name: str) -> None:
    (register / name).unlink()
    assert fault(register)[:5] == (name, 0, "", "", "the file is missing")


@pytest.mark.parametrize("name", ["entities.csv", "register.toml", "datapackage.json"])
def test_a_file_that_is_a_link_is_refused(register: Path, name: str) -> None:
    moved = (register / name).rename(register.parent / name)
    (register / name).symlink_to(moved)
    assert fault(register)[:5] == (name, 0, "", "", "the file is a symbolic link")


def test_a_folder_that_is_a_link_or_missing_or_a_file_is_refused(register: Path) -> None:
    link = register.parent / "link"
    link.symlink_to(register)
    for path in (link, register.parent / "absent", register / "register.toml"):
        found = fault(path)
        assert (found.file, found.message) == (str(path), "not a folder")
        assert found.way_out == "name the folder of a register"


def test_a_register_may_lie_below_a_linked_folder(register: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    link = tmp_path_factory.mktemp("elsewhere") / "link"
    link.symlink_to(register.parent)
    assert open_register(link / register.name).meta["id"] == "test"


def test_a_folder_inside_a_register_is_refused(register: Path) -> None:
    (register / "photos").mkdir()
    assert fault(register)[:5] == ("photos", 0, "", "", "not a regular file in the register folder")


@pytest.mark.parametrize("name", ["фото.jpg", ".hidden", "a b.csv", "a\nb", "a\x1b[31m", "-x"])
def test_a_file_name_with_other_characters_is_refused_and_shown_without_harm(register: Path, name: str) -> None:
    (register / name).write_text("x")
    found = fault(register)
    assert "a file name with other characters" in found.message
    assert found.file == repr(name)
    assert str(found).isprintable()


def test_a_file_name_that_is_not_utf_8_is_refused_and_can_be_printed(register: Path) -> None:
    Path(os.fsdecode(bytes(register) + b"/\xff.csv")).write_text("x")
    found = fault(register)
    assert found.file == "'\\udcff.csv'"
    assert str(found).encode()


@pytest.mark.parametrize("name", ["register.toml", "map.svg"])
def test_a_file_over_the_limit_is_refused(register: Path, name: str) -> None:
    with (register / name).open("ab") as stream:
        stream.truncate(FILE_LIMIT + 1)
    assert fault(register)[:5] == (name, 0, "", "", f"larger than {FILE_LIMIT} bytes")


def test_a_file_of_another_encoding_is_refused(register: Path) -> None:
    (register / "register.toml").write_bytes(META.encode("cp1251", "replace"))
    assert "not valid TOML" in fault(register).message


def test_other_files_are_kept_as_they_are(register: Path) -> None:
    (register / "README.md").write_bytes(b"\xff\x00 any bytes")
    assert open_register(register).files["README.md"] == b"\xff\x00 any bytes"


def test_translations_are_optional_and_each_stands_once_and_whole(register: Path) -> None:
    path = register / "translations.csv"
    path.write_text("lang,text,ru,kk,zh\nen,wind,ветер,жел,风\n", encoding="utf-8")
    assert open_register(register).files["translations.csv"]
    path.write_text("lang,text,ru,kk,zh\nen,wind,ветер,жел,风\nen,wind,ветер,жел,风\n", encoding="utf-8")
    assert fault(register)[:5] == ("translations.csv", 3, "text", "wind", "the text is there twice")
    path.write_text("lang,text,ru,kk,zh\nen,wind,ветер,,风\n", encoding="utf-8")
    assert fault(register)[:5] == ("translations.csv", 2, "kk", "", "a translation is missing")


def test_the_languages_of_a_register_are_those_of_the_site() -> None:
    assert LANGUAGES == ("kk", "ru", "en", "zh")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026",
        "2026-11",
        "2026-1-1",
        "20261121",
        "2026-W47-6",
        "2026-02-30",
        "2026-11-21T00",
        "2０26-11-21",
        "x",
    ],
)
def test_what_is_not_a_calendar_day_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="is not a day; write the day it was recorded as YYYY-MM-DD"):
        check_day(text)


def test_a_calendar_day_is_accepted() -> None:
    assert check_day("2024-02-29") is None


def test_articles_may_stand_in_the_one_subfolder(register: Path) -> None:
    (register / "articles").mkdir()
    (register / "articles" / "one.en.md").write_bytes(b"any bytes")
    assert open_register(register).files["articles/one.en.md"] == b"any bytes"


@pytest.mark.parametrize("name", ["drafts", "Articles", "articles.d"])
def test_any_other_subfolder_is_refused(register: Path, name: str) -> None:
    (register / name).mkdir()
    assert fault(register)[:5] == (name, 0, "", "", "not a regular file in the register folder")


def test_what_is_no_plain_file_is_refused_among_the_articles(register: Path) -> None:
    folder = register / "articles"
    folder.mkdir()
    (folder / "inner").mkdir()
    assert fault(register)[:5] == ("articles/inner", 0, "", "", "not a regular file in the register folder")
    (folder / "inner").rmdir()
    (folder / "one.en.md").symlink_to(register / "register.toml")
    assert fault(register)[:5] == ("articles/one.en.md", 0, "", "", "the file is a symbolic link")
    (folder / "one.en.md").unlink()
    (folder / "два.md").write_bytes(b"")
    assert fault(register)[:2] == ("articles/'два.md'", 0)


def test_a_link_to_a_folder_is_no_folder_of_articles(register: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (register / "articles").symlink_to(tmp_path / "elsewhere")
    assert fault(register).message == "the file is a symbolic link"
