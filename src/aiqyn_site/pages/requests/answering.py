"""How a body or company has answered, and what has not come from it in time: for the page of an organisation."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import urlencode

from aiqyn.deadlines.load import load_laws
from aiqyn.dossier.bodies import bodies
from aiqyn.words.digits import count_text
from aiqyn_site.clock import today
from aiqyn_site.dossier import queries
from aiqyn_site.dossier.silences import silences_of
from aiqyn_site.pages.requests.listing import ground_counts
from aiqyn_site.pages.requests.silence import SilenceLine, groups_of
from aiqyn_site.pages.wording import wording

_MOST = 5  # silences shown on the page itself


class Answering(NamedTuple):
    """For `components/answering.html`: counts with their labels, grounds of refusals, the longest silences."""

    counts: tuple[tuple[str, str], ...]
    grounds: tuple[str, ...]
    requests: str
    silences: tuple[SilenceLine, ...]
    more: str
    silence: str


def answering(lang: str, body: str) -> Answering | None:
    """What is recorded of an organisation's answers and silence; None where it was asked nothing and owes nothing."""
    t, day = wording(lang), today()
    asked = [one for one in queries.requests_of(body) if body in one.bodies]
    record = bodies(asked, load_laws(), day).get(body)
    owed = silences_of(body, day)
    if record is None and not owed:
        return None
    counts: tuple[tuple[str, str], ...] = ()
    if record is not None:
        told = {
            "asked": record.asked,
            "in_time": record.answered_in_time,
            "late": record.answered_late,
            "unknown": record.unknown_time,
            "refused": record.refused,
            "no_answer": record.no_answer,
            "open": record.open + record.forwarded + record.withdrawn,
        }
        counts = tuple((t(f"requests_col_{key}"), count_text(n, lang)) for key, n in told.items())
    query = urlencode({"body": body})
    return Answering(
        counts=counts,
        grounds=tuple(ground_counts(lang, record)) if record else (),
        requests=f"/{lang}/requests/?{query}",
        silences=tuple(line for group in groups_of(lang, owed[:_MOST]) for line in group.lines),
        more=t("silence_n", n=len(owed)) if len(owed) > _MOST else "",
        silence=f"/{lang}/silence/?{query}",
    )
