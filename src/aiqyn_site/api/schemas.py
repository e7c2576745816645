"""The shapes of the API's answers, in JSON Schema 2020-12 as in OpenAPI 3.1. A test holds answers to them.

Closed sets (rules, bases, kinds of difference) are read from the code and the vocabulary: they cannot fall
behind.
"""

from __future__ import annotations

from aiqyn.ledger import Difference
from aiqyn.ledger.claim import ACTUAL, PLANNED
from aiqyn.ledger.named_rules import named_rules
from aiqyn.ledger.statement import COLUMNS
from aiqyn.values.number import Bound
from aiqyn.vocabulary import LANGUAGES, Time, UnitKind, ValueType, load_vocabulary
from aiqyn_site.api.change_schemas import change_schemas
from aiqyn_site.api.dossier_schemas import dossier_schemas
from aiqyn_site.api.problems import KINDS, LONGEST_ECHO, MOST_FAULTS
from aiqyn_site.api.score_schemas import score_schemas
from aiqyn_site.api.search_schemas import search_schemas
from aiqyn_site.api.shapes import (
    COUNT,
    DAY,
    DIGITS,
    EDTF,
    FLAG,
    LABEL,
    MAYBE_LABEL,
    MAYBE_TEXT,
    PATH,
    STATEMENT_ID,
    TEXT,
    Schema,
    closed,
    codes,
    described,
    listed,
    maybe,
    ref,
)

SIDE = codes((ACTUAL, PLANNED))


def _rules(group: str) -> list[str]:
    return [key for its_group, key in named_rules() if its_group == group]


def _basis() -> Schema:
    return codes(load_vocabulary().code_list("basis"))


def _page(item: str, what: str) -> Schema:
    return closed(
        f"A page of {what}.",
        {
            "total": described(COUNT, "How many there are on all pages."),
            "items": listed(ref(item)),
            "next": described(
                MAYBE_TEXT,
                "The cursor of the next page; null on the last. The header Link has its whole address.",
            ),
        },
    )


def _small() -> dict[str, Schema]:
    """The pieces that larger answers are made of."""
    return {
        "Label": {
            "type": "object",
            "description": "A text by language (BCP 47); `zxx` marks an id that stands in for a name.",
            "additionalProperties": TEXT,
            "minProperties": 1,
        },
        "Number": closed(
            "A printed figure. All digits are strings: none is lost in a binary fraction.",
            {
                "low": described(
                    DIGITS, "The figure, or the lower end of a range, as printed; null under an upper bound."
                ),
                "high": described(DIGITS, "The figure, or the upper end of a range; null over a lower bound."),
                "bound": described(codes(one.name.lower() for one in Bound), "How the figure limits the value."),
                "within": closed(
                    "The values it can stand for, given its printed precision; null where there is no end.",
                    {"low": DIGITS, "high": DIGITS},
                ),
            },
        ),
        "Name": closed(
            "A name, with the statement that gives it. Basis `rendered` marks our own rendering.",
            {"text": TEXT, "basis": _basis(), "statement": maybe(STATEMENT_ID)},
        ),
        "Names": {
            "type": "object",
            "description": "The leading name in each language.",
            "additionalProperties": ref("Name"),
        },
        "Labelled": closed("An entity by its id, with its names.", {"id": TEXT, "label": MAYBE_LABEL}),
        "SourceBrief": closed("What a figure needs to be cited.", _source_brief()),
        "Editorial": closed(
            "A statement by which editors withdraw or prefer another.",
            {"id": STATEMENT_ID, "reason": MAYBE_TEXT, "recorded": DAY},
        ),
        "Linked": closed(
            "How many there are, and where to read them.",
            {"total": COUNT, "href": described(PATH, "An address of the API.")},
        ),
    }


def _source_brief() -> dict[str, Schema]:
    return {
        "id": TEXT,
        "title": TEXT,
        "publisher": MAYBE_TEXT,
        "published": EDTF,
        "url": {"type": ["string", "null"], "format": "uri"},
    }


def _figure() -> dict[str, Schema]:
    """What a headline of a project and one of a list have in common."""
    return {
        "part": described(MAYBE_TEXT, "What portion is spoken of; null for the whole."),
        "part_label": MAYBE_LABEL,
        "side": described(SIDE, "What is, or what was planned."),
        "value": described(TEXT, "The value as the register writes it, every printed digit kept."),
        "unit": described(MAYBE_TEXT, "Key of a unit of the vocabulary."),
        "number": maybe(ref("Number")),
        "as_of": described(EDTF, "The date the value speaks of (EDTF)."),
        "basis": _basis(),
        "rule": described(codes(_rules("headline")), "The rule that chose this statement."),
        "others": described(COUNT, "How many other statements speak of the same thing."),
        "source": maybe(ref("SourceBrief")),
        "said_by": described(MAYBE_TEXT, "Id of who says it, when that is not the publisher."),
        "statement": STATEMENT_ID,
        "page": described(PATH, "The permanent address of the statement."),
    }


