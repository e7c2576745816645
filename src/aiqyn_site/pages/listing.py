"""A list at an address: what a request narrows it to, links that combine and can be removed, its pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple, TypeVar
from urllib.parse import quote_plus, urlencode

from django.http import Http404, HttpRequest

from aiqyn.names.alphabet import alphabetical
from aiqyn.words.digits import count_text
from aiqyn_site.pages.wording import wording

_T = TypeVar("_T")
#: The words for a value, and their language where that is not the page's.
Label = Callable[[str], tuple[str, str]]
#: The values that a thing has of a key.
Values = Callable[[_T, str], Iterable[str]]

is_code = re.compile("[a-z0-9_-]{1,64}").fullmatch
_LONGEST_TEXT = 100  # characters of a search: no name has more
_MOST_PAGES = 1_000_000
_MARK = "\0"
#: The same few codes and ids come up on every list.
_quoted = lru_cache(maxsize=1024)(quote_plus)


class Choice(NamedTuple):
    """A value to narrow a list to, with how many it leaves; the current one leads to the list without it."""

    label: str
    lang: str
    href: str
    number: str
    current: bool = False


class Facet(NamedTuple):
    """A filter: its name, what is chosen if anything, and what can be."""

    label: str
    chosen: str
    choices: Sequence[Choice]


class Chosen(NamedTuple):
    """A filter in force, with the link that removes it."""

    label: str
    value: str
    lang: str
    href: str


class PageLink(NamedTuple):
    """A link to a page of a list; no address means the present one."""

    label: str
    href: str


def codes_in(request: HttpRequest, *keys: str) -> dict[str, str]:
    """What a request gives for keys whose values are codes or ids; blank where it gives none of that form."""
    asked = {key: request.GET.get(key, "") for key in keys}
    return {key: value if is_code(value) else "" for key, value in asked.items()}


def texts_in(request: HttpRequest, *keys: str) -> dict[str, str]:
    """What a request gives for keys whose values are words: short, and without control characters."""
    return {key: _clean(request.GET.get(key, "")) for key in keys}


def _clean(text: str) -> str:
    return "".join(sign for sign in text[:_LONGEST_TEXT] if sign.isprintable()).strip()


def page_number(request: HttpRequest) -> int:
    """The page asked for; the first where the query says nothing sensible."""
    text = request.GET.get("page", "1")
    return min(max(int(text), 1), _MOST_PAGES) if text.isascii() and text.isdigit() and len(text) < 8 else 1


class Listing:
    """One answer of a list: `given` is what narrows it, by key in the order of its address, blank for nothing."""

    def __init__(
        self, request: HttpRequest, lang: str, path: str, given: Mapping[str, str], per_page: int = 25
    ) -> None:
        self.lang, self.path, self.given, self.per_page = lang, path, given, per_page
        self.number = page_number(request)
        self.t = wording(lang)

    @property
    def query(self) -> str:
        """The query of this page of the list in its canonical order, without what is blank."""
        page = str(self.number) if self.number > 1 else ""
        return query_of({**self.given, "page": page})

    def href(self, **changes: str) -> str:
        """The first page of the list with some parameters changed."""
        query = query_of({**self.given, **changes})
        return self.path + (f"?{query}" if query else "")

    def around(self, key: str, **changes: str) -> tuple[str, str]:
        """The list's address with another value of a parameter, cut where the value goes."""
        before, _, after = self.href(**{**changes, key: _MARK}).partition(quote_plus(_MARK))
        return before, after

    def meets(self, thing: _T, values: Values[_T], but: str = "") -> bool:
        """Whether a thing is in the list, or would be without one of the keys."""
        return all(not value or key == but or value in values(thing, key) for key, value in self.given.items())

    def counts(self, things: Iterable[_T], values: Values[_T], key: str) -> Counter[str]:
        """How many things each value of a key would leave."""
        return Counter(value for thing in things if self.meets(thing, values, key) for value in values(thing, key))

    def choices(self, key: str, counts: Mapping[str, int], label: Label) -> list[Choice]:
        """The values of a key as links, in the order of `counts`."""
        before, after = self.around(key)
        without, current = self.href(**{key: ""}), self.given[key]
        return [
            Choice(
                *label(value),
                without if value in {current, ""} else f"{before}{_quoted(value)}{after}",
                count_text(number, self.lang),
                value == current,
            )
            for value, number in counts.items()
        ]

    def by_label(self, key: str, counts: Mapping[str, int], label: Label) -> list[Choice]:
        return sorted(self.choices(key, counts, label), key=lambda choice: (alphabetical(choice.label), choice.href))

    def shown(self, things: Sequence[_T]) -> Sequence[_T]:
        """The things on this page. A page beyond the last one is none: Http404."""
        self.check_number(len(things))
        return things[(self.number - 1) * self.per_page : self.number * self.per_page]

    def pages_of(self, total: int) -> int:
        return max(1, -(-total // self.per_page))

    def links(self, total: int) -> list[PageLink]:
        """Links to the pages before, first, around, last and after; none for a single page. Http404 as for `shown`."""
        self.check_number(total)
        pages, current = self.pages_of(total), self.number
        if pages <= 1:
            return []
        shown = sorted({1, pages, *(number for number in range(current - 2, current + 3) if 1 <= number <= pages)})
        links = [
            PageLink(self.t("page_n", number=number), "" if number == current else self._page(number))
            for number in shown
        ]
        if current > 1:
            links.insert(0, PageLink(self.t("page_before"), self._page(current - 1)))
        if current < pages:
            links.append(PageLink(self.t("page_after"), self._page(current + 1)))
        return links

    def check_number(self, total: int) -> None:
        """Raises Http404 where a list of so many things has no such page: it must not pass for one of its own."""
        if self.number > self.pages_of(total):
            raise Http404

    def _page(self, number: int) -> str:
        return self.href(page=str(number) if number > 1 else "")


def query_of(parameters: Mapping[str, str]) -> str:
    """The query of an address in the order given, without what is blank."""
    return urlencode([(key, value) for key, value in parameters.items() if value])
