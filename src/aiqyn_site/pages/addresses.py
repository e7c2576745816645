"""Where the pages are. Every link on a page is made here."""

from __future__ import annotations

import re
from urllib.parse import quote

_FOLDERS = {
    "project": "projects",
    "organisation": "organisations",
    "region": "regions",
    "record": "records",
    "request": "requests",
}
#: Kinds that have a place on one of the programme's pages instead of a page of their own.
_ON_PROGRAMME = {"edition": "editions", "event": "events"}


_is_plain = re.compile(r"[A-Za-z0-9_.~-]*").fullmatch


def _quoted(identifier: str) -> str:
    """Percent-encoded; the ids of a register need no encoding."""
    return identifier if _is_plain(identifier) else quote(identifier, safe="")


def entity_path(kind: str, identifier: str) -> str:
    """The path of an entity's page without its language, blank for kinds that have no page."""
    if kind in _ON_PROGRAMME:
        return f"{programme_path(_ON_PROGRAMME[kind])}#{_quoted(anchor(kind, identifier))}"
    if kind == "programme":
        return programme_path()
    if kind == "indicator":
        return f"indicators/#{_quoted(identifier)}"
    folder = _FOLDERS.get(kind)
    return f"{folder}/{_quoted(identifier)}/" if folder else ""


def programme_path(name: str = "") -> str:
    """The path of one of the programme's pages without its language; the history's name is blank."""
    return f"programme/{name}/" if name else "programme/"


def anchor(kind: str, identifier: str) -> str:
    """The anchor of an entity on a page it shares with others: `edition-2016-09`."""
    return f"{kind}-{identifier.removeprefix(f'{kind}-')}"


def entity_url(lang: str, kind: str, identifier: str) -> str:
    """The address of an entity's page, blank for kinds that have none."""
    path = entity_path(kind, identifier)
    return f"/{lang}/{path}" if path else ""


def statement_url(lang: str, identifier: str) -> str:
    """The permanent address of a statement."""
    return f"/{lang}/statements/{_quoted(identifier)}/"


def document_url(name: str) -> str:
    """The address of an attached document, the same in all languages."""
    return f"/documents/{_quoted(name)}"


def source_url(lang: str, identifier: str) -> str:
    """The address of a source's page."""
    return f"/{lang}/sources/{_quoted(identifier)}/"
