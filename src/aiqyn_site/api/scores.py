"""Disclosure scores for programs: as stored, what is surely public the most first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from aiqyn.disclosure import Condition, Stage, Verdict, load_checklist
from aiqyn.disclosure.explanation import OUTSIDE, UNSEARCHED
from aiqyn_site.api.cursors import Stretch, stretch, stretch_of
from aiqyn_site.api.labels import Labels
from aiqyn_site.api.parameters import Given
from aiqyn_site.api.shapes import COUNT, DIGITS, FLAG, PATH, TEXT, Field, Shape, codes, document, field, leaf, listed
from aiqyn_site.dossier import board
from aiqyn_site.dossier.derive import CardRow
from aiqyn_site.dossier.scores import checklist
from aiqyn_site.projects.queries import Filters

#: A number of points or per cent with its one decimal.
_TENTHS: Shape[Decimal | None] = Shape(DIGITS.definition, lambda number, _: None if number is None else str(number))


def _verdicts(card: CardRow, labels: Labels) -> Mapping[str, str]:
    return dict(zip(checklist().items, card.verdict_keys, strict=True))


_VERDICT = codes([*Verdict, UNSEARCHED, OUTSIDE])


def _verdict(item: str) -> Field[Mapping[str, str]]:
    return field(item, _VERDICT, lambda verdicts, _: verdicts.get(item, OUTSIDE))


_VERDICTS = document(
    "The verdict on each item of the checklist, by id. outside: not asked for; known_unsearched: known from others,"
    " and nobody looked whether operator, state body or lender tells it.",
    [_verdict(item) for item in load_checklist().items],
)
SCORE: Shape[CardRow] = document(
    "How much of what should be public about a project is public: of what was assessed. It measures publication,"
    " not cleanliness or legality.",
    (
        field("project", TEXT),
        field("stage", codes(Stage)),
        field("conditions", listed(codes(Condition)), lambda card, _: card.conditions.split()),
        field("points", _TENTHS, "tally.points", "0 to 100, null where nothing was assessed"),
        field("low", _TENTHS, "tally.low", "The score if nothing that nobody assessed is public"),
        field("high", _TENTHS, "tally.high", "The score if all that nobody assessed is public"),
        field("equal_points", _TENTHS, "equal", "The score with the same weight for every item"),
        field("assessed", COUNT),
        field("applicable", COUNT),
        field("coverage", _TENTHS, "share", "The share of applicable items that were assessed, in per cent"),
        field("rank_allowed", FLAG, lambda card, _: bool(card.rank_allowed)),
        field("known_not_disclosed", COUNT),
        field("verdicts", _VERDICTS, _verdicts),
        field("digest", leaf("string", pattern="^[0-9a-f]{64}$"), about="SHA-256 of inputs and results"),
        field("page", PATH, lambda card, labels: f"{labels.page('project', card.project)}disclosure/"),
    ),
    name="Score",
)
SCORE_LIST = stretch_of(SCORE, "disclosure scores, what is surely public the most first")


def scores(given: Given) -> tuple[Stretch[CardRow], Labels]:
    def find(start: int, length: int) -> tuple[int, Sequence[CardRow]]:
        filters = Filters(
            sector=given("sector"),
            region=given("region"),
            sort=board.SORTS[0],
            page=start // length + 1,
            per_page=length,
        )
        page = board.find(filters)
        cards = board.cards(page.ids)
        return page.total, [cards[project] for project in page.ids if project in cards]

    return stretch("scores", given, find), Labels("")
