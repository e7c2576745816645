"""Statements and their sources: as recorded, one with its labels and what editors said of it, many as CSV."""

from __future__ import annotations

import csv
import io

from aiqyn.ledger import Source, Statement
from aiqyn.ledger.claim import ACTUAL, PLANNED
from aiqyn.ledger.named_rules import named_rules
from aiqyn.ledger.statement import COLUMNS
from aiqyn.values.measure import parse_measure
from aiqyn.values.number import Bound, Number
from aiqyn.values.text import spreadsheet_safe
from aiqyn.vocabulary import load_vocabulary
from aiqyn_site.api.cursors import Stretch, make_cursor, read_cursor, refuse_unknown, stretch_of
from aiqyn_site.api.labels import Labels, entities_named, labels_for
from aiqyn_site.api.parameters import Given
from aiqyn_site.api.problems import absent
from aiqyn_site.api.shapes import (
    COUNT,
    DAY,
    DIGITS,
    EDTF,
    ENTITY_LABEL,
    MAYBE_LABEL,
    MAYBE_TEXT,
    PART_LABEL,
    PATH,
    PLAIN,
    PROPERTY_LABEL,
    STATEMENT_ID,
    STATEMENT_PAGE,
    TEXT,
    TIER,
    URL,
    Field,
    Shape,
    codes,
    document,
    field,
    lifted,
    maybe,
)
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.ledger.queries import Recorded

_WORDS = load_vocabulary()
BASIS = codes(_WORDS.code_list("basis"))
SIDE = codes((ACTUAL, PLANNED))
HEADLINE_RULE = codes(rule.key for rule in named_rules().values() if rule.group == "headline")
_NO_LOW = frozenset({Bound.LESS, Bound.AT_MOST})
_NO_HIGH = frozenset({Bound.MORE, Bound.AT_LEAST})
#: The number of some things and the address of the API that lists them.
Link = tuple[int, str]

LINKED: Shape[Link] = document(
    "How many there are, and where to read them.",
    (
        field("total", COUNT, lambda link, _: link[0]),
        field("href", PATH, lambda link, _: link[1], "An address of the API."),
    ),
    name="Linked",
)
_WITHIN: Shape[Number] = document(
    "The values it can stand for, given its printed precision; null where there is no end.",
    (field("low", PLAIN), field("high", PLAIN)),
)
NUMBER: Shape[Number] = document(
    "A printed figure. All digits are strings: none is lost in a binary fraction.",
    (
        field(
            "low",
            DIGITS,
            lambda number, _: None if number.bound in _NO_LOW else f"{number.first:f}",
            "The figure, or the lower end of a range, as printed; null under an upper bound.",
        ),
        field(
            "high",
            DIGITS,
            lambda number, _: None if number.bound in _NO_HIGH else f"{number.last:f}",
            "The figure, or the upper end of a range; null over a lower bound.",
        ),
        field(
            "bound",
            codes(bound.name.lower() for bound in Bound),
            lambda number, _: number.bound.name.lower(),
            "How the figure limits the value.",
        ),
        field("within", _WITHIN, lambda number, _: number),
    ),
    name="Number",
)


def number_of(statement: Statement, labels: Labels) -> Number | None:
    """The figure a statement gives; None when its value is not a number."""
    unit = labels.vocabulary.units.get(statement.unit) if statement.unit else None
    return parse_measure(statement.value, unit).number if unit else None


PART = (
    field("part", MAYBE_TEXT, about="What portion is spoken of; null for the whole."),
    field("part_label", PART_LABEL, "part"),
)
#: What a group of statements is about.
KEY = (field("property", TEXT), field("label", PROPERTY_LABEL, "property"), *PART, field("period", EDTF))
#: What a statement says, beside others of the same thing.
SAID = (
    field("value", TEXT),
    field("unit", MAYBE_TEXT),
    field("as_of", EDTF),
    field("basis", BASIS),
    field("source", TEXT),
    field("said_by", MAYBE_TEXT),
)
EDITORIAL: Shape[Statement] = document(
    "A statement by which editors withdraw or prefer another.",
    (field("id", STATEMENT_ID), field("reason", MAYBE_TEXT, "note"), field("recorded", DAY)),
    name="Editorial",
)

# --- Sources ------------------------------------------------------------------------------------------------

_BRIEF: tuple[Field[Source], ...] = (
    field("id", TEXT),
    field("title", TEXT),
    field("publisher", MAYBE_TEXT),
    field("published", EDTF),
    field("url", URL),
)
SOURCE_BRIEF: Shape[Source] = document("What a figure needs to be cited.", _BRIEF, name="SourceBrief")


