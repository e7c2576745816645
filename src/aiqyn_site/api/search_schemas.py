"""The shapes of what search answers; see `schemas.py`."""

from __future__ import annotations

from aiqyn_site.api.shapes import (
    COUNT,
    FLAG,
    LABEL,
    MAYBE_LABEL,
    MAYBE_TEXT,
    PATH,
    TEXT,
    Schema,
    closed,
    codes,
    described,
    listed,
    maybe,
    ref,
)
from aiqyn_site.search.documents import KINDS

_HOW = ("sound", "ending", "spelling", "part", "missing")


def search_schemas() -> dict[str, Schema]:
    """The schemas of search by name."""
    item = closed(
        "Something found.",
        {
            "id": TEXT,
            "label": described(MAYBE_LABEL, "Its names; of a statement, the names of what it is about."),
            "page": described(maybe(PATH), "Its page for people; null for what has none."),
            "href": described(maybe(PATH), "Its address in the API; null for what has none."),
            "statement": maybe(ref("StatementRow")),
        },
    )
    group = closed(
        "What was found of one kind, the best first.",
        {
            "kind": codes(KINDS),
            "count": described(COUNT, "How many there are; counting stops at 1,000."),
            "more": described(FLAG, "Whether there are more than were counted."),
            "items": listed(item),
        },
    )
    tried = closed(
        "What was done about a word that occurs nowhere.",
        {
            "word": TEXT,
            "how": described(
                codes(_HOW),
                "By sound, without a Kazakh ending, by near spelling, by parts; else left out.",
            ),
            "instead": described(listed(TEXT), "The words searched for in its stead."),
        },
    )
    suggestion = closed(
        "A name that the query could become.",
        {
            "text": TEXT,
            "lang": described(MAYBE_TEXT, "The language of the name."),
            "kind": codes(KINDS),
            "kind_label": LABEL,
            "id": TEXT,
            "page": described(maybe(PATH), "Its page for people; null for what has none."),
        },
    )
    return {
        "Found": closed(
            "What a query found, by kind.",
            {
                "query": described(TEXT, "What was used of the query."),
                "cut": described(FLAG, "Whether the query was longer than what was used of it."),
                "partial": described(FLAG, "Whether nothing has all the words, so that some of them were enough."),
                "tried": listed(tried),
                "groups": listed(group),
            },
        ),
        "Suggestions": closed("Names that a query could become, the nearest first.", {"items": listed(suggestion)}),
    }
