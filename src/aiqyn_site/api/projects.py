"""Projects: as a list has them, and one with its names, headlines and disagreements, now or as known on a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from aiqyn.ledger import Difference, Headline, Resolution, Statement, resolve
from aiqyn_site.api.cursors import Stretch, stretch, stretch_of
from aiqyn_site.api.disagreements import DISAGREEMENT
from aiqyn_site.api.labels import USUAL_LANGUAGE, Labels, entities_named, labels_for, narrowed
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
    PATH,
    STATEMENT_ID,
    STATEMENT_PAGE,
    TEXT,
    Field,
    Shape,
    document,
    field,
    lifted,
    listed,
    mapped,
    maybe,
)
from aiqyn_site.api.statements import BASIS, HEADLINE_RULE, KEY, LINKED, NUMBER, PART, SIDE, SOURCE_BRIEF, number_of
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.ledger.queries import Name
from aiqyn_site.projects.catalogue import FACETS
from aiqyn_site.projects.queries import Filters, Lead, ProjectCard, find_projects

NAME: Shape[Name] = document(
    "A name, with the statement that gives it. Basis `rendered` marks our own rendering.",
    (field("text", TEXT), field("basis", BASIS), field("statement", maybe(STATEMENT_ID), "statement_id")),
    name="Name",
)
NAMES = mapped(NAME, "The leading name in each language.", name="Names")
LABELLED: Shape[str] = document(
    "An entity by its id, with its names.",
    (
        field("id", TEXT, lambda identifier, _: identifier),
        field("label", ENTITY_LABEL, lambda identifier, _: identifier),
    ),
    name="Labelled",
)

# --- Headlines ----------------------------------------------------------------------------------------------

#: What leads, as the register has it.
_FIGURE: tuple[Field[Statement], ...] = (
    field("value", TEXT, about="The value as the register writes it, every printed digit kept."),
    field(
        "value_label",
        MAYBE_LABEL,
        lambda statement, labels: labels.value(statement),
        "The words for a code or an entity, or our rendering of a text.",
    ),
    field("printed", MAYBE_TEXT, about="The wording of the source, where it differs from the value."),
    field("unit", MAYBE_TEXT, about="Key of a unit of the vocabulary."),
    field("number", maybe(NUMBER), number_of),
    field("lang", MAYBE_TEXT, about="The language of a text."),
    field("as_of", EDTF, about="The date the value speaks of (EDTF)."),
    field("basis", BASIS),
)
_CITATION: tuple[Field[Statement], ...] = (
    field("source", maybe(SOURCE_BRIEF), lambda statement, labels: labels.sources.get(statement.source)),
    field("said_by", MAYBE_TEXT, about="Id of who says it, when that is not the publisher."),
    field("said_by_label", ENTITY_LABEL, "said_by"),
    field("statement", STATEMENT_ID, "id"),
    field("page", STATEMENT_PAGE, "id", "The permanent address of the statement."),
)
_OTHERS = "How many other statements speak of the same thing."

_SIDE = field("side", SIDE, about="What is, or what was planned.")
_RULE = field("rule", HEADLINE_RULE, about="The rule that chose this statement.")
HEADLINE: Shape[Headline] = document(
    "The statement a page leads with, and the rule that chose it.",
    (
        *lifted(KEY, "key"),
        _SIDE,
        *lifted(_FIGURE, "statement"),
        _RULE,
        field("others", COUNT, lambda headline, _: len(headline.others), _OTHERS),
        *lifted(_CITATION, "statement"),
    ),
    name="Headline",
)


def _brief(fields: Iterable[Field[Statement]]) -> tuple[Field[object], ...]:
    """What a list says of a figure: neither words nor the names of who says it."""
    in_full = {"value_label", "printed", "lang", "said_by_label"}
    return lifted((field for field in fields if field.name not in in_full), "statement")


_REACH: Shape[Lead] = document(
    "How far the figures reach, when they differ: the most severe kind of difference.",
    (field("low", DIGITS), field("high", DIGITS), field("unit", TEXT)),
)
_LEAD: Shape[Lead] = document(
    "A headline of a list.",
    (
        *lifted(PART, "statement"),
        _SIDE,
        *_brief(_FIGURE),
        _RULE,
        field("others", COUNT, about=_OTHERS),
        field("differing", maybe(_REACH), lambda lead, _: lead if lead.low else None),
        *_brief(_CITATION),
    ),
)

# --- A list of projects -------------------------------------------------------------------------------------

PROJECT_CARD: Shape[ProjectCard] = document(
    "A project as a list has it.",
    (
        field("id", TEXT),
        field("page", PATH, lambda card, labels: labels.page("project", card.id), "Its page for people."),
        field("href", PATH, lambda card, _: f"/api/projects/{card.id}", "Its address in the API."),
        field("names", NAMES, lambda card, labels: narrowed(card.names, labels.lang)),
        field("sector", MAYBE_TEXT),
        field("sector_label", MAYBE_LABEL, lambda card, labels: labels.code("sector", card.sector)),
        field("status", MAYBE_TEXT),
        field("status_label", MAYBE_LABEL, lambda card, labels: labels.code("status", card.status)),
        field("status_as_of", EDTF),
        field("regions", listed(LABELLED)),
        field("partners", listed(LABELLED)),
        field("cost", maybe(_LEAD)),
        field("capacity", maybe(_LEAD)),
        field("statements", COUNT),
        field("sources", COUNT),
        field("conflicts", COUNT),
        field("updated", DAY, about="When a statement about it was last recorded."),
    ),
    name="ProjectCard",
)
PROJECT_LIST = stretch_of(PROJECT_CARD, "projects")


def projects(given: Given) -> tuple[Stretch[ProjectCard], Labels]:
    def find(start: int, length: int) -> tuple[int, Sequence[ProjectCard]]:
        return find_projects(
            Filters(
                **{facet: given(facet) for facet in FACETS},
                q=given("q"),
                sort=given("sort") or "name",
                lang=given("lang") or USUAL_LANGUAGE,
                page=start // length + 1,
                per_page=length,
                known_on=given("known_on"),
            )
        )

    page = stretch("projects", given, find)
    leading = [lead.statement for card in page.items for lead in (card.cost, card.capacity) if lead is not None]
    named = {key for card in page.items for key in (*card.regions, *card.partners)}
    return page, labels_for(named | entities_named(leading), given("lang"), leading)


# --- One project --------------------------------------------------------------------------------------------


class Known(NamedTuple):
    """What is known of a project on a day, and what follows from it."""

    id: str
    statements: Sequence[Statement]
    resolution: Resolution


def _names(known: Known, labels: Labels) -> Mapping[str, Name]:
    """The leading names by language, as they follow from the statements at hand (and so from a past day)."""
    names = {
        key.lang: Name(statement.value, key.lang, statement.basis, statement.id)
        for key, _, statement, *_ in known.resolution.headlines
        if key.property == "name" and statement.entity == known.id
    }
    return narrowed(names, labels.lang)


_COUNTS: Shape[Known] = document(
    "How much there is.",
    (
        field("statements", COUNT, lambda known, _: len(known.statements)),
        field("sources", COUNT, lambda known, _: len({statement.source for statement in known.statements})),
        field("headlines", COUNT, lambda known, _: len(known.resolution.headlines)),
        field("disagreements", COUNT, lambda known, _: len(known.resolution.disagreements)),
        field(
            "conflicts",
            COUNT,
            lambda known, _: sum(
                disagreement.kind is Difference.CONFLICT for disagreement in known.resolution.disagreements
            ),
        ),
    ),
)
PROJECT: Shape[Known] = document(
    "A project: names, headlines, disagreements.",
    (
        field("id", TEXT),
        field("page", PATH, lambda known, labels: labels.page("project", known.id)),
        field("names", NAMES, _names),
        field("headlines", listed(HEADLINE), "resolution.headlines"),
        field("disagreements", listed(DISAGREEMENT), "resolution.disagreements"),
        field("counts", _COUNTS, lambda known, _: known),
        field("statements", LINKED, lambda known, _: (len(known.statements), f"/api/statements?entity={known.id}")),
    ),
    name="Project",
)


def project(given: Given) -> tuple[Known, Labels]:
    identifier = given("slug")
    entity = ledger.entity(identifier)
    if entity is None or entity.kind != "project":
        raise absent("no_such_project", "slug", identifier, "/api/projects")
    statements = ledger.statements_about(identifier, given("known_on"))
    resolution = resolve(statements, ledger.register().grounds)
    leading = [headline.statement for headline in resolution.headlines]
    labels = labels_for({identifier, *entities_named(leading)}, given("lang"), leading)
    return Known(identifier, statements, resolution), labels
