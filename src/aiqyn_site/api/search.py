"""Search and suggestions for programs: the same answers as the search page gives, by kind."""

from __future__ import annotations

from aiqyn_site.api.labels import USUAL_LANGUAGE, Label, Labels, labels_for
from aiqyn_site.api.parameters import USUAL_FOUND, Given
from aiqyn_site.api.shapes import (
    COUNT,
    FLAG,
    LABEL,
    MAYBE_LABEL,
    MAYBE_TEXT,
    PATH,
    TEXT,
    Shape,
    codes,
    document,
    field,
    listed,
    maybe,
)
from aiqyn_site.api.statements import STATEMENT_ROW
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.ledger.queries import Recorded
from aiqyn_site.pages.addresses import entity_url
from aiqyn_site.pages.wording import wording
from aiqyn_site.search.indexed import KINDS
from aiqyn_site.search.queries import Answer, Group, Hit, Suggestion, find, suggest
from aiqyn_site.search.widening import Tried

_SUGGESTED = 8
_HOW = ("sound", "ending", "spelling", "part", "missing")
_IN_API = {"project": "/api/projects/", "source": "/api/sources/"}


def _recorded(hit: Hit, labels: Labels) -> Recorded | None:
    if hit.kind != "statement":
        return None
    number = int(hit.ref)
    return Recorded(number, labels.statements[number])


def _id(hit: Hit, labels: Labels) -> str:
    recorded = _recorded(hit, labels)
    return recorded.statement.id if recorded else hit.ref


def _label(hit: Hit, labels: Labels) -> Label | None:
    recorded = _recorded(hit, labels)
    return labels.entity(recorded.statement.entity) if recorded else labels.entity(hit.ref) or dict(reversed(hit.names))


def _page(hit: Hit, labels: Labels) -> str:
    recorded = _recorded(hit, labels)
    return labels.statement_page(recorded.statement.id) if recorded else _address(hit, labels)


def _address(thing: Hit | Suggestion, labels: Labels) -> str:
    return entity_url(labels.lang or USUAL_LANGUAGE, thing.entity_kind or thing.kind, thing.ref)


def _href(hit: Hit, labels: Labels) -> str:
    recorded = _recorded(hit, labels)
    if recorded:
        return f"/api/statements/{recorded.statement.id}"
    return _IN_API[hit.kind] + hit.ref if hit.kind in _IN_API else ""


_HIT: Shape[Hit] = document(
    "Something found.",
    (
        field("id", TEXT, _id),
        field("label", MAYBE_LABEL, _label, "Its names; of a statement, the names of what it is about."),
        field("page", maybe(PATH), _page, "Its page for people; null for what has none."),
        field("href", maybe(PATH), _href, "Its address in the API; null for what has none."),
        field("statement", maybe(STATEMENT_ROW), _recorded),
    ),
)
_GROUP: Shape[Group] = document(
    "What was found of one kind, the best first.",
    (
        field("kind", codes(KINDS)),
        field("count", COUNT, "total", "How many there are; counting stops at 1,000."),
        field("more", FLAG, "is_more", "Whether there are more than were counted."),
        field("items", listed(_HIT), "hits"),
    ),
)
_TRIED: Shape[Tried] = document(
    "What was done about a word that occurs nowhere.",
    (
        field("word", TEXT),
        field(
            "how", codes(_HOW), about="By sound, without a Kazakh ending, by near spelling, by parts; else left out."
        ),
        field("instead", listed(TEXT), about="The words searched for in its stead."),
    ),
)
FOUND: Shape[Answer] = document(
    "What a query found, by kind.",
    (
        field("query", TEXT, "question.text", "What was used of the query."),
        field("cut", FLAG, "question.was_cut", "Whether the query was longer than what was used of it."),
        field("partial", FLAG, "is_partial", "Whether nothing has all the words, so that some of them were enough."),
        field("tried", listed(_TRIED)),
        field("groups", listed(_GROUP)),
    ),
    name="Found",
)
_SUGGESTION: Shape[Suggestion] = document(
    "A name that the query could become.",
    (
        field("text", TEXT),
        field("lang", MAYBE_TEXT, about="The language of the name."),
        field("kind", codes(KINDS)),
        field(
            "kind_label",
            LABEL,
            lambda suggestion, labels: {labels.lang: wording(labels.lang)(f"search_kind_{suggestion.kind}")},
        ),
        field("id", TEXT, "ref"),
        field("page", maybe(PATH), _address, "Its page for people; null for what has none."),
    ),
)
SUGGESTIONS = document(
    "Names that a query could become, the nearest first.",
    (field("items", listed(_SUGGESTION), lambda suggestions, _: suggestions),),
    name="Suggestions",
)


def search(given: Given) -> tuple[Answer, Labels]:
    """What a query finds, by kind, and what was tried where words occur nowhere."""
    limit = int(given("limit") or USUAL_FOUND)
    findings = find(given("q"), given("kind"), per_kind=limit)
    findings = findings._replace(groups=tuple(group._replace(hits=group.hits[:limit]) for group in findings.groups))
    hits = [hit for group in findings.groups for hit in group.hits]
    statements = ledger.statements_numbered(int(hit.ref) for hit in hits if hit.kind == "statement")
    named = {hit.ref for hit in hits if hit.entity_kind}
    labels = labels_for(named | {statement.entity for statement in statements.values()}, given("lang"))
    labels.statements = statements
    return findings, labels


def suggestions(given: Given) -> tuple[list[Suggestion], Labels]:
    """Names that a query could become, with the pages they lead to."""
    labels = Labels(given("lang") or USUAL_LANGUAGE)
    return suggest(given("q"), labels.lang, _SUGGESTED), labels
