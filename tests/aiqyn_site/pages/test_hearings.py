"""Hearings: open and past ones on the page, open ones as feeds and as a calendar."""

from __future__ import annotations

import datetime
import json
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client

from tests.aiqyn_site.dossier import records
from tests.aiqyn_site.later import Record
from tests.aiqyn_site.pages.conftest import LANGUAGES, section, text_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_hearing_is_open_until_its_window_has_passed(
    client: Client, record_later: Record, settings: Any, lang: str
) -> None:
    records.make(record_later)
    settings.TODAY = datetime.date.fromisoformat(records.OPEN_DAY)
    text = text_of(client, f"/{lang}/hearings/")
    assert "made-hearing-open" in section(text, "open", "past")
    assert "261130001004" in section(text, "open", "past")
    assert "240140011067" in section(text, "open", "past")
    assert "made-hearing-past" in text.partition('id="past"')[2]
    settings.TODAY = datetime.date(2026, 12, 8)
    assert "made-hearing-open" in section(text_of(client, f"/{lang}/hearings/"), "open", "past")
    settings.TODAY = datetime.date(2026, 12, 9)
    assert "made-hearing-open" not in section(text_of(client, f"/{lang}/hearings/"), "open", "past")


def test_open_hearings_are_offered_as_feeds_and_as_a_calendar(
    client: Client, record_later: Record, settings: Any
) -> None:
    records.make(record_later)
    settings.TODAY = datetime.date.fromisoformat(records.OPEN_DAY)
    atom = ElementTree.fromstring(client.get("/en/hearings/feed.atom").content)  # noqa: S314 - our own answer
    titles = [entry.text for entry in atom.iter("{http://www.w3.org/2005/Atom}title")]
    assert titles[1:] == ["Made-up hearing, with a comma; and more: open for comment up to 8\u00a0December\u00a02026"]
    feed = json.loads(client.get("/ru/hearings/feed.json").content)
    assert [entry["url"].rpartition("/ru/")[2] for entry in feed["items"]] == ["records/made-hearing-open/"]
    response = client.get("/zh/hearings/hearings.ics")
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    lines = response.content.decode().split("\r\n")
    assert "DTSTART;VALUE=DATE:20261201" in lines
    assert "DTEND;VALUE=DATE:20261209" in lines
    assert "UID:hearing/made-hearing-open@aiqyn.invalid" in lines
    assert "SUMMARY:Made-up hearing\\, with a comma\\; and more" in lines
    assert "DTSTAMP:29981231T000000Z" in lines


def test_without_open_hearings_page_feed_and_calendar_say_so(client: Client) -> None:
    assert 'id="open"' in text_of(client, "/en/hearings/")
    assert json.loads(client.get("/en/hearings/feed.json").content)["items"] == []
    assert client.get("/en/hearings/hearings.ics").content.count(b"BEGIN:VEVENT") == 0


def test_a_hearing_up_to_the_last_of_all_days_is_in_no_calendar(
    client: Client, record_later: Record, settings: Any
) -> None:
    settings.TODAY = datetime.date(2026, 12, 5)
    rows = [records.row("made-hearing-endless", "document_type", "hearing_notice")]
    rows.append(records.row("made-hearing-endless", "window", "2026-12-01/9999-12-31"))
    record_later(*rows, entities=[("made-hearing-endless", "record", records.PROJECT)])
    assert "made-hearing-endless" in section(text_of(client, "/en/hearings/"), "open", "past")
    assert "made-hearing-endless" not in client.get("/en/hearings/hearings.ics").content.decode()