def _tier(source: Source, labels: Labels) -> int | None:
    kind = labels.vocabulary.codes["source_kind"].get(source.kind)
    return kind.tier if kind else None


def _drawn_from(source: Source, labels: Labels) -> Link:
    return ledger.count_statements(source=source.id), f"/api/statements?source={source.id}"


SOURCE: Shape[Source] = document(
    "A citable publication, as last described.",
    (
        *_BRIEF,
        field("title_basis", codes(("seen", "described"))),
        field("published_basis", codes(("stated", "inferred", "unknown"))),
        field("lang", MAYBE_TEXT),
        field("kind", codes(_WORDS.code_list("source_kind"))),
        field("kind_label", MAYBE_LABEL, lambda source, labels: labels.code("source_kind", source.kind)),
        field("tier", TIER, _tier, "1 is the closest to the facts."),
        field("note", MAYBE_TEXT),
        field("page", PATH, lambda source, labels: labels.source_page(source.id)),
        field("statements", LINKED, _drawn_from),
    ),
    name="Source",
)


def source(given: Given) -> tuple[Source, Labels]:
    source = ledger.source(given("id"))
    if source is None:
        raise absent("no_such_source", "id", given("id"), "/api/statements")
    return source, Labels(given("lang"))


# --- Statements ---------------------------------------------------------------------------------------------

_COLUMN_SHAPES: dict[str, Shape[str]] = {
    **dict.fromkeys(COLUMNS, MAYBE_TEXT),
    **dict.fromkeys(("entity", "property", "value", "source"), TEXT),
    "basis": BASIS,
    "as_of": EDTF,
    "confidence": maybe(codes(_WORDS.code_list("confidence"))),
    "recorded": DAY,
}
_COLUMNS: tuple[Field[Statement], ...] = (
    field("page", STATEMENT_PAGE, "id"),
    *(field(column, shape) for column, shape in _COLUMN_SHAPES.items()),
    field("number", maybe(NUMBER), number_of),
)
_ROW: tuple[Field[Recorded], ...] = (
    field("id", STATEMENT_ID, "statement.id", "It follows from the content: the same on every machine, for ever."),
    field("position", COUNT, "number", "Its number in the order of recording."),
    *lifted(_COLUMNS, "statement"),
)
_LABELS: tuple[Field[Statement], ...] = (
    field("entity_label", ENTITY_LABEL, "entity"),
    field("label", PROPERTY_LABEL, "property"),
    field("value_label", MAYBE_LABEL, lambda statement, labels: labels.value(statement)),
    field("part_label", PART_LABEL, "part"),
    field("said_by_label", ENTITY_LABEL, "said_by"),
    field("source_description", maybe(SOURCE_BRIEF), lambda statement, labels: labels.sources.get(statement.source)),
)
STATEMENT_ROW: Shape[Recorded] = document(
    "A statement: one source saying one value of one property of one entity.", _ROW, name="StatementRow"
)
STATEMENT_LIST = stretch_of(STATEMENT_ROW, "statements in the order of recording; retractions are statements too")
STATEMENT: Shape[Recorded] = document(
    "A statement with its labels, its source and what editors said of it.",
    (
        *_ROW,
        *lifted(_LABELS, "statement"),
        field("retracted_by", maybe(EDITORIAL)),
        field("preferred_by", maybe(EDITORIAL)),
    ),
    name="Statement",
)


def statement(given: Given) -> tuple[Recorded, Labels]:
    recorded = ledger.statement(given("id"))
    if recorded is None:
        raise absent("no_such_statement", "id", given("id"), "/api/statements")
    statement = recorded.statement
    return recorded, labels_for({statement.entity, *entities_named([statement])}, given("lang"), [statement])


def statements(given: Given) -> tuple[Stretch[Recorded], Labels]:
    """A page of statements. The ledger only grows at its end, so a cursor stays good for ever."""
    filters = {name: given(name) for name in ("entity", "property", "source", "known_on")}
    after = read_cursor(given("cursor"), "statements", filters)
    total = ledger.count_statements(**filters)
    if not total:
        refuse_unknown(given)
    recorded = ledger.find_statements(**filters, after=after, limit=given.limit + 1)
    items = recorded[: given.limit]
    cursor = make_cursor(items[-1].number, "statements", filters) if len(recorded) > len(items) else None
    return Stretch(total, items, cursor), Labels("")


def statements_csv(stretch: Stretch[Recorded]) -> str:
    """Statements as CSV (RFC 4180) with a header. Cells a spreadsheet would run begin with an apostrophe."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(("id", "position", *COLUMNS))
    for recorded in stretch.items:
        identifier, *cells = recorded.statement
        writer.writerow((identifier, recorded.number, *map(spreadsheet_safe, cells)))
    return text.getvalue()
