"""What the public has a right to know, in a few lines for the home page: refusals, requests, hearings, silence, scores.

Nothing is judged here: every number is one that a page of its own gives in full.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from aiqyn.dossier.bodies import is_refused
from aiqyn.vocabulary import load_vocabulary
from aiqyn.words.digits import count_text
from aiqyn.words.score_text import range_of_hundred
from aiqyn_site.clock import today
from aiqyn_site.dossier import board, queries
from aiqyn_site.dossier.silences import all_silences
from aiqyn_site.ledger.version import Version, version
from aiqyn_site.pages.environment import hearings
from aiqyn_site.pages.wording import wording


class Counted(NamedTuple):
    """Requests of the whole register: the documents refused, in how many requests, and how often each outcome came.

    A document refused in two requests counts twice; a blank outcome is one that is not told.
    """

    documents: int
    refusing: int
    requests: int
    outcomes: Mapping[str, int]


class RightToKnow(NamedTuple):
    """What the block prints; `silence` is blank where nothing is overdue, `disclosure` where nothing is scored.

    Of silence only the number stands here: who is silent needs the sentence about what this register may have missed,
    which the page of its own has.
    """

    refused: str
    requests: str
    outcomes: tuple[str, ...]
    hearings: str
    silence: str
    disclosure: str
    scored: str


def right_to_know(lang: str) -> RightToKnow:
    """The block as of today."""
    t, found, as_of = wording(lang), counted(), today()
    codes = load_vocabulary().codes["request_outcome"]
    still = len(hearings.split(as_of)[0])
    silent = len(all_silences(as_of))
    labels = {key: codes[key].label(lang) if key in codes else t("rights_outcome_untold") for key in found.outcomes}
    documents = t("rights_refused_n", n=found.documents), t("rights_refused_in", n=found.refusing)
    average = board.board().average
    return RightToKnow(
        refused=t("comma").join(documents) if found.refusing else "",
        requests=t("requests_n", n=found.requests) if found.requests else "",
        outcomes=tuple(f"{labels[key]}{t('colon')}{count_text(n, lang)}" for key, n in found.outcomes.items()),
        hearings=t("rights_hearings_n", n=still) if still else "",
        silence=t("rights_silence_n", n=silent) if silent else "",
        disclosure=range_of_hundred(average.tally.low, average.tally.high, lang) if average is not None else "",
        scored=t("n_projects", n=average.projects) if average is not None else "",
    )


_counted: tuple[Version, Counted] | None = None


def counted() -> Counted:
    """The requests of the register in numbers, worked out once for each version of the ledger."""
    global _counted  # noqa: PLW0603 - one value a process, replaced whole
    now = version()
    if _counted is None or _counted[0] != now:
        _counted = (now, _count())
    return _counted[1]


def _count() -> Counted:
    documents = refusing = 0
    outcomes: Counter[str] = Counter()
    for one in queries.all_requests():
        outcomes[one.outcome] += 1
        if is_refused(one):
            refusing += 1
            documents += len(one.withheld or one.asked_documents)
    order = {key: place for place, key in enumerate(load_vocabulary().codes["request_outcome"])}
    ranked = sorted(outcomes.items(), key=lambda one: order.get(one[0], len(order)))
    return Counted(documents, refusing, outcomes.total(), dict(ranked))
