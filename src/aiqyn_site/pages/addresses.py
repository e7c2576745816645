"""Where the pages are. Every link on a page is made here."""

from __future__ import annotations

import re
from urllib.parse import quote

#: The page of each kind of thing that has one, below the language; those with an anchor share theirs with others.
_PATHS = {
    "project": "projects/{}/",
    "organisation": "organisations/{}/",
    "region": "regions/{}/",
    "record": "records/{}/",
    "request": "requests/{}/",
    "programme": "programme/",
    "edition": "programme/editions/#{}",
    "event": "programme/events/#{}",
    "indicator": "indicators/#{}",
    "article": "articles/{}/",
    "source": "sources/{}/",
    "statement": "statements/{}/",
    "reply": "replies/{}/",
}
#: Kinds whose anchors begin with the kind.
_NAMED_AFTER_KIND = frozenset({"edition", "event"})
#: What kind of thing has its pages in a folder.
KINDS_OF_FOLDERS = {path.partition("/")[0]: kind for kind, path in _PATHS.items() if path.endswith("/{}/")}

_is_plain = re.compile(r"[A-Za-z0-9_.~-]*").fullmatch


def _quoted(identifier: str) -> str:
    """Percent-encoded; the ids of a register need no encoding."""
    return identifier if _is_plain(identifier) else quote(identifier, safe="")


def entity_path(kind: str, identifier: str) -> str:
    """The path of a thing's page without its language, blank for kinds that have no page."""
    place = anchor(kind, identifier) if kind in _NAMED_AFTER_KIND else identifier
    return _PATHS.get(kind, "").format(_quoted(place))


def programme_path(name: str = "") -> str:
    """The path of one of the programme's pages without its language; the history's name is blank."""
    return f"programme/{name}/" if name else "programme/"


def anchor(kind: str, identifier: str) -> str:
    """The anchor of an entity on a page it shares with others: `edition-2016-09`."""
    return f"{kind}-{identifier.removeprefix(f'{kind}-')}"


def entity_url(lang: str, kind: str, identifier: str) -> str:
    """The address of the page of a thing of any kind, blank for kinds that have none."""
    path = entity_path(kind, identifier)
    return f"/{lang}/{path}" if path else ""


def article_url(lang: str, slug: str) -> str:
    return entity_url(lang, "article", slug)


def source_url(lang: str, identifier: str) -> str:
    return entity_url(lang, "source", identifier)


def statement_url(lang: str, identifier: str) -> str:
    """The permanent address of a statement."""
    return entity_url(lang, "statement", identifier)


def document_url(name: str) -> str:
    """The address of an attached document, the same in all languages."""
    return f"/documents/{_quoted(name)}"
