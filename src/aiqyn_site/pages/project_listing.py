"""The filters that the list of projects, the map and the table of scores share, offered as plain links."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from django.http import HttpRequest

from aiqyn.names.alphabet import alphabetical
from aiqyn.vocabulary import load_vocabulary
from aiqyn.words.word_tables import capital
from aiqyn_site.pages.listing import Chosen, Facet, Listing, texts_in
from aiqyn_site.projects.derive import LARGEST, SIZES, UNKNOWN_SIZE
from aiqyn_site.projects.queries import Facet as Counted

FACETS = ("sector", "region", "status", "partner", "size")
_BY_SIZE = (*(code for code, _ in SIZES), LARGEST, UNKNOWN_SIZE)


class ProjectListing(Listing):
    """A list of projects. `name` gives an entity's name and its language where that is not the page's."""

    def __init__(
        self,
        request: HttpRequest,
        lang: str,
        path: str,
        also: Mapping[str, Callable[[str], bool]],
        name: Callable[[str], tuple[str, str]],
        per_page: int = 25,
    ) -> None:
        """`also` are further parameters of the address, with what tells whether a value is one of theirs."""
        given = texts_in(request, *FACETS, "q", *also)
        for key, is_known in also.items():
            given[key] = given[key] if is_known(given[key]) else ""
        super().__init__(request, lang, path, given, per_page)
        self._name = name
        self._codes = load_vocabulary().codes

    def label(self, facet: str, key: str) -> tuple[str, str]:
        """The words for a value of a facet, and their language where that is not the page's."""
        if facet in {"sector", "status"}:
            code = self._codes[facet].get(key)
            return (capital(code.label(self.lang)) if code else key), ""
        if facet == "size":
            return (self.t(f"size_{key}") if self.t.has(f"size_{key}") else key), ""
        return self._name(key)

    def facets(self, counted: Mapping[str, Iterable[Counted]]) -> list[Facet]:
        """All facets with the number of projects that each value would leave, in the order in which readers look."""
        return [
            Facet(
                self.t(f"facet_{name}"),
                self.label(name, self.given[name])[0] if self.given[name] else "",
                self.choices(
                    name,
                    self._in_order(name, {facet.key: facet.count for facet in counted[name] if not facet.selected}),
                    lambda key, name=name: self.label(name, key),  # type: ignore[misc]
                ),
            )
            for name in FACETS
        ]

    def _in_order(self, facet: str, counts: Mapping[str, int]) -> Mapping[str, int]:
        """Stages and sizes as they follow each other; names by the page's alphabet, a narrower code after its wider."""
        steps = {"status": tuple(self._codes["status"]), "size": _BY_SIZE}.get(facet)
        if steps:
            return {key: counts[key] for key in steps if key in counts}

        def place(key: str) -> tuple[tuple[str, ...], str]:
            wider = [key[:end] for end, sign in enumerate(key) if sign == "."] if facet == "sector" else []
            return tuple(alphabetical(self.label(facet, code)[0]) for code in (*wider, key)), key

        return {key: counts[key] for key in sorted(counts, key=place)}

    def chosen(self) -> list[Chosen]:
        """The filters in force."""
        chosen = []
        for name in (*FACETS, "q"):
            if key := self.given[name]:
                value, lang = (key, "") if name == "q" else self.label(name, key)
                chosen.append(Chosen(self.t(f"facet_{name}"), value, lang, self.href(**{name: ""})))
        return chosen