def _projects() -> dict[str, Schema]:
    headline = {
        "property": TEXT,
        "label": LABEL,
        "period": EDTF,
        "value_label": described(MAYBE_LABEL, "The words for a code or an entity, or our rendering of a text."),
        "printed": described(MAYBE_TEXT, "The wording of the source, where it differs from the value."),
        "lang": described(MAYBE_TEXT, "The language of a text."),
        "said_by_label": MAYBE_LABEL,
        **_figure(),
    }
    reach = closed(
        "How far the figures reach, when they differ: the most severe kind of difference.",
        {"low": DIGITS, "high": DIGITS, "unit": TEXT},
    )
    return {
        "ProjectCard": closed("A project as a list has it.", _card(reach)),
        "ProjectList": _page("ProjectCard", "projects"),
        "Headline": closed("The statement a page leads with, and the rule that chose it.", headline),
        "Project": closed(
            "A project: names, headlines, disagreements.",
            {
                "id": TEXT,
                "page": PATH,
                "names": ref("Names"),
                "headlines": listed(ref("Headline")),
                "disagreements": listed(ref("Disagreement")),
                "counts": closed(
                    "How much there is.",
                    dict.fromkeys(("statements", "sources", "headlines", "disagreements", "conflicts"), COUNT),
                ),
                "statements": ref("Linked"),
            },
        ),
    }


def _card(reach: Schema) -> dict[str, Schema]:
    lead = closed("A headline of a list.", {**_figure(), "differing": maybe(reach)})
    return {
        "id": TEXT,
        "page": described(PATH, "Its page for people."),
        "href": described(PATH, "Its address in the API."),
        "names": ref("Names"),
        "sector": MAYBE_TEXT,
        "sector_label": MAYBE_LABEL,
        "status": MAYBE_TEXT,
        "status_label": MAYBE_LABEL,
        "status_as_of": EDTF,
        "regions": listed(ref("Labelled")),
        "partners": listed(ref("Labelled")),
        "cost": maybe(lead),
        "capacity": maybe(lead),
        "statements": COUNT,
        "sources": COUNT,
        "conflicts": COUNT,
        "updated": described(DAY, "When a statement about it was last recorded."),
    }


def _statements() -> dict[str, Schema]:
    columns: dict[str, Schema] = {
        "id": described(STATEMENT_ID, "It follows from the content: the same on every machine, for ever."),
        "position": described(COUNT, "Its number in the order of recording."),
        "page": PATH,
        **dict.fromkeys(COLUMNS, MAYBE_TEXT),
        **dict.fromkeys(("entity", "property", "value", "source"), TEXT),
        "basis": _basis(),
        "as_of": EDTF,
        "confidence": maybe(codes(load_vocabulary().code_list("confidence"))),
        "recorded": DAY,
        "number": maybe(ref("Number")),
    }
    labels: dict[str, Schema] = {
        "entity_label": MAYBE_LABEL,
        "label": LABEL,
        "value_label": MAYBE_LABEL,
        "part_label": MAYBE_LABEL,
        "said_by_label": MAYBE_LABEL,
        "source_description": maybe(ref("SourceBrief")),
        "retracted_by": maybe(ref("Editorial")),
        "preferred_by": maybe(ref("Editorial")),
    }
    return {
        "StatementRow": closed("A statement: one source saying one value of one property of one entity.", columns),
        "StatementList": _page("StatementRow", "statements in the order of recording; retractions are statements too"),
        "Statement": closed(
            "A statement with its labels, its source and what editors said of it.", {**columns, **labels}
        ),
    }


def _source() -> Schema:
    vocabulary = load_vocabulary()
    return closed(
        "A citable publication, as last described.",
        {
            **_source_brief(),
            "title_basis": codes(("seen", "described")),
            "published_basis": codes(("stated", "inferred", "unknown")),
            "lang": MAYBE_TEXT,
            "kind": codes(vocabulary.code_list("source_kind")),
            "kind_label": MAYBE_LABEL,
            "tier": {"type": ["integer", "null"], "description": "1 is the closest to the facts."},
            "note": MAYBE_TEXT,
            "page": PATH,
            "statements": ref("Linked"),
        },
    )


def _disagreements() -> dict[str, Schema]:
    said = closed(
        "What one statement says.",
        {
            "id": STATEMENT_ID,
            "value": TEXT,
            "unit": MAYBE_TEXT,
            "as_of": EDTF,
            "basis": _basis(),
            "source": TEXT,
            "said_by": MAYBE_TEXT,
        },
    )
    return {
        "Disagreement": closed(
            "Statements about one thing that differ, and how.",
            {
                "kind": codes(Difference),
                "entity": TEXT,
                "entity_label": MAYBE_LABEL,
                "property": TEXT,
                "label": LABEL,
                "part": MAYBE_TEXT,
                "part_label": MAYBE_LABEL,
                "period": EDTF,
                "side": codes((ACTUAL, PLANNED, "both")),
                "low": described(DIGITS, "The smallest figure said, in `unit`; null for dates and words."),
                "high": described(DIGITS, "The largest figure said."),
                "unit": MAYBE_TEXT,
                "converted": described(FLAG, "Whether currencies were made comparable by annual rates: approximate."),
                "spread": described(
                    DIGITS,
                    "For figures the largest over the smallest, less one; for dates the years between.",
                ),
                "statements": listed(said),
            },
        ),
        "DisagreementList": _page("Disagreement", "disagreements, the largest spread first"),
    }


