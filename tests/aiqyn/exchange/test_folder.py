"""Tests of aiqyn.exchange.folder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from aiqyn.errors import Finding, RegisterRefused
from aiqyn.exchange.folder import FILE_LIMIT, open_register
from aiqyn.vocabulary import LANGUAGES
from aiqyn.words.refusal_text import finding_text
from aiqyn.words.word_tables import words
from tests.aiqyn.refusals import in_english
from tests.aiqyn.register_factory import META, PACKAGE, write_register


@pytest.fixture
def register(tmp_path: Path) -> Path:
    return write_register(tmp_path)


def fault(register: Path) -> Finding:
    """The one finding of a register that is refused."""
    with pytest.raises(RegisterRefused) as refused:
        open_register(register)
    (finding,) = refused.value.findings
    assert all(in_english(finding))
    return finding


def place_of(finding: Finding) -> tuple[str, int, str, str, str]:
    return (finding.file, finding.line, finding.field, finding.value, finding.code)


def spoil(register: Path, name: str, old: str, new: str) -> Finding:
    path = register / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="")
    finding = fault(register)
    assert finding.file == name
    return finding


def test_a_register_opens_with_all_that_stands_beside_its_statements(register: Path) -> None:
    opened = open_register(register)
    assert opened.meta["id"] == "test"
    assert opened.entities["edition-2016"].part_of == "programme"
    assert opened.sources["inform-2019"].title_basis == "described"
    assert opened.parts["phase-2"].kk == "екінші кезең"
    assert sorted(opened.files) == ["datapackage.json", "parts.csv", "register.toml"]
    assert opened.files["register.toml"] == META.encode()


@pytest.mark.parametrize(
    ("change", "place", "code", "way_out"),
    [
        (("entities.csv", "jambyl", "Jambyl"), (4, "id", "Jambyl"), "id_form", "use a-z, 0-9 and hyphens"),
        (("entities.csv", "jambyl", "жамбыл"), (4, "id", "жамбыл"), "id_form", "use a-z"),
        (("entities.csv", "jambyl", "-jambyl"), (4, "id", "-jambyl"), "id_form", "use a-z"),
        (("entities.csv", "jambyl", "j" * 65), (4, "id", "j" * 65), "id_form", "at most 64 characters"),
        (("entities.csv", "jambyl", ""), (4, "id", ""), "id_form", "use a-z"),
        (
            ("entities.csv", "jambyl", "edition-2016"),
            (4, "id", "edition-2016"),
            "id_twice",
            "remove one",
        ),
        (("entities.csv", "jambyl", "a"), (4, "id", "a"), "id_unsorted", "sorted by id"),
        (
            ("entities.csv", "region", "land"),
            (4, "kind", "land"),
            "entity_kind",
            "write one of: country",
        ),
        (
            ("entities.csv", ",programme\n", ",plan\n"),
            (3, "part_of", "plan"),
            "entity_whole",
            "another row's id",
        ),
        (
            ("entities.csv", ",programme\n", ",edition-2016\n"),
            (3, "part_of", "edition-2016"),
            "entity_whole",
            "name",
        ),
        (
            ("sources.csv", "aiib-2019", "inform-2019"),
            (3, "id", "inform-2019"),
            "id_twice",
            "remove one",
        ),
        (
            ("sources.csv", "aiib-2019", "x"),
            (3, "id", "inform-2019"),
            "id_unsorted",
            "keep the rows sorted",
        ),
        (
            ("sources.csv", "https:", "ftp:"),
            (2, "url", "ftp://www.aiib.org/zhanatas"),
            "source_url",
            "http://",
        ),
        (
            ("sources.csv", "https:", "javascript:"),
            (2, "url", "javascript://www.aiib.org/zhanatas"),
            "source_url",
            "leave it blank",
        ),
        (
            ("sources.csv", "www.aiib.org", "user:pw@localhost"),
            (2, "url", "https://user:pw@localhost/zhanatas"),
            "source_url",
            "without a name or password",
        ),
        (
            ("sources.csv", "www.aiib.org", "www.aiib.org\\\\@example.org"),
            (2, "url", "https://www.aiib.org\\\\@example.org/zhanatas"),
            "source_url",
            "http://",
        ),
        (("sources.csv", ",Zhanatas,", ",,"), (2, "title", ""), "source_title", "describe the page"),
        (
            ("sources.csv", ",seen,", ",read,"),
            (2, "title_basis", "read"),
            "source_title_basis",
            "write seen",
        ),
        (
            ("sources.csv", "2019-11-08", "2021-13"),
            (2, "published", "2021-13"),
            "date_month",
            "write a month",
        ),
        (
            ("sources.csv", ",stated,", ",said,"),
            (2, "published_basis", "said"),
            "source_published_basis",
            "write stated",
        ),
        (
            ("sources.csv", "lender", "friend"),
            (2, "kind", "friend"),
            "source_kind",
            "write one of: act",
        ),
        (("parts.csv", "phase-2", "phase 2"), (2, "id", "phase 2"), "id_form", "use a-z"),
        (("parts.csv", "二期", ""), (2, "zh", ""), "part_unlabelled", "write all four labels"),
        (
            ("parts.csv", "phase-2", "jambyl"),
            (2, "id", "jambyl"),
            "part_entity",
            "name the entity as part",
        ),
        (
            ("parts.csv", "phase-2", "sent"),
            (2, "id", "sent"),
            "id_is_code",
            "choose another id",
        ),
        (("parts.csv", "en,ru", "ru,en"), (1, "", ""), "columns_order", "id,en,ru,kk,zh"),
        (
            ("register.toml", 'id = "test"', "id = "),
            (0, "", ""),
            "toml_broken",
            "mend the file",
        ),
        (
            ("register.toml", "[title]", "[[title]]"),
            (0, "title", ""),
            "meta_untold",
            "four",
        ),
        (("register.toml", 'id = "test"\n', ""), (0, "id", ""), "meta_missing", "add id"),
        (("register.toml", 'kk = "Тізілім"', ""), (0, "title", ""), "meta_untold", "all four"),
        (
            ("register.toml", '"用于测试。"', '" "'),
            (0, "summary", ""),
            "meta_untold",
            "all four",
        ),
        (
            ("register.toml", '"用于测试。"', "5"),
            (0, "summary", ""),
            "meta_untold",
            "all four",
        ),
        (
            ("register.toml", 'kk = "Тізілім"', 'kk = "Тізі\\u0000лім"'),
            (0, "title.kk", "'\\u0422\\u0456\\u0437\\u0456\\x00\\u043b\\u0456\\u043c'"),
            "meta_hidden",
            "delete it",
        ),
        (
            ("register.toml", "[title]", '[[gaps]]\n"e\\uFFFEn" = "None."\n[title]'),
            (0, "'gaps.1.e\\ufffen'", "'e\\ufffen'"),
            "meta_hidden",
            "delete it",
        ),
        (
            ("register.toml", "[title]", 'gaps = "none"\n[title]'),
            (0, "gaps", "none"),
            "meta_gaps",
            "[[gaps]]",
        ),
        (
            ("register.toml", "[title]", '[[gaps]]\nen = "The list was not found."\n[title]'),
            (0, "gaps 1", ""),
            "meta_untold",
            "all four",
        ),
        (
            ("register.toml", 'country = "KZ"', 'country = "Kazakhstan"'),
            (0, "country", "Kazakhstan"),
            "meta_country",
            "write one of: AE, AT",
        ),
        (
            ("register.toml", 'country = "KZ"', 'country = ["KZ"]'),
            (0, "country", "['KZ']"),
            "meta_country",
            "write one of: AE, AT",
        ),
        (
            ("register.toml", 'id = "test"', "id = " + "[" * 5000),
            (0, "", ""),
            "toml_broken",
            "mend the file",
        ),
        (("register.toml", "[title]", "a." * 5000 + "a = 1\n[title]"), (0, "", ""), "toml_broken", "mend the file"),
        (("register.toml", 'id = "test"', "id = " + "9" * 100_000), (0, "", ""), "toml_broken", "mend the file"),
        (("register.toml", 'id = "test"', "id = 0x" + "9" * 100_000), (0, "id", ""), "meta_no_text", "in quotes"),
        (("register.toml", 'country = "KZ"', "country = 0x" + "9" * 9_999), (0, "country", ""), "meta_country", "AE"),
        (("register.toml", 'id = "test"', "id = 5"), (0, "id", "5"), "meta_no_text", "write it in quotes"),
        (("register.toml", 'id = "test"', 'id = " "'), (0, "id", " "), "meta_missing", "add id"),
        (
            ("register.toml", "[title]", "publisher = [1]\n[title]"),
            (0, "publisher", "[1]"),
            "meta_no_text",
            "in quotes",
        ),
        (("register.toml", "[title]", "languages = 5\n[title]"), (0, "languages", "5"), "meta_no_list", 'write ["'),
        (("register.toml", "[title]", "languages = [5]\n[title]"), (0, "languages", "[5]"), "meta_no_list", 'write ["'),
        (
            ("register.toml", "[title]", 'languages = ["kz"]\n[title]'),
            (0, "languages", "['kz']"),
            "language_other",
            "write kk",
        ),
        (("register.toml", "[title]", 'founded = "abc"\n[title]'), (0, "founded", "abc"), "meta_no_day", "YYYY-MM-DD"),
        (
            ("register.toml", "[title]", "founded = 2026-11-21T00:00:00Z\n[title]"),
            (0, "founded", "2026-11-21 00:00:00+00:00"),
            "meta_no_day",
            "without quotes",
        ),
        (("register.toml", "[title]", 'dropbox = "here"\n[title]'), (0, "dropbox", "here"), "source_url", "https://"),
        (
            ("datapackage.json", "{", ""),
            (0, "", ""),
            "package_form",
            "write JSON with a list of resources",
        ),
        (("datapackage.json", PACKAGE, "[]"), (0, "", ""), "package_form", "write JSON"),
        (
            ("datapackage.json", PACKAGE, '{"resources": 5}'),
            (0, "", ""),
            "package_form",
            "write JSON",
        ),
        (
            ("datapackage.json", PACKAGE, '{"resources": ["a"]}'),
            (0, "", ""),
            "package_form",
            "write JSON",
        ),
        (("datapackage.json", PACKAGE, "[" * 100_000), (0, "", ""), "package_form", "write JSON"),
    ],
)
def test_a_fault_is_found_with_its_place_and_the_way_out(
    register: Path, change: tuple[str, str, str], place: tuple[int, str, str], code: str, way_out: str
) -> None:
    finding = spoil(register, *change)
    assert (finding.line, finding.field, finding.value) == place
    assert finding.code == code
    assert way_out in in_english(finding).way_out


@pytest.mark.parametrize(
    "path",
    [
        "../outside.csv",
        "/outside.csv",
        "https://example.org/a.csv",
        "sub/a.csv",
        "file:///outside.csv",
        "absent.csv",
    ],
)
def test_a_data_package_that_names_a_file_elsewhere_is_refused(register: Path, path: str) -> None:
    finding = spoil(register, "datapackage.json", "statements.csv", path)
    assert (finding.field, finding.value, finding.code) == ("path", path, "package_path")
    assert in_english(finding).way_out == "name a file beside datapackage.json"


def test_a_data_package_with_a_list_of_paths_is_refused(register: Path) -> None:
    finding = spoil(register, "datapackage.json", '"statements.csv"', '["statements.csv"]')
    assert finding.code == "package_path"


@pytest.mark.parametrize("name", ["entities.csv", "sources.csv", "parts.csv", "register.toml"])
def test_a_missing_file_is_named(register: Path, name: str) -> None:
    (register / name).unlink()
    assert place_of(fault(register)) == (name, 0, "", "", "file_missing")


@pytest.mark.parametrize("name", ["entities.csv", "register.toml", "datapackage.json"])
def test_a_file_that_is_a_link_is_refused(register: Path, name: str) -> None:
    moved = (register / name).rename(register.parent / name)
    (register / name).symlink_to(moved)
    assert place_of(fault(register)) == (name, 0, "", "", "file_link")


def test_a_folder_that_is_a_link_or_missing_or_a_file_is_refused(register: Path) -> None:
    link = register.parent / "link"
    link.symlink_to(register)
    for path in (link, register.parent / "absent", register / "register.toml"):
        finding = fault(path)
        assert (finding.file, finding.code) == (str(path), "folder_none")
        assert in_english(finding).way_out == "name the folder of a register"


def test_a_register_may_lie_below_a_linked_folder(register: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    link = tmp_path_factory.mktemp("elsewhere") / "link"
    link.symlink_to(register.parent)
    assert open_register(link / register.name).meta["id"] == "test"


def test_a_folder_inside_a_register_is_refused(register: Path) -> None:
    (register / "photos").mkdir()
    assert place_of(fault(register)) == ("photos", 0, "", "", "file_not_regular")


@pytest.mark.parametrize("name", ["фото.jpg", ".hidden", "a b.csv", "a\nb", "a\x1b[31m", "-x"])
def test_a_file_name_with_other_characters_is_refused_and_shown_without_harm(register: Path, name: str) -> None:
    (register / name).write_text("x")
    finding = fault(register)
    assert finding.code == "file_name"
    assert finding.file == repr(name)
    assert finding_text(finding, words("en")).isprintable()


def test_a_file_name_that_is_not_utf_8_is_refused_and_can_be_printed(register: Path) -> None:
    Path(os.fsdecode(bytes(register) + b"/\xff.csv")).write_text("x")
    finding = fault(register)
    assert finding.file == "'\\udcff.csv'"
    assert finding_text(finding, words("en")).encode()


@pytest.mark.parametrize("name", ["register.toml", "map.svg"])
def test_a_file_over_the_limit_is_refused(register: Path, name: str) -> None:
    with (register / name).open("ab") as stream:
        stream.truncate(FILE_LIMIT + 1)
    assert place_of(fault(register)) == (name, 0, "", "", "file_large")


def test_a_file_of_another_encoding_is_refused(register: Path) -> None:
    (register / "register.toml").write_bytes(META.encode("cp1251", "replace"))
    assert fault(register).code == "toml_broken"


def test_other_files_are_kept_as_they_are(register: Path) -> None:
    (register / "README.md").write_bytes(b"\xff\x00 any bytes")
    assert open_register(register).files["README.md"] == b"\xff\x00 any bytes"


def test_translations_are_optional_and_each_stands_once_and_whole(register: Path) -> None:
    path = register / "translations.csv"
    path.write_text("lang,text,ru,kk,zh\nen,wind,ветер,жел,风\n", encoding="utf-8")
    assert open_register(register).files["translations.csv"]
    path.write_text("lang,text,ru,kk,zh\nen,wind,ветер,жел,风\nen,wind,ветер,жел,风\n", encoding="utf-8")
    assert place_of(fault(register)) == ("translations.csv", 3, "text", "wind", "translation_twice")
    path.write_text("lang,text,ru,kk,zh\nen,wind,ветер,,风\n", encoding="utf-8")
    assert place_of(fault(register)) == ("translations.csv", 2, "kk", "", "translation_missing")


def test_the_languages_of_a_register_are_those_of_the_site() -> None:
    assert LANGUAGES == ("kk", "ru", "en", "zh")
