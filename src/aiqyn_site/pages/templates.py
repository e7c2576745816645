"""Jinja's templates, with leaner code: a page prints two thousand small things, most of them plain strings.

Left out is what no template of this site uses: attributes that are items, functions that ask for the context, undefined
names that are let pass. Fixed texts, `t('key')`, are looked up once escaped. The languages share compiled code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from types import CodeType

from jinja2 import Environment, FileSystemLoader, StrictUndefined, nodes
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import Markup, escape

from aiqyn.words.word_tables import Wording

_is_unsafe = re.compile("[&<>\"']").search


def shown(value: object) -> str:
    """A value as markup: plain strings are the rule, and most need no escaping."""
    if type(value) is str and not _is_unsafe(value):
        return value
    return value if type(value) is Markup else escape(value)


class _Texts(Mapping[str, Markup]):
    """The texts of a language without placeholders, escaped when first asked for."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording
        self._known: dict[str, Markup] = {}

    def __getitem__(self, key: str) -> Markup:
        if key not in self._known:
            self._known[key] = escape(self._wording(key))
        return self._known[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)


def _fixed_text(node: nodes.Expr) -> str:
    """The key of a text without placeholders, `t('key')`; blank for any other expression."""
    if not isinstance(node, nodes.Call) or node.kwargs or len(node.args) != 1 or not isinstance(node.node, nodes.Name):
        return ""
    key = node.args[0]
    return key.value if node.node.name == "t" and isinstance(key, nodes.Const) else ""


class _Generator(CodeGenerator):
    """Writes what a template does: an attribute is an attribute, a call a call, and fixed texts are looked up.

    Only a text that is printed as it stands is looked up escaped: one that fills another is escaped with that.
    """

    _fixed: nodes.Expr | None = None

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: object) -> None:
        self._fixed = node if _fixed_text(node) else None
        self.write("(" if self._fixed else "environment.shown(")

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: object) -> None:
        self.write(")")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 - Jinja's name
        self.visit(node.node, frame)
        self.write(f".{node.attr}")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802
        if node is self._fixed:
            self.write(f"environment.texts[{_fixed_text(node)!r}]")
            return
        if forward_caller or node.dyn_args or node.dyn_kwargs:
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for argument in (*node.args, *node.kwargs):
            self.visit(argument, frame)
            self.write(", ")
        self.write(")")


class Templates(Environment):
    """The templates of a folder in one language."""

    code_generator_class = _Generator

    def __init__(self, folder: Path, wording: Wording) -> None:
        super().__init__(
            loader=FileSystemLoader(folder),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self.shown = shown
        self.texts = _Texts(wording)

    def _compile(self, source: str, filename: str) -> CodeType:
        return _compiled(source, filename)


@lru_cache(maxsize=256)
def _compiled(source: str, filename: str) -> CodeType:
    return compile(source, filename, "exec")
