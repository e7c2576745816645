"""Markdown read into blocks: CommonMark without raw HTML, images, code and outside links, with references in braces.

markdown-it-py only tells the tokens; nothing it would write itself is ever used. What is not allowed is a fault
and stays in the text as plain words, so that even a text with faults is harmless.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple, TypeAlias

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from aiqyn.errors import LONGEST_SHOWN, Refused
from aiqyn.prose.faults import Fault
from aiqyn.prose.reference import Reference, parse_reference
from aiqyn.vocabulary import LANGUAGES

#: One paragraph, in characters: beyond it the reading of brackets would take long, and nobody would read it.
LONGEST_PARAGRAPH = 8_000
_DEEPEST_BLOCK = 4
_DEEPEST_SPAN = 4
_MOST_FAULTS = 100
_PATH = re.compile(r"/(?:[a-z0-9][a-z0-9_-]*/)*(?:\?[a-z0-9_=&.%-]*)?(?:#[a-z0-9_-]+)?")
_LANGUAGE_PATH = re.compile(rf"/(?:{'|'.join(LANGUAGES)})(?:/|$)")
_PLAIN = "plain_markdown"
_BLOCKS = {"paragraph": "paragraph", "bullet_list": "list", "ordered_list": "ordered", "list_item": "item"}


class Words(NamedTuple):
    """A run of plain text, without line breaks."""

    text: str
    line: int


class Break(NamedTuple):
    """The end of a line: `hard` where the writer wants one there."""

    hard: bool


class Span(NamedTuple):
    """Emphasis (`em`, `strong`), or a link to a page of the site, whose path has no language."""

    kind: str
    path: str
    inlines: tuple[Inline, ...]


Inline: TypeAlias = "Words | Break | Span | Reference"


class Block(NamedTuple):
    """A piece of a text.

    `kind`: section or subsection (a heading), paragraph, remark (the editors' own words), list, ordered, item, rule.
    Headings and paragraphs have `inlines`, the others `blocks`.
    """

    kind: str
    line: int
    inlines: tuple[Inline, ...] = ()
    blocks: tuple[Block, ...] = ()


def read_markdown(text: str, first_line: int) -> tuple[tuple[Block, ...], list[Fault]]:
    """The blocks of a text that begins on `first_line` of its file, and the faults of its form, in no order."""
    reader = _Reader(first_line)
    return reader.blocks(_tokens(text)), reader.faults


def spans_of(inlines: Sequence[Inline]) -> Iterator[Words | Break | Reference]:
    """The words, breaks and references among inlines, in order, without the spans around them."""
    for inline in inlines:
        if isinstance(inline, Span):
            yield from spans_of(inline.inlines)
        else:
            yield inline


def blocks_of(blocks: Sequence[Block]) -> Iterator[Block]:
    """All blocks, each before those inside it."""
    for block in blocks:
        yield block
        yield from blocks_of(block.blocks)


class _Markdown(MarkdownIt):
    """CommonMark as tokens. Every link is let through, so that a forbidden one can be named."""

    def validateLink(self, url: str) -> bool:  # noqa: N802 - the library's name
        return True


@cache
def _parser() -> MarkdownIt:
    parser = _Markdown("commonmark").disable(["reference", "inline", "text_join"])
    parser.inline.ruler.before("text", "reference", _reference_rule)
    return parser


def _reference_rule(state: StateInline, silent: bool) -> bool:
    """Takes a brace and all up to the next one as a token of its own."""
    if state.src[state.pos] not in "{}":
        return False
    end = state.src.find("}", state.pos)
    again = state.src.find("{", state.pos + 1)
    closed = state.src[state.pos] == "{" and end > 0 and (again < 0 or end < again) and end < state.posMax
    stop = end + 1 if closed else state.pos + 1
    if not silent:
        token = state.push("reference" if closed else "brace", "", 0)
        token.content = state.src[state.pos : stop]
    state.pos = stop
    return True


def _tokens(text: str) -> list[Token]:
    return _parser().parse(text)


class _Reader:
    """Builds blocks from tokens. Spans and blocks deeper than anyone writes are faults and are left out."""

    def __init__(self, first_line: int) -> None:
        self.first = first_line
        self.faults: list[Fault] = []
        self.line = first_line

    def fault(self, line: int, value: str, reason: Refused) -> None:
        if len(self.faults) < _MOST_FAULTS:
            self.faults.append(Fault(line, value[:LONGEST_SHOWN], reason))

    # --- blocks ---------------------------------------------------------------------------------------------

    def blocks(self, tokens: list[Token]) -> tuple[Block, ...]:
        open_blocks: list[tuple[str, int, list[Block]]] = [("", self.first, [])]
        deep = 0
        for place, token in enumerate(tokens):
            line = self.first + (token.map[0] if token.map else 0)
            if token.type in {"paragraph_open", "paragraph_close", "heading_open", "heading_close"}:
                continue
            if token.nesting == 1:
                deep += 1
                if deep == _DEEPEST_BLOCK + 1:
                    self.fault(line, "", Refused("blocks_deep", mend="fewer_levels"))
                if deep <= _DEEPEST_BLOCK:
                    open_blocks.append((_BLOCKS.get(token.type.removesuffix("_open"), "remark"), line, []))
            elif token.nesting == -1:
                if deep <= _DEEPEST_BLOCK:
                    kind, began, inner = open_blocks.pop()
                    open_blocks[-1][2].append(Block(kind, began, blocks=tuple(inner)))
                deep -= 1
            else:
                open_blocks[-1][2].append(self.leaf(token, tokens[place - 1], line))
        return tuple(open_blocks[0][2])

    def leaf(self, token: Token, before: Token, line: int) -> Block:
        if token.type == "hr":
            return Block("rule", line)
        kind = "paragraph"
        if token.type != "inline":
            code = "raw_html" if token.type == "html_block" else "code_block"
            self.fault(line, token.content.strip().partition("\n")[0], Refused(code, mend=_PLAIN))
            return Block(kind, line, (Words(" ".join(token.content.split())[:LONGEST_PARAGRAPH], line),))
        if before.type == "heading_open":
            kind = {"h2": "section", "h3": "subsection"}.get(before.tag, "")
            if not kind:
                self.fault(line, before.markup, Refused("heading_level"))
                kind = "section"
        if len(token.content) > LONGEST_PARAGRAPH:
            self.fault(line, "", Refused("paragraph_long", n=LONGEST_PARAGRAPH))
            return Block(kind, line, (Words(" ".join(token.content.split())[:LONGEST_PARAGRAPH], line),))
        return Block(kind, line, self.inlines(token.content, line))

    # --- inlines --------------------------------------------------------------------------------------------

    def inlines(self, content: str, line: int) -> tuple[Inline, ...]:
        tokens: list[Token] = []
        parser = _parser()
        parser.inline.parse(content, parser, {}, tokens)
        self.line = line
        open_spans: list[tuple[str, str, list[Inline]]] = [("", "", [])]
        deep = 0
        for token in tokens:
            if token.nesting == 1:
                deep += 1
                if deep == _DEEPEST_SPAN + 1:
                    self.fault(self.line, "", Refused("spans_deep", mend="fewer_levels"))
                if deep <= _DEEPEST_SPAN:
                    open_spans.append((token.tag, self.link(token), []))
            elif token.nesting == -1:
                if deep <= _DEEPEST_SPAN:
                    kind, path, inner = open_spans.pop()
                    open_spans[-1][2].append(Span(kind if kind != "a" else "link", path, tuple(inner)))
                deep -= 1
            else:
                self.add(open_spans[-1][2], self.inline(token))
        return tuple(open_spans[0][2])

    def add(self, inlines: list[Inline], inline: Inline) -> None:
        """Add an inline, plain words to the words before it: `1&#50;3` is one number."""
        last = inlines[-1] if inlines else None
        if isinstance(inline, Words) and isinstance(last, Words):
            inlines[-1] = Words(last.text + inline.text, last.line)
        elif not isinstance(inline, Words) or inline.text:
            inlines.append(inline)

    def link(self, token: Token) -> str:
        """The path of a link, blank where it may not be; the line is the one it begins on."""
        if token.tag != "a":
            return ""
        href = str(token.attrs.get("href", ""))
        if _LANGUAGE_PATH.match(href):
            self.fault(self.line, href, Refused("link_language"))
        elif not _PATH.fullmatch(href):
            self.fault(self.line, href, Refused("link_outside"))
        else:
            return href
        return ""

    def inline(self, token: Token) -> Inline:
        if token.type in {"softbreak", "hardbreak"}:
            self.line += 1
            return Break(token.type == "hardbreak")
        line = self.line
        self.line += token.content.count("\n")
        if token.type == "reference":
            try:
                return parse_reference(token.content[1:-1], line)
            except Refused as refused:
                self.fault(line, " ".join(token.content.split()), refused)
                return Reference(line, "", text=token.content[1:-1])
        elif token.type == "brace":
            self.fault(line, token.content, Refused("brace_alone"))
        elif token.type == "html_inline":
            self.fault(line, token.content, Refused("raw_html", mend=_PLAIN))
        elif token.type in {"image", "code_inline"}:
            code = "image" if token.type == "image" else "code"
            self.fault(line, token.content, Refused(code, mend=_PLAIN))
        return Words(" ".join(token.content.split("\n")), line)
