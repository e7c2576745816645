"""Where the pages are. Every link on a page is made here."""

from __future__ import annotations

from urllib.parse import quote

_FOLDERS = {"project": "projects", "organisation": "organisations", "region": "regions"}


def entity_path(kind: str, identifier: str) -> str:
    """The path of an entity's page without its language, blank for kinds that have no page."""
    folder = _FOLDERS.get(kind)
    return f"{folder}/{quote(identifier, safe='')}/" if folder else ""


def entity_url(lang: str, kind: str, identifier: str) -> str:
    """The address of an entity's page, blank for kinds that have none."""
    path = entity_path(kind, identifier)
    return f"/{lang}/{path}" if path else ""


def statement_url(lang: str, identifier: str) -> str:
    """The permanent address of a statement."""
    return f"/{lang}/statements/{quote(identifier, safe='')}/"


def source_url(lang: str, identifier: str) -> str:
    """The address of a source's page."""
    return f"/{lang}/sources/{quote(identifier, safe='')}/"
