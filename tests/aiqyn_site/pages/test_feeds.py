"""Feeds from texts that were recorded before they were refused."""

from __future__ import annotations

import json
from xml.etree import ElementTree

from django.test import RequestFactory

from aiqyn_site.pages.feeds import Entry, Feed, feed_response

ATOM = "{http://www.w3.org/2005/Atom}"


def test_no_text_makes_a_feed_malformed(db: None) -> None:
    every_sign = "".join(map(chr, range(0xD800))) + "\ue000\ufffd\ufffe\uffff\U0001ffff"
    entry = Entry(["key"], every_sign, every_sign, "/en/", "2026-01-01", "2026-01-01", [every_sign], [every_sign])
    request, feed = RequestFactory().get("/en/changes/feed.atom"), Feed("en", "changes", "Changes")
    root = ElementTree.fromstring(feed_response(request, feed, "atom", [entry]).content)  # noqa: S314 - our own
    title = root.findtext(f"{ATOM}entry/{ATOM}title") or ""
    # A reader of XML takes a carriage return for a line end (XML 1.0, 2.11).
    assert title == "\t\n\n" + every_sign[0x20:0xD800] + "\ue000\ufffd\U0001ffff"
    assert json.loads(feed_response(request, feed, "json", [entry]).content)["items"][0]["title"] == every_sign
