"""Lists that a few keys of the address narrow: what is chosen, and how many each other value would leave."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Generic, NamedTuple, TypeVar

from django.http import HttpRequest

from aiqyn.words.digits import count_text
from aiqyn_site.pages.filters import query_of

_T = TypeVar("_T")
_is_key = re.compile("[a-z0-9_-]{1,64}").fullmatch


class Choice(NamedTuple):
    """A value to narrow a list to, with how many it leaves; `lang` is set where it is not the page's."""

    label: str
    lang: str
    href: str
    number: str
    current: bool = False


class Facet(NamedTuple):
    """A filter for `components/facets.html`: `chosen` is what to say beside its name, blank for nothing."""

    label: str
    chosen: str
    choices: tuple[Choice, ...]


class Narrowing(Generic[_T]):
    """What a request narrows a list to, given the page's path, the keys, and the values a thing has of a key.

    What is not of the form of a code or an id is passed over.
    """

    def __init__(
        self, request: HttpRequest, path: str, keys: Iterable[str], values: Callable[[_T, str], tuple[str, ...]]
    ) -> None:
        asked = {key: request.GET.get(key, "") for key in keys}
        self.path = path
        self.given = {key: value if _is_key(value) else "" for key, value in asked.items()}
        self.query = query_of(self.given)
        self.clear = path if self.query else ""
        self._values = values

    def meets(self, one: _T, but: str = "") -> bool:
        """Whether a thing is in the list, or would be without one of the keys."""
        return all(not value or key == but or value in self._values(one, key) for key, value in self.given.items())

    def facet(
        self, lang: str, key: str, head: str, things: Iterable[_T], label: Callable[[str], tuple[str, str]]
    ) -> Facet:
        """The values of a key by their labels; the one chosen leads to the list without it."""
        counts = Counter(value for one in things if self.meets(one, key) for value in self._values(one, key))
        made = []
        for value, n in counts.items():
            is_current = value == self.given[key]
            query = query_of({**self.given, key: "" if is_current else value})
            href = self.path + (f"?{query}" if query else "")
            made.append(Choice(*label(value), href, count_text(n, lang), is_current))
        return Facet(head, "", tuple(sorted(made, key=lambda one: (one.label.casefold(), one.href))))
