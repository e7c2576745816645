"""What the public has a right to know, in a few lines for the home page: refusals, requests, hearings, silence, scores.

Nothing is judged here: every number is one that a page of its own gives in full.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from aiqyn.dossier.bodies import is_refused
from aiqyn.vocabulary import load_vocabulary
from aiqyn.words.score_text import range_of_hundred
from aiqyn_site.clock import elsewhere, today
from aiqyn_site.dossier import board, queries
from aiqyn_site.dossier.silences import all_silences
from aiqyn_site.ledger.kept import kept


class CountedRequests(NamedTuple):
    """Requests of the whole register: the documents refused, in how many requests, and how often each outcome came.

    A document refused in two requests counts twice; a blank outcome is one that is not told.
    """

    documents: int
    refusing: int
    total: int
    outcomes: Mapping[str, int]


class RightToKnow(NamedTuple):
    """The numbers of a day; of the average of `scored` projects the range in words.

    Of silence only the number stands here: who is silent needs the sentence about what this register may have missed,
    which the page of its own has.
    """

    requests: CountedRequests
    hearings: int
    silences: int
    scored: int
    average: str


def right_to_know(lang: str) -> RightToKnow:
    as_of, average = today(), board.board().average
    return RightToKnow(
        requests=counted_requests(),
        hearings=len(queries.hearings(as_of)[0]),
        silences=len(all_silences(as_of, elsewhere())),
        scored=average.projects,
        average=range_of_hundred(average.tally.low, average.tally.high, lang) if average.tally else "",
    )


@kept(most=1)
def counted_requests() -> CountedRequests:
    documents = refusing = 0
    outcomes: Counter[str] = Counter()
    for request in queries.all_requests():
        outcomes[request.outcome] += 1
        if is_refused(request):
            refusing += 1
            documents += len(request.withheld or request.asked_documents)
    order = {key: place for place, key in enumerate(load_vocabulary().codes["request_outcome"])}
    ranked = sorted(outcomes.items(), key=lambda counted: order.get(counted[0], len(order)))
    return CountedRequests(documents, refusing, outcomes.total(), dict(ranked))
