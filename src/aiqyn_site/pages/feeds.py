"""Feeds: what is new, as Atom (RFC 4287) and as JSON Feed 1.1."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import urlencode
from xml.etree.ElementTree import Element, SubElement, tostring

from django.http import HttpRequest, HttpResponse

from aiqyn_site.ledger import queries as ledger
from aiqyn_site.pages.frame import FeedLink, host_of

ATOM_TYPE, JSON_TYPE = "application/atom+xml", "application/feed+json"
_ATOM = "http://www.w3.org/2005/Atom"
_JSON_FEED = "https://jsonfeed.org/version/1.1"
#: Ids are tag URIs (RFC 4151). They name no host, for a register is served from many; `.invalid` is nobody's.
_AUTHORITY = "tag:aiqyn.invalid,2026"
#: What no document of XML 1.0 may hold (2.2, Char), however it is written: a text recorded before it was refused may.
_not_xml = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Entry(NamedTuple):
    """One item of a feed. Days are YYYY-MM-DD; `key` tells it from the others, `path` leads to its page."""

    key: Sequence[str]
    title: str
    summary: str
    path: str
    published: str
    updated: str
    authors: Sequence[str] = ()
    tags: Sequence[str] = ()


@dataclass(frozen=True)
class Feed:
    """A feed in one language. It stands beside the pages of its folder, such as `articles`.

    `given` is what it is narrowed to, in the order of its address, and `about` the names of that; `home` is the
    path of the page that it goes with, if that is not the folder's first.
    """

    lang: str
    folder: str
    title: str
    given: Mapping[str, str] = field(default_factory=dict)
    about: Sequence[str] = ()
    home: str = ""

    @property
    def path(self) -> str:
        return f"/{self.lang}/{self.folder}/"

    def address(self, form: str) -> str:
        return f"{self.path}feed.{form}" + (f"?{urlencode(self.given)}" if self.given else "")

    def links(self) -> tuple[FeedLink, FeedLink]:
        """Its two forms as a page offers them."""
        return (
            FeedLink(ATOM_TYPE, self.title, self.address("atom")),
            FeedLink(JSON_TYPE, self.title, self.address("json")),
        )

    def id(self, *key: str) -> str:
        """An id that stays the same wherever the register is served: the feed's, or that of the entry with a key."""
        parts = key or [f"{name}={value}" for name, value in self.given.items()]
        return f"{_AUTHORITY}:{'/'.join([ledger.register().id, self.lang, self.folder, *parts])}"


def feed_response(request: HttpRequest, feed: Feed, form: str, entries: Iterable[Entry]) -> HttpResponse:
    """A feed in the form `atom` or `json`."""
    publisher, host, entries = ledger.register().title(feed.lang), host_of(request), list(entries)
    title = " · ".join([feed.title, *feed.about, publisher])
    if form == "atom":
        text, media_type = _atom_text(feed, host, title, publisher, entries), ATOM_TYPE
    else:
        text, media_type = _json_text(feed, host, title, publisher, entries), JSON_TYPE
    response = HttpResponse(text, content_type=f"{media_type}; charset=utf-8")
    response.headers["Content-Language"] = feed.lang
    return response


def _atom_text(feed: Feed, host: str, title: str, publisher: str, entries: Sequence[Entry]) -> str:
    updated = max((entry.updated for entry in entries), default=ledger.register().version.recorded)
    root = Element("feed", {"xmlns": _ATOM, "xml:lang": feed.lang})
    _texts(root, id=feed.id(), title=title, updated=_moment(updated))
    SubElement(root, "link", {"rel": "self", "type": ATOM_TYPE, "href": host + feed.address("atom")})
    SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": host + (feed.home or feed.path)})
    _texts(SubElement(root, "author"), name=publisher)
    for entry in entries:
        item = SubElement(root, "entry")
        _texts(item, id=feed.id(*entry.key), title=entry.title)
        _texts(item, updated=_moment(entry.updated), published=_moment(entry.published))
        SubElement(item, "link", {"rel": "alternate", "type": "text/html", "href": host + entry.path})
        for author in entry.authors:
            _texts(SubElement(item, "author"), name=author)
        for tag in entry.tags:
            SubElement(item, "category", {"term": _not_xml.sub("", tag)})
        _texts(item, summary=entry.summary)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _json_text(feed: Feed, host: str, title: str, publisher: str, entries: Sequence[Entry]) -> str:
    items = [
        {
            "id": feed.id(*entry.key),
            "url": host + entry.path,
            "title": entry.title,
            "summary": entry.summary,
            "content_text": entry.summary,
            "date_published": _moment(entry.published),
            "date_modified": _moment(entry.updated),
            "authors": [{"name": author} for author in entry.authors],
            "tags": list(entry.tags),
            "language": feed.lang,
        }
        for entry in entries
    ]
    whole = {
        "version": _JSON_FEED,
        "title": title,
        "home_page_url": host + (feed.home or feed.path),
        "feed_url": host + feed.address("json"),
        "language": feed.lang,
        "authors": [{"name": publisher}],
        "items": items,
    }
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _texts(parent: Element, **texts: str) -> None:
    for name, text in texts.items():
        SubElement(parent, name).text = _not_xml.sub("", text)


def _moment(day: str) -> str:
    """A day as RFC 3339 asks for: its first moment, UTC."""
    return f"{day[:10]}T00:00:00Z"
