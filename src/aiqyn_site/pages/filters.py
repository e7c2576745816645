"""The filters that the list of projects and the map share: read from an address, and offered as plain links."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote_plus, urlencode

from django.http import HttpRequest

from aiqyn.vocabulary import load_vocabulary
from aiqyn.words.digits import count_text
from aiqyn.words.wording import capital
from aiqyn_site.pages import listing
from aiqyn_site.pages.wording import wording
from aiqyn_site.projects.queries import Facet

FACETS = ("sector", "region", "status", "partner", "size")
_LONGEST = 100  # characters of a search or a code: no name has more

#: What the address says, by name; blank where it says nothing.
Given = Mapping[str, str]


class Chosen(NamedTuple):
    """A filter in force, with the link that removes it."""

    label: str
    value: str
    lang: str
    href: str


def given_in(request: HttpRequest, also: Iterable[str]) -> dict[str, str]:
    """The filters of a request, the text searched for, and other parameters; without control characters, and short."""
    return {key: _clean(request.GET.get(key, "")) for key in (*FACETS, "q", *also)}


def _clean(text: str) -> str:
    return "".join(sign for sign in text[:_LONGEST] if sign.isprintable()).strip()


#: The same few codes and ids come up on every list.
_quoted = lru_cache(maxsize=1024)(quote_plus)


def query_of(given: Given, also: Sequence[tuple[str, str]] = ()) -> str:
    """The query of an address in its canonical order, without what is blank."""
    return urlencode([(key, value) for key, value in (*given.items(), *also) if value])


class FilterLinks:
    """The facets of a page as links that combine and can be removed.

    `path` is the page's own, `name` gives an entity's name and its language where that is not the page's.
    """

    def __init__(self, lang: str, path: str, given: Given, name: Callable[[str], tuple[str, str]]) -> None:
        self.lang = lang
        self.path = path
        self.given = given
        self.t = wording(lang)
        self._name = name
        self._codes = load_vocabulary().codes

    def href(self, **changes: str) -> str:
        """The page with some parameters changed."""
        query = query_of({**self.given, **changes})
        return self.path + (f"?{query}" if query else "")

    def label(self, facet: str, key: str) -> tuple[str, str]:
        """The words for a value of a facet, and their language where that is not the page's."""
        if facet in {"sector", "status"}:
            code = self._codes[facet].get(key)
            return (capital(code.label(self.lang)) if code else key), ""
        if facet == "size":
            return (self.t(f"size_{key}") if self.t.has(f"size_{key}") else key), ""
        return self._name(key)

    def facets(self, counted: Mapping[str, Iterable[Facet]]) -> list[listing.Facet]:
        """All facets with the number of projects that each value would leave."""
        facets = []
        for name in FACETS:
            before, after = self.around(name)
            chosen = self.label(name, self.given[name])[0] if self.given[name] else ""
            choices = [
                listing.Choice(
                    *self.label(name, one.key), f"{before}{_quoted(one.key)}{after}", count_text(one.count, self.lang)
                )
                for one in counted[name]
                if not one.selected
            ]
            facets.append(listing.Facet(self.t(f"facet_{name}"), chosen, choices))
        return facets

    def around(self, name: str, **changes: str) -> tuple[str, str]:
        """The page's address with another value of a parameter, cut where the value goes."""
        mark = "\0"
        before, _, after = self.href(**{**changes, name: mark}).partition(quote_plus(mark))
        return before, after

    def chosen(self) -> tuple[Chosen, ...]:
        """The filters in force."""
        found = []
        for name in (*FACETS, "q"):
            key = self.given[name]
            if key:
                value, lang = (key, "") if name == "q" else self.label(name, key)
                found.append(Chosen(self.t(f"facet_{name}"), value, lang, self.href(**{name: ""})))
        return tuple(found)
