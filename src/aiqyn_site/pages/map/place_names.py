"""The names of regions and partners, as the filters of lists of projects and the map need them."""

from __future__ import annotations

from aiqyn.names.alphabet import alphabetical
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.pages.map.atlas import Atlas


class PlaceNames:
    """The names of regions and partners in a language, kept with the atlas."""

    def __init__(self, atlas: Atlas, lang: str) -> None:
        self._atlas = atlas
        self._lang = lang
        self._kept: dict[str, tuple[str, str]] = atlas.drawn.setdefault(("names", lang), {})
        if not self._kept:
            bitmaps = atlas.catalogue.bitmaps["region"]
            partners = [key for key, _ in atlas.catalogue.counts("partner", 0)]
            self._learn({*atlas.shapes, *bitmaps, *partners})

    def _learn(self, keys: set[str]) -> None:
        for key, names in ledger.names(keys).items():
            best = names.best(self._lang)
            self._kept[key] = best.text, "" if best.lang in {self._lang, "zxx"} else best.lang

    def regions(self) -> list[str]:
        """All regions drawn or named, in order of their names."""
        ordered = self._atlas.drawn.get(("regions", self._lang))
        if ordered is None:
            keys = {*self._atlas.shapes, *self._atlas.catalogue.bitmaps["region"]}
            ordered = sorted(keys, key=lambda key: (alphabetical(self(key)[0]), key))
            self._atlas.drawn["regions", self._lang] = ordered
        return ordered

    def __call__(self, key: str) -> tuple[str, str]:
        """An entity's name and its language where that is not the page's."""
        if key not in self._kept:
            # What a stranger typed is looked up and not kept.
            names = ledger.names([key])[key].best(self._lang)
            return names.text, "" if names.lang in {self._lang, "zxx"} else names.lang
        return self._kept[key]
