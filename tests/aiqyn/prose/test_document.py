"""A text is read whatever it holds: into blocks and references, or into faults with their lines."""

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from aiqyn.prose.document import LARGEST, parse_document, plain_text, references_of
from aiqyn.prose.markdown import Block, Span, Words, blocks_of, spans_of
from aiqyn.prose.reading import reading_minutes
from tests.aiqyn.prose.documents import BODY_LINE, HEADER, document, messages, parsed

SAID = "{mark bridge cost}"


def blocks(body: str) -> tuple[Block, ...]:
    found = parsed(body)
    assert found.document is not None
    assert found.faults == []
    return found.document.blocks


def test_headings_paragraphs_lists_and_remarks_become_blocks() -> None:
    body = f"## One\n\nText {SAID}.\n\n### Two\n\n- a {SAID}\n- b {SAID}\n\n1. c {SAID}\n\n> A remark.\n\n---\n"
    kinds = [block.kind for block in blocks_of(blocks(body))]
    assert kinds == [
        *("section", "paragraph", "subsection", "list", "item", "paragraph", "item", "paragraph"),
        *("ordered", "item", "paragraph", "remark", "paragraph", "rule"),
    ]


def test_each_reference_knows_its_line() -> None:
    found = parsed(f"One {SAID}\ntwo {SAID}\n\n- three\n  {SAID}\n\n> four\n> five {SAID}").document
    assert found is not None
    assert [one.line - BODY_LINE for one in references_of(found)] == [0, 1, 4, 7]


def test_emphasis_and_links_to_pages_of_the_site_are_kept() -> None:
    inlines = blocks(f"See *the* **list** in [history](/programme/) {SAID}.")[0].inlines
    spans = [one for one in inlines if isinstance(one, Span)]
    assert [(one.kind, one.path) for one in spans] == [("em", ""), ("strong", ""), ("link", "/programme/")]


def test_entities_and_escapes_are_plain_words() -> None:
    words = [one.text for one in blocks(rf"&lt;script&gt; \{{ \* {SAID}")[0].inlines if isinstance(one, Words)]
    assert words == ["<script> { * "]


def test_a_list_may_be_introduced_without_a_source() -> None:
    assert messages(f"Two counts:\n\n- one {SAID}\n- two {SAID}") == []
    assert messages(f"两种统计：\n\n- 其一{SAID}") == []


def test_plain_text_is_the_words_without_figures() -> None:
    found = parsed(f"## A\n\nThe {{name bridge|old bridge}} *cost* much {SAID}.").document
    assert found is not None
    assert plain_text(found) == "A\nThe old bridge cost much ."


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("It cost a lot.", "names no source"),
        ("The {name bridge} is long.", "names no source"),
        (f"It cost 27 {SAID}.", "a number typed"),
        (f"It cost ２７ {SAID}.", "a number typed"),
        (f"It cost 2&#55; {SAID}.", "a number typed"),
        ("> It cost 27.", "a number typed"),
        ("## The 51\n\n> x", "a number typed"),
        ("## The {number bridge cost}\n\n> x", "a heading names no statements"),
        (f"In 2016.5 {SAID}.", "a number typed"),
        (f"By 2019 % {SAID}.", "a number typed"),
        ("# Large\n\n> x", "another level"),
        ("#### Small\n\n> x", "another level"),
        (f"<b>x</b> {SAID}", "raw HTML"),
        ("<div>\nx\n</div>", "raw HTML"),
        ("<script>alert(1)</script>", "raw HTML"),
        (f"<!-- x --> {SAID}", "raw HTML"),
        (f"![x](/a.png) {SAID}", "an image"),
        (f"`x` {SAID}", "code is not allowed"),
        ("```\nx\n```", "a block of code"),
        ("    x", "a block of code"),
        (f"[x](https://a.example/) {SAID}", "not to a page of this site"),
        (f"[x](//a.example/) {SAID}", "not to a page of this site"),
        (f"[x](javascript:alert) {SAID}", "not to a page of this site"),
        (f"[x](JaVaScRiPt&colon;alert) {SAID}", "not to a page of this site"),
        (f"[x](data:text/html;base64,AA) {SAID}", "not to a page of this site"),
        (f"[x](programme/) {SAID}", "not to a page of this site"),
        (f"<https://a.example/> {SAID}", "not to a page of this site"),
        (f"[x](/en/programme/) {SAID}", "in one language"),
        ("It is {value bridge cost", "without its other brace"),
        (f"It is }} {SAID}", "without its other brace"),
        ("It is {value {name x} cost}", "without its other brace"),
        ("It is {price bridge}", "not a form of reference"),
        (f"A {{callout bridge cost}} {SAID}", "stands alone"),
        ("- {chart slip} x", "stands alone"),
        ("", "there is no text"),
    ],
)
def test_what_is_not_allowed_is_named(body: str, said: str) -> None:
    assert any(said in message for message in messages(body)), messages(body)


