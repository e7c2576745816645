"""A text of the register: a header and Markdown, read and checked as far as it can be by itself."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import NamedTuple

from aiqyn.errors import Refused
from aiqyn.prose.faults import Fault
from aiqyn.prose.header import FENCE, Header, read_header
from aiqyn.prose.markdown import Block, Break, Words, blocks_of, read_markdown, spans_of
from aiqyn.prose.reference import ALONE, SOURCED, Reference
from aiqyn.values.hidden_signs import hidden_sign, without_hidden_signs

#: A text of 200 KB is some 30,000 words: a book, not an article.
LARGEST = 200_000
_LARGEST_HEADER = 20_000
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*(?: ?%)?")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_FORM = "text_form"


class Document(NamedTuple):
    """A text whose header could be read. `blocks` are empty of what is not allowed in it."""

    header: Header
    blocks: tuple[Block, ...]


class Parsed(NamedTuple):
    """What a file gave: a document unless its header is faulty, and every fault by line."""

    document: Document | None
    faults: list[Fault]


def parse_document(content: bytes) -> Parsed:
    """Read a text. It never raises: whatever the bytes are, there is a document or a fault.

    Faults: form (UTF-8, LF, NFC, no unseen characters, at most 200 KB), header, forbidden Markdown, references that
    are not well formed or do not stand where they may, typed numbers, and paragraphs that name no source. Whether
    a reference resolves, and whether tags and ids exist, is not asked here.
    """
    if len(content) > LARGEST:
        return Parsed(None, [Fault(0, "", Refused("text_large", n=LARGEST))])
    text, faults = _decoded(content)
    lines = text.split("\n")
    end = next((n for n, line in enumerate(lines[1:], 1) if line == FENCE), 0) if lines[0] == FENCE else 0
    if not end:
        return Parsed(None, [*faults, Fault(1, "", Refused("header_none", fence=FENCE))])
    head = "\n".join(lines[1:end])
    if len(head) > _LARGEST_HEADER:
        return Parsed(None, [*faults, Fault(1, "", Refused("header_large", mend="shorten", n=_LARGEST_HEADER))])
    header, header_faults = read_header(head)
    blocks, form_faults = read_markdown("\n".join(lines[end + 1 :]), end + 2)
    faults += [*header_faults, *form_faults, *_text_faults(blocks)]
    if header is not None:
        faults += _number_faults(header.lead, 1 + next((n for n, line in enumerate(lines) if "lead" in line), 0))
    if not blocks:
        faults.append(Fault(end + 1, "", Refused("text_none")))
    return Parsed(Document(header, blocks) if header else None, sorted(faults, key=lambda fault: fault.order))


def references_of(document: Document) -> Iterator[Reference]:
    """All references of a document, in order."""
    for block in blocks_of(document.blocks):
        for span in spans_of(block.inlines):
            if isinstance(span, Reference):
                yield span


def plain_text(document: Document) -> str:
    """The words of a document without figures and marks, a paragraph a line: for search and for counting."""
    return "\n".join(filter(None, (_plain(block) for block in blocks_of(document.blocks) if block.inlines)))


def _plain(block: Block) -> str:
    parts = []
    for span in spans_of(block.inlines):
        if isinstance(span, Words):
            parts.append(span.text)
        else:
            parts.append(span.words if isinstance(span, Reference) else " ")
    return " ".join("".join(parts).split())


def _decoded(content: bytes) -> tuple[str, list[Fault]]:
    """The text, freed of what it may not hold, and the faults of its form."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as fault:
        line = content.count(b"\n", 0, fault.start) + 1
        return "", [Fault(line, "", Refused("text_not_utf8", mend=_FORM, place=str(fault.start + 1)))]
    faults = []
    for number, words in enumerate(text.split("\n"), 1):
        hidden = hidden_sign(words)
        if hidden:
            faults.append(Fault(number, "", Refused("line_control", mend=_FORM, place=hidden.place, sign=hidden.sign)))
        elif not unicodedata.is_normalized("NFC", words):
            faults.append(Fault(number, "", Refused("line_not_nfc", mend=_FORM)))
    if not text.endswith("\n"):
        faults.append(Fault(text.count("\n") + 1, "", Refused("line_no_end", mend=_FORM)))
    return without_hidden_signs(text), faults[:20]


def _text_faults(blocks: Sequence[Block], *, in_remark: bool = False) -> Iterator[Fault]:
    """Numbers typed, paragraphs without a source, and references out of place."""
    for block, after in zip_longest(blocks, blocks[1:]):
        if block.inlines:
            yield from _number_faults(_typed_words(block), block.line)
            yield from _place_faults(block)
            introduces = after is not None and after.kind in {"list", "ordered"} and _plain(block).endswith((":", "："))
            if block.kind == "paragraph" and not in_remark and not introduces and not _is_sourced(block):
                yield Fault(block.line, _plain(block)[:60], Refused("paragraph_unsourced"))
        yield from _text_faults(block.blocks, in_remark=in_remark or block.kind == "remark")


def _is_sourced(block: Block) -> bool:
    """Whether a paragraph names a source; a reference that could not be read is reported by itself."""
    forms = {span.form for span in spans_of(block.inlines) if isinstance(span, Reference)}
    return not forms.isdisjoint(SOURCED) or "" in forms


def _place_faults(block: Block) -> Iterator[Fault]:
    named = [span for span in spans_of(block.inlines) if isinstance(span, Reference)]
    if named and block.kind != "paragraph":
        yield Fault(block.line, "", Refused("heading_reference"))
        return
    alone = [reference for reference in named if reference.form in ALONE]
    if alone and len(block.inlines) > 1:
        yield Fault(alone[0].line, alone[0].form, Refused("reference_alone"))


def _typed_words(block: Block) -> str:
    """The author's own typed words, a line of the file a line, references left out."""
    parts = []
    for span in spans_of(block.inlines):
        if isinstance(span, Words):
            parts.append(span.text)
        elif isinstance(span, Break):
            parts.append("\n")
        else:
            parts.append("\ufffc" + "\n" * span.text.count("\n"))
    return "".join(parts)


def _number_faults(text: str, first_line: int) -> Iterator[Fault]:
    """Digits other than a year alone."""
    for line, words in enumerate(text.split("\n"), first_line):
        for digits in _DIGITS.finditer(words):
            if not _YEAR.fullmatch(digits[0]):
                yield Fault(line, digits[0], Refused("number_typed"))
