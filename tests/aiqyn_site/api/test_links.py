"""Links agree with kinds: what pages and the API link to as an entity is its page, and it is of the entity's kind."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aiqyn.ledger import Entity
from aiqyn.vocabulary import LANGUAGES, load_vocabulary
from aiqyn_site.ledger import queries as ledger
from tests.aiqyn_site.api.conftest import Ask
from tests.aiqyn_site.api.read_page import Page, Read

pytestmark = pytest.mark.django_db
DRAWN = settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
LANGUAGE = st.sampled_from(LANGUAGES)
MOST_FOLLOWED = 8
#: The kinds whose entities have a page each, and its folder; those that share a page, where each has an anchor.
FOLDERS = {
    "project": "projects",
    "organisation": "organisations",
    "region": "regions",
    "record": "records",
    "request": "requests",
}
SHARED = {"edition": "programme/editions/", "event": "programme/events/", "indicator": "indicators/"}
WITHOUT = set(load_vocabulary().kinds) - set(FOLDERS) - set(SHARED) - {"programme"}


def entities(*kinds: str) -> list[Entity]:
    return [entity for kind in kinds for entity in ledger.entities(kind)]


def assert_page_of(entity: Entity, page: str, read: Read) -> None:
    """An address leads to where an entity is told of, under one of its names."""
    lang, path, _, anchor = re.fullmatch(r"/(\w\w)/([^#?]*)(#(.*))?", page).groups()  # type: ignore[union-attr]
    shown = read(lang, path)
    names = {" ".join(name.text.split()) for name in ledger.names([entity.id])[entity.id].values()}
    if entity.kind in FOLDERS:
        assert path == f"{FOLDERS[entity.kind]}/{entity.id}/"
        assert shown.title in names
    elif entity.kind == "programme":
        assert path == "programme/"
    else:
        assert path == SHARED[entity.kind]
        assert shown.root.find(f".//*[@id='{anchor}']") is not None


def linked_entities(page: Page) -> set[tuple[str, str]]:
    """The folder and the id of each link of a page that leads into the folder of a kind."""
    hrefs = (link.get("href", "") for link in page.root.iter("a"))
    leads = (re.fullmatch(rf"/{page.lang}/({'|'.join(FOLDERS.values())})/([^/?#]+)/", href) for href in hrefs)
    return {(lead[1], lead[2]) for lead in leads if lead} - {("requests", "calculator"), ("requests", "draft")}


@DRAWN
@given(data=st.data(), lang=LANGUAGE)
def test_a_page_links_to_entities_as_what_they_are(read: Read, data: st.DataObject, lang: str) -> None:
    entity = data.draw(st.sampled_from(entities(*FOLDERS)))
    page = read(lang, f"{FOLDERS[entity.kind]}/{entity.id}/")
    linked = linked_entities(page)
    known = ledger.entities_by_id(identifier for _, identifier in linked)
    assert {(FOLDERS.get(known[identifier].kind), identifier) for _, identifier in linked} == linked
    followed = data.draw(st.lists(st.sampled_from(sorted(linked)), max_size=MOST_FOLLOWED)) if linked else []
    for folder, identifier in followed:
        assert_page_of(known[identifier], f"/{lang}/{folder}/{identifier}/", read)


@pytest.mark.parametrize("path", ["", "projects/", "search/?q=2021", "disagreements/", "changes/", "environment/",
                                  "silence/", "disclosure/companies/", "programme/events/", "map/"])  # fmt: skip
def test_a_list_links_to_entities_as_what_they_are(read: Read, path: str) -> None:
    linked = linked_entities(read("kk", path))
    known = ledger.entities_by_id(identifier for _, identifier in linked)
    assert {(FOLDERS.get(known[identifier].kind), identifier) for _, identifier in linked} == linked


@DRAWN
@given(data=st.data(), lang=LANGUAGE)
def test_the_api_links_to_entities_as_what_they_are(read: Read, ask: Ask, data: st.DataObject, lang: str) -> None:
    place = data.draw(st.sampled_from(["projects", "records", "requests", "scores", "changes"]))
    parameters = {} if place == "scores" else {"lang": lang}
    document = data.draw(st.sampled_from(ask(f"/api/{place}", limit=200, **parameters)["items"]))
    entity = ledger.entity(document.get("entity") or document.get("project") or document["id"])
    assert entity is not None
    assert_linked(entity, document["page"] and document["page"].removesuffix("disclosure/"), read)


@DRAWN
@given(data=st.data(), lang=LANGUAGE)
def test_search_links_to_entities_as_what_they_are(read: Read, ask: Ask, data: st.DataObject, lang: str) -> None:
    entity = data.draw(st.sampled_from(entities(*load_vocabulary().kinds)))
    query = ledger.names([entity.id])[entity.id].best(lang).text[:60]
    hits: list[Any] = ask("/api/suggest", q=query, lang=lang)["items"]
    hits += [item for group in ask("/api/search", q=query, lang=lang)["groups"] for item in group["items"]]
    for hit in hits:
        known = ledger.entity(hit["id"])
        if known is not None:
            assert_linked(known, hit["page"], read)


def assert_linked(entity: Entity, page: str | None, read: Read) -> None:
    if entity.kind in WITHOUT:
        assert page is None
    else:
        assert page is not None
        assert_page_of(entity, page, read)


@DRAWN
@given(data=st.data(), lang=LANGUAGE)
def test_no_entity_has_a_page_among_those_of_another_kind(client: Client, data: st.DataObject, lang: str) -> None:
    entity = data.draw(st.sampled_from(entities(*load_vocabulary().kinds)))
    answers = {folder: client.get(f"/{lang}/{folder}/{entity.id}/").status_code for folder in FOLDERS.values()}
    assert [folder for folder, status in answers.items() if status != 404] == [
        folder for kind, folder in FOLDERS.items() if kind == entity.kind
    ]
