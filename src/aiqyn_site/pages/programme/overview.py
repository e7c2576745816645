"""What the programme's four pages have in common: the links between them, with how much stands on each."""

from __future__ import annotations

from typing import NamedTuple

from aiqyn.ledger.edition import editions
from aiqyn.words.digits import count_text
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.pages.addresses import programme_path
from aiqyn_site.pages.wording import wording
from aiqyn_site.projects import queries as catalogue

#: The pages in their order; the history is the first and has no name in its address.
HISTORY, EVENTS, EDITIONS, PROMISES = PAGES = ("", "events", "editions", "promises")


class Link(NamedTuple):
    """A place to read and the words that lead to it."""

    text: str
    href: str


class PageLink(NamedTuple):
    """One of the four pages: its name, how much stands on it, what stands there besides."""

    text: str
    href: str
    number: str
    besides: str
    current: bool


class Counts(NamedTuple):
    """How many events, editions of the list, counts on another basis, and promised dates that came."""

    events: int
    editions: int
    others: int
    promises: int


def count() -> Counts:
    """What each page holds, as of the ledger's present version."""
    found = editions(ledger.statements_of_kind("edition"), ledger.register().grounds)
    return Counts(
        len({said.entity for said in ledger.statements_of_kind("event")}),
        sum(one.is_of_the_list for one in found),
        sum(len(one.apart) for one in found),
        catalogue.promises(1).totals.dates,
    )


def page_links(counts: Counts, lang: str, current: str) -> tuple[PageLink, ...]:
    """The links that stand at the top of each page; `current` is the page's name."""
    t = wording(lang)
    numbers = {EVENTS: counts.events, EDITIONS: counts.editions, PROMISES: counts.promises}
    besides = {EDITIONS: t("programme_besides", n=counts.others)} if counts.others else {}
    return tuple(
        PageLink(
            t(f"programme_{name}") if name else t("nav_programme"),
            f"/{lang}/{programme_path(name)}",
            count_text(numbers[name], lang) if name in numbers else "",
            besides.get(name, ""),
            name == current,
        )
        for name in PAGES
    )


def teasers(counts: Counts, lang: str) -> tuple[Link, ...]:
    """A sentence for each of the other pages that has something to read."""
    t = wording(lang)
    numbers = {EVENTS: counts.events, EDITIONS: counts.editions, PROMISES: counts.promises}
    return tuple(
        Link(t(f"programme_teaser_{name}", n=n), f"/{lang}/{programme_path(name)}") for name, n in numbers.items() if n
    )
