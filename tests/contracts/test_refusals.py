"""What is refused is data: each code that the source raises has its words, and each text is raised somewhere."""

import ast
import csv
import string
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "src").rglob("*.py"))
TABLES = (ROOT / "src/aiqyn/words/data/refusals.csv", ROOT / "src/aiqyn_site/wording/refusals.csv")
#: What makes a refusal, and as which argument it takes the way out; each takes the code first.
MAKERS = {"Refused": 2, "MayNot": 2, "refused": 2, "fault": 3, "_strange": 2}
#: What some of them add to the values they are given.
ADDED = {"refused": {"file", "line", "value", "text"}, "_strange": {"text"}}
#: What a text may name besides the values.
ALWAYS = {"field", "n"}


class Site(NamedTuple):
    """A call that makes a refusal. `mend` is None where a variable names it, `values` where they come in a mapping."""

    place: str
    code: str
    mend: str | None
    values: frozenset[str] | None


@cache
def texts() -> dict[str, str]:
    rows: dict[str, str] = {}
    for table in TABLES:
        with table.open(encoding="utf-8", newline="") as file:
            rows |= {row["key"]: row["en"] for row in csv.DictReader(file)}
    return rows


def fields_of(key: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(texts().get(key, "")) if name is not None}


@cache
def trees() -> dict[Path, ast.Module]:
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in SOURCES}


def constants_of(tree: ast.Module) -> dict[str, str]:
    """The strings that a module names: `_FORM = "point_form"`."""
    named = [node for node in tree.body if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)]
    return {node.targets[0].id: literal(node.value, {}) or "" for node in named}  # type: ignore[attr-defined]


def literal(node: ast.expr | None, constants: dict[str, str]) -> str | None:
    if isinstance(node, ast.Name):
        return constants.get(node.id)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


@cache
def sites() -> list[Site]:
    return [site for path, tree in trees().items() for site in _sites(path, tree)]


def _sites(path: Path, tree: ast.Module) -> Iterator[Site]:
    constants = constants_of(tree)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if called == "matching" and len(node.args) > 2:
            # A cell that has not its form: column, pattern, way out, then the code, which is `cell_form` without one.
            _, _, way_out, *given = node.args
            code = literal(given[0], constants) if given else "cell_form"
            yield Site(f"{path.name}:{node.lineno}", code or "", literal(way_out, constants), None)
        code = literal(node.args[0], constants) if called in MAKERS and node.args else None
        if code is None:
            continue
        named = {keyword.arg: keyword.value for keyword in node.keywords}
        at = MAKERS[called]
        way_out = named.pop("mend", node.args[at] if len(node.args) > at else None)
        mend = code if way_out is None else literal(way_out, constants)
        values = None if None in named else frozenset(filter(None, named)) | ADDED.get(called, set())
        yield Site(f"{path.name}:{node.lineno}", code, mend or (code if mend == "" else None), values)


@cache
def written() -> set[str]:
    """Every string that the source writes out."""
    nodes = (node for tree in trees().values() for node in ast.walk(tree))
    return {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def test_every_code_and_every_way_out_has_its_text() -> None:
    wanted = {(site.place, f"refused_{site.code}") for site in sites()}
    wanted |= {(site.place, f"mend_{site.mend}") for site in sites() if site.mend}
    assert len(wanted) > 400
    assert sorted((place, key) for place, key in wanted if key not in texts()) == []


def test_every_text_is_raised_somewhere() -> None:
    codes = {
        key: key.partition("_")[2].removesuffix("_strange") for key in texts() if key.startswith(("refused_", "mend_"))
    }
    assert sorted(key for key, code in codes.items() if code not in written()) == []


def test_a_text_names_only_what_its_site_gives() -> None:
    odd = [
        (site.place, key, sorted(fields_of(key) - site.values - ALWAYS))
        for site in sites()
        if site.values is not None
        for key in (f"refused_{site.code}", f"mend_{site.mend}")
        if fields_of(key) - site.values - ALWAYS
    ]
    assert odd == []


def test_a_site_gives_only_what_its_texts_name() -> None:
    """A value that no text names is either dead or missing in a text."""
    odd = [
        (
            site.place,
            site.code,
            sorted(site.values - fields_of(f"refused_{site.code}") - fields_of(f"mend_{site.mend}")),
        )
        for site in sites()
        if site.values is not None and site.mend
    ]
    free = {"file", "line", "value", "text"}
    assert [(place, code, rest) for place, code, rest in odd if set(rest) - free] == []
