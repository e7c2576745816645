"""The disclosure score of a project in a few lines, for the project's own page; read as stored, not worked out."""

from __future__ import annotations

from typing import NamedTuple

from aiqyn.disclosure import load_checklist
from aiqyn.words.digits import decimal_text
from aiqyn_site.dossier.derive import CardRow
from aiqyn_site.pages.disclosure.score_marks import Told, told
from aiqyn_site.pages.disclosure.table import card_url
from aiqyn_site.pages.wording import wording


class ScoreSummary(NamedTuple):
    """What `components/score_summary.html` prints. `gain` is blank where nothing assessed is missing."""

    told: Told
    has_points: bool
    gain: str
    href: str


def score_summary(lang: str, card: CardRow) -> ScoreSummary:
    """A score, its range and coverage, and what would raise it most."""
    t, items, gain = wording(lang), load_checklist().items, ""
    for item, points in card.top_gains[:1]:
        rise = t("disclosure_gain", points=decimal_text(points, lang))
        gain = t("disclosure_top_gain", points=rise, label=items[item].labels[lang])
    return ScoreSummary(
        told=told(card.tally, card.assessed, card.applicable, card.share, bool(card.rank_allowed), lang),
        has_points=card.points is not None,
        gain=gain,
        href=card_url(lang, card.project),
    )
