"""The disclosure score of a project in a few lines, for the project's own page; read as stored, not worked out."""

from __future__ import annotations

from typing import NamedTuple

from aiqyn.disclosure import load_checklist
from aiqyn.words.digits import decimal_text
from aiqyn_site.dossier import board
from aiqyn_site.pages.disclosure.table import card_url
from aiqyn_site.pages.disclosure.words import Told, told
from aiqyn_site.pages.wording import wording


class ScoreSummary(NamedTuple):
    """What `components/score_summary.html` prints. `gain` is blank where nothing assessed is missing."""

    told: Told
    has_points: bool
    gain: str
    href: str


def score_summary(lang: str, project: str) -> ScoreSummary | None:
    """The latest score of a project, its range and coverage, and what would raise it most.

    None for a project without a stored score, which is only so until the next rebuild.
    """
    row = board.cards([project]).get(project)
    if row is None:
        return None
    t, items, gain = wording(lang), load_checklist().items, ""
    for item, points in row.top_gains[:1]:
        rise = t("disclosure_gain", points=decimal_text(points, lang))
        gain = t("disclosure_top_gain", points=rise, label=items[item].labels[lang])
    return ScoreSummary(
        told=told(row.tally, row.assessed, row.applicable, row.share, bool(row.rank_allowed), lang),
        has_points=row.points is not None,
        gain=gain,
        href=card_url(lang, project),
    )
