"""Jinja's templates, with leaner code: a page prints two thousand small things, most of them plain strings.

Left out is what no template of this site uses: attributes that are items, functions that ask for the context, macros
that take what they do not name, markup put together by `~`, undefined names that are let pass. What is printed between
two other statements is one join, conditions and all; a macro is a function; fixed texts, `t('key')`, are looked up once
escaped. The languages share compiled code.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache, partial
from pathlib import Path
from types import CodeType
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape
from markupsafe import _escape_inner as escaped  # type: ignore[attr-defined]  # the part in C, which makes no object

from aiqyn.words.word_tables import Wording

#: Text that is markup already, made so without asking what it is.
as_markup = partial(str.__new__, Markup)


def shown(value: object) -> str:
    """A value as markup: plain strings are the rule, and need no object of their own."""
    if type(value) is str:
        return escaped(value)
    if type(value) is Markup:
        return value
    return str(value) if type(value) is int else escape(value)


class _Texts(dict[str, str]):
    """The texts of a language without placeholders, escaped when first asked for."""

    def __init__(self, wording: Wording) -> None:
        super().__init__()
        self._wording = wording

    def __missing__(self, key: str) -> str:
        text = self[key] = shown(self._wording(key))
        return text


def _looked_up(piece: nodes.Expr) -> nodes.Expr:
    """A text without placeholders, `t('key')`, as an item of the texts; any other piece as it is."""
    match piece:
        case nodes.Call(node=nodes.Name(name="t"), args=[nodes.Const() as key], kwargs=[]):
            return nodes.Getitem(nodes.EnvironmentAttribute("texts"), key, "load")
    return piece


class _Gathering(NodeTransformer):
    """Makes one output of outputs that follow one another, and of conditions whose branches only print."""

    def generic_visit(self, node: nodes.Node) -> nodes.Node:
        super().generic_visit(node)
        for field, statements in node.iter_fields(only=("body", "else_")):
            if isinstance(statements, list):
                setattr(node, field, _gathered(statements))
        return node


def _gathered(statements: Sequence[nodes.Node]) -> list[nodes.Node]:
    gathered: list[nodes.Node] = []
    for statement in statements:
        last = gathered[-1] if gathered else None
        if not _only_prints(statement):
            gathered.append(statement)
            continue
        printed: list[Any] = [statement]
        if isinstance(statement, nodes.Output):
            printed = [_looked_up(piece) for piece in statement.nodes]
        if isinstance(last, nodes.Output):
            last.nodes += printed
        else:
            gathered.append(nodes.Output(printed, lineno=statement.lineno))
    return gathered


def _only_prints(statement: nodes.Node) -> bool:
    if not isinstance(statement, nodes.If):
        return isinstance(statement, nodes.Output)
    return all(map(_only_prints, (*statement.body, *statement.elif_, *statement.else_)))


class _Generator(CodeGenerator):
    """Writes what a template does: an attribute is an attribute, a call a call, and fixed texts are looked up.

    Only a text that is printed as it stands is looked up escaped: one that fills another is escaped with that.
    """

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802 - Jinja's name
        self.writeline(f"from {__name__} import as_markup, escaped, shown")
        super().visit_Template(_Gathering().visit(node), frame)

    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:  # noqa: N802
        if frame.require_output_check:  # what stands beside the blocks of a page that extends another
            super().visit_Output(node, frame)
            return
        self.writeline(f"{frame.buffer}.append(" if frame.buffer else "yield (", node)
        self._write_joined(node.nodes, frame)
        self.write(")")

    def _write_joined(self, pieces: Sequence[nodes.Node], frame: Frame) -> None:
        """Writes an expression: the text of some pieces of output."""
        if not pieces:
            self.write("''")
            return
        self.write("''.join((" if pieces[1:] else "")
        for piece in pieces:
            self._write_piece(piece, frame)
            self.write(", " if pieces[1:] else "")
        self.write("))" if pieces[1:] else "")

    def _write_piece(self, piece: nodes.Node, frame: Frame) -> None:
        if isinstance(piece, nodes.TemplateData):
            self.write(repr(piece.data))
        elif isinstance(piece, nodes.If):
            branches = [(piece.test, piece.body), *((branch.test, branch.body) for branch in piece.elif_)]
            for test, body in branches:
                self.write("(")
                self._write_joined(_printed(body), frame)
                self.write(" if ")
                self.visit(test, frame)
                self.write(" else ")
            self._write_joined(_printed(piece.else_), frame)
            self.write(")" * len(branches))
        elif isinstance(piece, nodes.Getitem) and isinstance(piece.node, nodes.EnvironmentAttribute):
            self.visit(piece, frame)
        else:  # what `shown` does, without a call for plain strings
            self.write("(escaped(v) if type(v := ")
            self.visit(piece, frame)
            self.write(") is str else shown(v))")

    def visit_Macro(self, node: nodes.Macro, frame: Frame) -> None:  # noqa: N802
        inner = frame.inner()
        inner.require_output_check = False
        inner.symbols.analyze_node(node)
        required = len(node.args) - len(node.defaults)
        self.writeline("def macro(", node)
        for argument, default in zip(node.args, [*[None] * required, *node.defaults], strict=True):
            self.write(argument.name)
            if default is not None:
                self.write("=")
                self.visit(default, frame)
            self.write(", ")
        self.write("):")
        self.indent()
        for argument in node.args:
            self.writeline(f"{inner.symbols.ref(argument.name)} = {argument.name}")
        self.enter_frame(inner)
        if all(map(_only_prints, node.body)):
            self.writeline("return as_markup(")
            self._write_joined(_printed(node.body), inner)
            self.write(")")
        else:
            self.buffer(inner)
            self.blockvisit(node.body, inner)
            self.writeline(f"return as_markup(concat({inner.buffer}))")
        self.outdent()
        if frame.toplevel:
            self.writeline(f"context.exported_vars.add({node.name!r})")
            self.writeline(f"context.vars[{node.name!r}] = macro")
        self.writeline(f"{frame.symbols.ref(node.name)} = macro")

    def _import_common(self, node: nodes.Import | nodes.FromImport, frame: Frame) -> None:
        """A module of macros is the same for all pages unless it is given what the page knows."""
        if node.with_context:
            super()._import_common(node, frame)
            return
        self.write("environment.get_template(")
        self.visit(node.template, frame)
        self.write(").module")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802
        self.visit(node.node, frame)
        self.write(f".{node.attr}")

    def visit_Getitem(self, node: nodes.Getitem, frame: Frame) -> None:  # noqa: N802
        self.visit(node.node, frame)
        self.write("[")
        self.visit(node.arg, frame)
        self.write("]")

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802
        self.write("''.join((")
        for part in node.nodes:
            self.write("str(")
            self.visit(part, frame)
            self.write("), ")
        self.write("))")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802
        if forward_caller or node.dyn_args or node.dyn_kwargs:
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for argument in (*node.args, *node.kwargs):
            self.visit(argument, frame)
            self.write(", ")
        self.write(")")


def _printed(statements: Sequence[nodes.Node]) -> list[nodes.Node]:
    """What some outputs print, piece by piece."""
    return [piece for output in statements if isinstance(output, nodes.Output) for piece in output.nodes]


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
        self.texts = _Texts(wording)
        self._templates: dict[str, Template] = {}

    def get_template(self, name: str | Template, parent: str | None = None, globals: object = None) -> Template:
        """A template, made once: none changes while the site runs."""
        template = self._templates.get(str(name))
        if template is None:
            template = self._templates[str(name)] = super().get_template(name)
        return template

    def _compile(self, source: str, filename: str) -> CodeType:
        return _compiled(source, filename)


@lru_cache(maxsize=256)
def _compiled(source: str, filename: str) -> CodeType:
    return compile(source, filename, "exec")
