"""Feeds: what is new, as Atom (RFC 4287) and as JSON Feed 1.1."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import NamedTuple
from xml.etree.ElementTree import Element, SubElement, tostring

from django.http import HttpResponse

from aiqyn_site.pages.frame import FeedLink

ATOM_TYPE, JSON_TYPE = "application/atom+xml", "application/feed+json"
_ATOM = "http://www.w3.org/2005/Atom"
_JSON_FEED = "https://jsonfeed.org/version/1.1"
#: Ids are tag URIs (RFC 4151). They name no host, for a register is served from many; `.invalid` is nobody's.
_AUTHORITY = "tag:aiqyn.invalid,2026"


class Entry(NamedTuple):
    """One item of a feed. Days are YYYY-MM-DD; `url` is whole; `id` comes from `tag_uri`."""

    id: str
    title: str
    summary: str
    url: str
    published: str
    updated: str
    authors: tuple[str, ...]
    tags: tuple[str, ...] = ()


class Feed(NamedTuple):
    """A feed in one language; `home` is the page it goes with, `address` the feed's own without its ending."""

    id: str
    title: str
    lang: str
    publisher: str
    home: str
    address: str
    query: str
    updated: str
    entries: tuple[Entry, ...]


def tag_uri(*parts: str) -> str:
    """An id that stays the same wherever the register is served."""
    return f"{_AUTHORITY}:{'/'.join(parts)}"


def feed_links(title: str, address: str, query: str = "") -> tuple[FeedLink, ...]:
    """The two forms of a feed as a page offers them; `address` ends before the form's name."""
    tail = f"?{query}" if query else ""
    return (
        FeedLink(ATOM_TYPE, title, f"{address}.atom{tail}"),
        FeedLink(JSON_TYPE, title, f"{address}.json{tail}"),
    )


def feed_response(feed: Feed, form: str) -> HttpResponse:
    """A feed in the form `atom` or `json`."""
    text, kind = (atom_text(feed), ATOM_TYPE) if form == "atom" else (json_text(feed), JSON_TYPE)
    response = HttpResponse(text, content_type=f"{kind}; charset=utf-8")
    response.headers["Content-Language"] = feed.lang
    return response


def atom_text(feed: Feed) -> str:
    """A feed as Atom."""
    root = Element("feed", {"xmlns": _ATOM, "xml:lang": feed.lang})
    _texts(root, id=feed.id, title=feed.title, updated=_moment(feed.updated))
    SubElement(root, "link", {"rel": "self", "type": ATOM_TYPE, "href": _own(feed, "atom")})
    SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": feed.home})
    _texts(SubElement(root, "author"), name=feed.publisher)
    for one in feed.entries:
        entry = SubElement(root, "entry")
        _texts(entry, id=one.id, title=one.title, updated=_moment(one.updated), published=_moment(one.published))
        SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": one.url})
        for author in one.authors:
            _texts(SubElement(entry, "author"), name=author)
        for tag in one.tags:
            SubElement(entry, "category", {"term": tag})
        _texts(entry, summary=one.summary)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def json_text(feed: Feed) -> str:
    """A feed as JSON Feed."""
    items = [
        {
            "id": one.id,
            "url": one.url,
            "title": one.title,
            "summary": one.summary,
            "content_text": one.summary,
            "date_published": _moment(one.published),
            "date_modified": _moment(one.updated),
            "authors": [{"name": author} for author in one.authors],
            "tags": list(one.tags),
            "language": feed.lang,
        }
        for one in feed.entries
    ]
    whole = {
        "version": _JSON_FEED,
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": _own(feed, "json"),
        "language": feed.lang,
        "authors": [{"name": feed.publisher}],
        "items": items,
    }
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def last_updated(entries: Iterable[Entry], otherwise: str) -> str:
    """The day on which a feed last changed; `otherwise` where it is empty."""
    return max((one.updated for one in entries), default=otherwise)


def _texts(parent: Element, **texts: str) -> None:
    for name, text in texts.items():
        SubElement(parent, name).text = text


def _own(feed: Feed, form: str) -> str:
    return f"{feed.address}.{form}" + (f"?{feed.query}" if feed.query else "")


def _moment(day: str) -> str:
    """A day as RFC 3339 asks for: its first moment, UTC."""
    return f"{day[:10]}T00:00:00Z"