def _register() -> Schema:
    counts = ("projects", "organisations", "regions", "sources", "statements", "conflicts")
    return closed(
        "The register as a whole, and the state of its ledger.",
        {
            "id": TEXT,
            "title": {"type": "object", "additionalProperties": TEXT},
            "summary": {"type": "object", "additionalProperties": TEXT},
            "languages": listed(TEXT),
            "licence": MAYBE_TEXT,
            "publisher": MAYBE_TEXT,
            "founded": maybe(DAY),
            "version": described(COUNT, "Rises with every load."),
            "head": described(TEXT, "The head of the hash chain over all statements: what to cite for an exact state."),
            "recorded": described(maybe(DAY), "The day the last statement was recorded."),
            "counts": closed(
                "How much there is.",
                {
                    **dict.fromkeys(counts, COUNT),
                    "differences": described(COUNT, "Differences about the same thing, conflicts among them."),
                },
            ),
            "links": {"type": "object", "additionalProperties": PATH},
        },
    )


def _vocabulary() -> Schema:
    keyed = {"key": TEXT, "label": LABEL}
    kind = closed("A kind of entity.", {**keyed, "plural": LABEL})
    prop = closed(
        "A property.",
        {
            **keyed,
            "type": codes(ValueType),
            "dimensions": listed(TEXT),
            "time": codes(Time),
            "many": described(FLAG, "Whether several values can hold at once."),
            "section": TEXT,
            "kinds": listed(TEXT),
            "codes": described(MAYBE_TEXT, "The list its codes are from."),
            "part_codes": described(MAYBE_TEXT, "The list whose codes are the parts of its statements; else free."),
            "oc4ids": MAYBE_TEXT,
            "ftm": listed(TEXT),
            "help": MAYBE_TEXT,
        },
    )
    unit = closed(
        "A unit. Only units of one dimension can be compared.",
        {
            **keyed,
            "kind": codes(UnitKind),
            "dimension": TEXT,
            "factor": described(DIGITS, "How many base units one of it is."),
            "scale": MAYBE_TEXT,
        },
    )
    code = closed(
        "A code.",
        {
            **keyed,
            "broader": MAYBE_TEXT,
            "isic": listed(TEXT),
            "oc4ids": MAYBE_TEXT,
            "tier": {"type": ["integer", "null"]},
            "note": MAYBE_TEXT,
        },
    )
    return closed(
        "The words statements are made of, with labels in four languages.",
        {
            "kinds": listed(kind),
            "sections": listed(closed("A group of properties.", keyed)),
            "properties": listed(prop),
            "units": listed(unit),
            "codes": {
                "type": "object",
                "description": "Codes by list.",
                "additionalProperties": listed(code),
            },
            "headline_rules": listed(closed("A rule, in the order in which they are tried.", keyed)),
            "differences": listed(closed("A kind of difference, the gravest first.", keyed)),
            "languages": listed(codes(LANGUAGES)),
        },
    )


def _problem() -> Schema:
    echo: Schema = {"type": "string", "maxLength": LONGEST_ECHO}
    fault = closed("What is wrong with one field.", {"field": echo, "detail": TEXT, "value": echo})
    return closed(
        "Why there is no answer (RFC 9457).",
        {
            "type": codes(kind.type for kind in KINDS),
            "title": TEXT,
            "status": {"type": "integer", "enum": sorted({kind.status for kind in KINDS})},
            "detail": described(TEXT, "A whole sentence for a person, with the way out."),
            "errors": {**listed(fault), "minItems": 1, "maxItems": MOST_FAULTS},
        },
        optional=("errors",),
    )


def schemas() -> dict[str, Schema]:
    """All schemas by name."""
    return {
        **_small(),
        **_projects(),
        **_statements(),
        "Source": _source(),
        **_disagreements(),
        **change_schemas(),
        "ChangeList": _page("Change", "changes, the newest day first"),
        **score_schemas(),
        "ScoreList": _page("Score", "disclosure scores, what is surely public the most first"),
        **dossier_schemas(),
        "RecordList": _page("Record", "environmental records, newest first, those without a date last"),
        "RequestList": _page("Request", "information requests, newest first, those without a date last"),
        **search_schemas(),
        "Register": _register(),
        "Vocabulary": _vocabulary(),
        "Problem": _problem(),
    }
