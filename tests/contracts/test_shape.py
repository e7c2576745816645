"""The shape of the code: sizes, names of modules, packages that the tools can see."""

import ast
import statistics
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILE_LINES = 499
FUNCTION_LINES = 60
DRAWERS = {"utils", "util", "helpers", "helper", "common", "misc", "lib", "registry"}

# What is larger than the rule allows, with the size it may have. Entries leave this table; none may join it.
FILE_EXCEPTIONS: dict[str, int] = {}
FUNCTION_EXCEPTIONS: dict[str, int] = {}
MOST_EXCEPTIONS = 0


def python_files(*folders: str) -> Iterator[Path]:
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def functions(path: Path) -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{path.relative_to(ROOT)}::{node.name}", node


def lines_of(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def lines_without_docstring(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """The tables in docstrings are wanted; only code counts towards the usual size."""
    first = node.body[0]
    has_docstring = ast.get_docstring(node, clean=False) is not None
    docstring = (first.end_lineno or first.lineno) - first.lineno + 1 if has_docstring else 0
    return lines_of(node) - docstring


def test_every_file_stays_under_five_hundred_lines() -> None:
    sizes = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in python_files("src", "tests", "tools")
    }
    assert {f: n for f, n in sizes.items() if n > FILE_EXCEPTIONS.get(f, FILE_LINES)} == {}
    assert {f for f in FILE_EXCEPTIONS if sizes.get(f, 0) <= FILE_LINES} == set(), "no longer an exception"


def test_every_function_stays_within_sixty_lines() -> None:
    sizes = {name: lines_of(node) for path in python_files("src") for name, node in functions(path)}
    assert {f: n for f, n in sizes.items() if n > FUNCTION_EXCEPTIONS.get(f, FUNCTION_LINES)} == {}
    assert {f for f in FUNCTION_EXCEPTIONS if sizes.get(f, 0) <= FUNCTION_LINES} == set(), "no longer an exception"


def test_the_table_of_exceptions_only_shrinks() -> None:
    assert len(FILE_EXCEPTIONS) + len(FUNCTION_EXCEPTIONS) <= MOST_EXCEPTIONS


@pytest.mark.parametrize(("package", "ninetieth"), [("aiqyn", 30), ("aiqyn_site", 40)])
def test_functions_are_usually_short(package: str, ninetieth: int) -> None:
    sizes = [lines_without_docstring(node) for path in python_files(f"src/{package}") for _, node in functions(path)]
    assert len(sizes) > 1
    assert statistics.median(sizes) <= 10
    assert statistics.quantiles(sizes, n=10)[-1] <= ninetieth


def test_no_module_is_a_drawer() -> None:
    modules = list(python_files("src", "tests", "tools"))
    assert [path for path in modules if DRAWERS & {path.stem, *path.relative_to(ROOT).parent.parts}] == []


def test_every_folder_with_code_is_a_package() -> None:
    """Without __init__.py a folder still imports, but the layer contracts do not see what is in it."""
    folders = {path.parent for path in (ROOT / "src").rglob("*.py")}
    assert [folder for folder in folders if not (folder / "__init__.py").exists()] == []
