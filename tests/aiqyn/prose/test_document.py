"""A text is read whatever it holds: into blocks and references, or into faults with their lines."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from aiqyn.prose.document import LARGEST, parse_document, plain_text, references_of
from aiqyn.prose.markdown import Block, Span, Words, blocks_of, spans_of
from aiqyn.prose.reading import reading_minutes
from tests.aiqyn.prose.documents import BODY_LINE, HEADER, codes_of, document, parsed
from tests.aiqyn.refusals import in_english

SAID = "{mark bridge cost}"


def blocks(body: str) -> tuple[Block, ...]:
    good = parsed(body)
    assert good.document is not None
    assert good.faults == []
    return good.document.blocks


def test_headings_paragraphs_lists_and_remarks_become_blocks() -> None:
    body = f"## One\n\nText {SAID}.\n\n### Two\n\n- a {SAID}\n- b {SAID}\n\n1. c {SAID}\n\n> A remark.\n\n---\n"
    kinds = [block.kind for block in blocks_of(blocks(body))]
    assert kinds == [
        *("section", "paragraph", "subsection", "list", "item", "paragraph", "item", "paragraph"),
        *("ordered", "item", "paragraph", "remark", "paragraph", "rule"),
    ]


def test_each_reference_knows_its_line() -> None:
    document = parsed(f"One {SAID}\ntwo {SAID}\n\n- three\n  {SAID}\n\n> four\n> five {SAID}").document
    assert document is not None
    assert [reference.line - BODY_LINE for reference in references_of(document)] == [0, 1, 4, 7]


def test_emphasis_and_links_to_pages_of_the_site_are_kept() -> None:
    inlines = blocks(f"See *the* **list** in [history](/programme/) {SAID}.")[0].inlines
    spans = [span for span in inlines if isinstance(span, Span)]
    assert [(span.kind, span.path) for span in spans] == [("em", ""), ("strong", ""), ("link", "/programme/")]


def test_entities_and_escapes_are_plain_words() -> None:
    words = [inline.text for inline in blocks(rf"&lt;script&gt; \{{ \* {SAID}")[0].inlines if isinstance(inline, Words)]
    assert words == ["<script> { * "]


def test_a_list_may_be_introduced_without_a_source() -> None:
    assert codes_of(f"Two counts:\n\n- one {SAID}\n- two {SAID}") == []
    assert codes_of(f"两种统计：\n\n- 其一{SAID}") == []


def test_plain_text_is_the_words_without_figures() -> None:
    document = parsed(f"## A\n\nThe {{name bridge|old bridge}} *cost* much {SAID}.").document
    assert document is not None
    assert plain_text(document) == "A\nThe old bridge cost much ."


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("It cost a lot.", "paragraph_unsourced"),
        ("The {name bridge} is long.", "paragraph_unsourced"),
        (f"It cost 27 {SAID}.", "number_typed"),
        (f"It cost ２７ {SAID}.", "number_typed"),
        (f"It cost 2&#55; {SAID}.", "number_typed"),
        ("> It cost 27.", "number_typed"),
        ("## The 51\n\n> x", "number_typed"),
        ("## The {number bridge cost}\n\n> x", "heading_reference"),
        (f"In 2016.5 {SAID}.", "number_typed"),
        (f"By 2019 % {SAID}.", "number_typed"),
        ("# Large\n\n> x", "heading_level"),
        ("#### Small\n\n> x", "heading_level"),
        (f"<b>x</b> {SAID}", "raw_html"),
        ("<div>\nx\n</div>", "raw_html"),
        ("<script>alert(1)</script>", "raw_html"),
        (f"<!-- x --> {SAID}", "raw_html"),
        (f"![x](/a.png) {SAID}", "image"),
        (f"`x` {SAID}", "code"),
        ("```\nx\n```", "code_block"),
        ("    x", "code_block"),
        (f"[x](https://a.example/) {SAID}", "link_outside"),
        (f"[x](//a.example/) {SAID}", "link_outside"),
        (f"[x](javascript:alert) {SAID}", "link_outside"),
        (f"[x](JaVaScRiPt&colon;alert) {SAID}", "link_outside"),
        (f"[x](data:text/html;base64,AA) {SAID}", "link_outside"),
        (f"[x](programme/) {SAID}", "link_outside"),
        (f"<https://a.example/> {SAID}", "link_outside"),
        (f"[x](/en/programme/) {SAID}", "link_language"),
        ("It is {value bridge cost", "brace_alone"),
        (f"It is }} {SAID}", "brace_alone"),
        ("It is {value {name x} cost}", "brace_alone"),
        ("It is {price bridge}", "reference_form"),
        (f"A {{callout bridge cost}} {SAID}", "reference_alone"),
        ("- {chart slip} x", "reference_alone"),
        ("", "text_none"),
    ],
)
def test_what_is_not_allowed_is_named(body: str, code: str) -> None:
    assert code in codes_of(body)


@pytest.mark.parametrize(
    "body", [f"In 2016 {SAID}.", f"2016–2024 {SAID}", f"2016年{SAID}", f"2016-жылы {SAID}", f"CO₂ {SAID}"]
)
def test_a_year_alone_may_be_typed(body: str) -> None:
    assert codes_of(body) == []


@pytest.mark.parametrize(
    ("content", "line", "code"),
    [
        (b"\xff" + document(SAID), 1, "text_not_utf8"),
        ("\ufeff".encode() + document(SAID), 1, "line_control"),
        (document(SAID).replace(b"\n", b"\r\n"), 1, "line_control"),
        (document(f"a\u202eb {SAID}"), BODY_LINE, "line_control"),
        (document(f"a\u200eb {SAID}"), BODY_LINE, "line_control"),
        (document(f"a\0b {SAID}"), BODY_LINE, "line_control"),
        (document(f"a\tb {SAID}"), BODY_LINE, "line_control"),
        (document(f"\n{SAID} Ки\u0306"), BODY_LINE + 1, "line_not_nfc"),
        (document(SAID).rstrip(b"\n"), BODY_LINE, "line_no_end"),
        (b"", 1, "header_none"),
        (b"+++\n", 1, "header_none"),
        (b"x" * (LARGEST + 1), 0, "text_large"),
    ],
)
def test_a_fault_of_form_has_its_line(content: bytes, line: int, code: str) -> None:
    faults = parse_document(content).faults
    assert any(fault.line == line and code == fault.reason.code for fault in faults), faults


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
    "lines": "x\n" * 6_000,
    "paragraphs": "[ *x\n\n" * 2_000,
    "headings": "# x\n" * 2_000,
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_text_has_faults(body: str) -> None:
    assert parsed(body[: LARGEST - len(HEADER) - 1]).faults


def test_five_megabytes_are_refused() -> None:
    refused = parse_document(document("[" * 5_000_000))
    assert refused.document is None
    assert [fault.reason.code for fault in refused.faults] == ["text_large"]


SIGNS = (
    *("{", "}", "{value a b}", "{name x|", "|", "*", "**", "`", "\\", "[", "](", ")", "![", "<script>", "<!--", "&lt;"),
    *("> ", "- ", "1. ", "##", "    ", "\n", "\n\n", "+++", "javascript:", "\u202e", "27", "2016"),
)
PIECES = st.one_of(st.text(max_size=30), st.sampled_from(SIGNS))


@given(st.lists(PIECES, max_size=30).map("".join))
@example("*" * 200)
@example("[" * 30 + "](a)" * 30)
def test_any_body_gives_a_document_and_faults_never_an_error(body: str) -> None:
    parsed_text = parse_document((HEADER + body + "\n").encode("utf-8", "replace"))
    assert parsed_text.document is not None
    for block in blocks_of(parsed_text.document.blocks):
        assert all(span is not None for span in spans_of(block.inlines))
    assert all(fault.line >= 0 and all(in_english(fault)) for fault in parsed_text.faults)
    assert reading_minutes(parsed_text.document, "en") >= 1


@given(st.binary(max_size=300))
def test_any_bytes_give_a_document_or_a_fault(content: bytes) -> None:
    parsed_text = parse_document(content)
    assert parsed_text.document is not None or parsed_text.faults


@given(st.text(max_size=200))
def test_any_header_gives_a_document_or_a_fault(text: str) -> None:
    parsed_text = parse_document(f"+++\n{text}\n+++\n> x\n".encode("utf-8", "replace"))
    assert parsed_text.document is not None or parsed_text.faults