@pytest.mark.parametrize(
    "body", [f"In 2016 {SAID}.", f"2016–2024 {SAID}", f"2016年{SAID}", f"2016-жылы {SAID}", f"CO₂ {SAID}"]
)
def test_a_year_alone_may_be_typed(body: str) -> None:
    assert messages(body) == []


@pytest.mark.parametrize(
    ("content", "line", "said"),
    [
        (b"\xff" + document(SAID), 1, "not UTF-8"),
        ("\ufeff".encode() + document(SAID), 1, "control character U+FEFF"),
        (document(SAID).replace(b"\n", b"\r\n"), 1, "control character U+000D"),
        (document(f"a\u202eb {SAID}"), BODY_LINE, "control character U+202E"),
        (document(f"a\u200eb {SAID}"), BODY_LINE, "control character U+200E"),
        (document(f"a\0b {SAID}"), BODY_LINE, "control character U+0000"),
        (document(f"a\tb {SAID}"), BODY_LINE, "control character U+0009"),
        (document(f"\n{SAID} Ки\u0306"), BODY_LINE + 1, "not in Unicode form NFC"),
        (document(SAID).rstrip(b"\n"), BODY_LINE, "no line end"),
        (b"", 1, "no header"),
        (b"+++\n", 1, "no header"),
        (b"x" * (LARGEST + 1), 0, "larger than"),
    ],
)
def test_a_fault_of_form_has_its_line(content: bytes, line: int, said: str) -> None:
    found = parse_document(content).faults
    assert any(fault.line == line and said in fault.message for fault in found), found


HOSTILE = {
    "brackets": "[" * 10_000,
    "closed brackets": "[" * 10_000 + "]" * 10_000,
    "links": "[a](" * 10_000,
    "images": "![" * 10_000,
    "quotes": ">" * 10_000 + " x",
    "lists": "".join(" " * n + "- x\n" for n in range(300)),
    "emphasis": "*a " * 10_000 + "a* " * 10_000,
    "strong": "**a" * 10_000,
    "underscores": "_a __b " * 5_000,
    "backticks": " ".join("`" * n for n in range(300)),
    "tags": "<a " * 10_000,
    "comments": "<!--" * 10_000,
    "entities": "&a" * 10_000,
    "braces": "{" * 10_000,
    "closed braces": "{}" * 10_000,
    "references": "{value bridge cost} " * 5_000,
    "lines": "x\n" * 60_000,
    "paragraphs": "[ *x\n\n" * 20_000,
    "headings": "# x\n" * 20_000,
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_text_is_answered_quickly(body: str) -> None:
    begin = time.perf_counter()
    found = parsed(body[: LARGEST - len(HEADER) - 1])
    assert time.perf_counter() - begin < 5
    assert found.faults


def test_five_megabytes_are_refused_at_once() -> None:
    begin = time.perf_counter()
    assert parse_document(document("[" * 5_000_000)).document is None
    assert time.perf_counter() - begin < 0.5


SIGNS = (
    *("{", "}", "{value a b}", "{name x|", "|", "*", "**", "`", "\\", "[", "](", ")", "![", "<script>", "<!--", "&lt;"),
    *("> ", "- ", "1. ", "##", "    ", "\n", "\n\n", "+++", "javascript:", "\u202e", "27", "2016"),
)
PIECES = st.one_of(st.text(max_size=30), st.sampled_from(SIGNS))


@given(st.lists(PIECES, max_size=30).map("".join))
@example("*" * 200)
@example("[" * 30 + "](a)" * 30)
def test_any_body_gives_a_document_and_faults_never_an_error(body: str) -> None:
    found = parse_document((HEADER + body + "\n").encode("utf-8", "replace"))
    assert found.document is not None
    for block in blocks_of(found.document.blocks):
        assert all(one is not None for one in spans_of(block.inlines))
    assert all(fault.line >= 0 and fault.message and fault.way_out for fault in found.faults)
    assert reading_minutes(found.document, "en") >= 1


@given(st.binary(max_size=300))
def test_any_bytes_give_a_document_or_a_fault(content: bytes) -> None:
    found = parse_document(content)
    assert found.document is not None or found.faults


@given(st.text(max_size=200))
def test_any_header_gives_a_document_or_a_fault(text: str) -> None:
    found = parse_document(f"+++\n{text}\n+++\n> x\n".encode("utf-8", "replace"))
    assert found.document is not None or found.faults
