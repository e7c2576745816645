"""Where what search finds has its page: pages and API lead to the same addresses."""

from __future__ import annotations

from typing import Protocol

from aiqyn_site.pages.addresses import entity_url, source_url


class Findable(Protocol):
    """What search finds: of which kind, its id, and the kind of entity where it is one."""

    @property
    def kind(self) -> str:
        """The kind in search."""

    @property
    def ref(self) -> str:
        """The id."""

    @property
    def entity_kind(self) -> str:
        """The kind of entity, blank for what is none."""


def address(lang: str, found: Findable) -> str:
    """The address of what was found; blank for what has no page. Statements are not asked: the ledger has their ids."""
    if found.kind == "source":
        return source_url(lang, found.ref)
    if found.kind == "article":
        return f"/{lang}/articles/{found.ref}/"
    if found.entity_kind == "indicator":
        return f"/{lang}/indicators/#{found.ref}"
    return entity_url(lang, found.entity_kind, found.ref)
