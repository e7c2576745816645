"""Names: a variable is a noun of what it holds, and a module's name means one thing."""

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
VAGUE = {"one", "found", "said", "told", "some", "made", "each"}

#: Modules that every app has under the same name; `derive` holds what follows from the ledger for the app's own tables.
CONVENTIONAL = {"__init__", "actions", "apps", "derive", "models", "queries", "urls"}
#: Nouns that one module holds and others show: pages, endpoints and the desk's pages are named as their addresses.
SHOWN = {
    "articles",
    "blanking",
    "attachments",
    "changes",
    "corrections",
    "disagreements",
    "disclosure",
    "dossier",
    "home",
    "ledger",
    "projects",
    "record",
    "register",
    "replies",
    "request",
    "scores",
    "search",
    "silence",
    "source",
    "statement",
    "vocabulary",
}


def python_files(*folders: str) -> Iterator[Path]:
    for folder in folders:
        yield from (path for path in sorted((ROOT / folder).rglob("*.py")) if "migrations" not in path.parts)


def vague_names(code: str) -> Iterator[str]:
    """The vague names a text of Python gives to variables, parameters, fields, arguments, functions and classes."""
    for node in ast.walk(ast.parse(code)):
        match node:
            case ast.Name(id=name) | ast.arg(arg=name) | ast.keyword(arg=str(name)) if name in VAGUE:
                yield name
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name) if name.lower() in VAGUE:
                yield name


@pytest.mark.parametrize(
    "code",
    [
        "one = 1",
        "def f(found): ...",
        "[said for said in ()]",
        "f(told=1)",
        "lambda some: 0",
        "class A:\n    made: int",
        "def each(): ...",
        "class Found: ...",
    ],
)
def test_a_vague_name_is_seen_wherever_it_stands(code: str) -> None:
    assert list(vague_names(code))


def test_no_file_says_one_found_or_said_where_it_means_a_statement() -> None:
    vague = {
        str(path.relative_to(ROOT)): names
        for path in python_files("src", "tools", "benchmarks", "tests")
        if (names := set(vague_names(path.read_text(encoding="utf-8"))))
    }
    assert vague == {}


def repeated_modules() -> set[str]:
    """The names that two modules or packages of src have."""
    names = Counter(
        path.parent.name if path.stem == "__init__" else path.stem
        for path in python_files("src")
        if path.stem == "__init__" or path.stem not in CONVENTIONAL
    )
    return {name for name, times in names.items() if times > 1}


def test_no_module_has_the_name_of_another() -> None:
    assert sorted(repeated_modules() - SHOWN) == []
