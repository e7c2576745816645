"""What a page says and what the API answers is the same: values, dates, sources, headlines, drawn at random.

Numbers are compared by their digits, since each language writes scales in its own way.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aiqyn.vocabulary import LANGUAGES, load_vocabulary
from aiqyn_site.ledger import queries as ledger
from tests.aiqyn_site.api.conftest import Ask
from tests.aiqyn_site.api.read_page import Page, Read, text_of
from tests.aiqyn_site.api.test_projects import all_pages

pytestmark = pytest.mark.django_db
DRAWN = settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
LANGUAGE = st.sampled_from(LANGUAGES)
#: What a page tells by a list of names and by a notice, not by figures.
NO_FIGURES = {"name", "other_name", "retraction", "preference"}


def assert_same(page: Page, ask: Ask, data: st.DataObject) -> None:
    """Figures of a page have the value, the date and the source that the API gives for their statements."""
    for figure in data.draw(st.lists(st.sampled_from(list(page.figures())), min_size=1, max_size=20)):
        document = ask(f"/api/statements/{figure.statement}", lang=page.lang)
        assert is_value(figure.value, document), (figure, document["value"])
        assert years(document["as_of"] or "") <= years(f"{figure.value} {figure.about}"), (figure, document["as_of"])
        assert (document["source_description"]["publisher"] or "") in figure.hint


def is_value(printed: str, document: Any) -> bool:
    prop = load_vocabulary().properties[document["property"]]
    if document["number"]:
        ends = {significant(end) for end in (document["number"]["low"], document["number"]["high"]) if end}
        return ends <= set(map(significant, re.findall(r"\d(?:[\d\s,.]*\d)?", printed)))
    if prop.type == "date":
        return years(document["value"]) <= years(printed)
    if prop.type in {"point", "statement"}:
        return bool(printed)
    texts = (document["value_label"] or {}).values() or [document["value"]]
    in_words = [*texts, document["value"]] if prop.type == "text" else texts
    return printed in {" ".join(text.split()) for text in in_words}


def significant(number: str) -> str:
    """The digits of a number that stay whatever the scale it is written in."""
    return re.sub(r"\D", "", number).strip("0")


def years(text: str) -> set[str]:
    return set(re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", text))


@DRAWN
@given(data=st.data(), lang=LANGUAGE)
def test_a_project_is_the_same_on_its_page(read: Read, ask: Ask, data: st.DataObject, lang: str) -> None:
    project = data.draw(st.sampled_from([entity.id for entity in ledger.entities("project")]))
    page, document = read(lang, f"projects/{project}/"), ask(f"/api/projects/{project}", lang=lang)
    assert page.title == document["names"][next(iter(document["names"]))]["text"]
    assert_same(page, ask, data)

    headlines = {
        headline["statement"]: headline["property"]
        for headline in document["headlines"]
        if headline["property"] not in NO_FIGURES
    }
    assert headlines.keys() <= {figure.statement for figure in page.figures() if not figure.is_rival}
    properties = load_vocabulary().properties
    for figure in page.part("known").figures():
        statement = ask(f"/api/statements/{figure.statement}")
        if not figure.is_rival and not properties[statement["property"]].many:
            assert figure.statement in headlines

    statements = all_pages(ask, "/api/statements", entity=project, limit=200)
    assert {statement["id"] for statement in statements} <= page.linked("statements")
    assert {statement["source"] for statement in statements} <= page.linked("sources")


@DRAWN
@given(data=st.data(), lang=LANGUAGE)
def test_a_statement_is_the_same_on_its_page(read: Read, ask: Ask, data: st.DataObject, lang: str) -> None:
    number = data.draw(st.integers(1, ledger.version().statements))
    statement = ledger.statements_numbered([number])[number]
    document = ask(f"/api/statements/{statement.id}", lang=lang)
    page = read(lang, document["page"].removeprefix(f"/{lang}/"))
    assert_same(page, ask, data)

    leading = next(page.figures())
    assert leading.statement == document["id"]
    assert document["source"] in page.linked("sources")
    assert document["id"] in text_of(page.root)
    (label,) = document["label"].values()
    assert label.casefold() in page.title.casefold()


@DRAWN
@given(data=st.data(), lang=LANGUAGE)
def test_a_source_is_the_same_on_its_page(read: Read, ask: Ask, data: st.DataObject, lang: str) -> None:
    key = data.draw(st.sampled_from(sorted({statement.source for statement in ledger.all_statements()})))
    document = ask(f"/api/sources/{key}", lang=lang)
    page = read(lang, document["page"].removeprefix(f"/{lang}/"))
    assert_same(page, ask, data)

    assert page.title == " ".join(document["title"].split())
    assert (document["publisher"] or "") in text_of(page.root)
    assert years(document["published"] or "") <= years(text_of(page.root))
    statements = {statement["id"] for statement in all_pages(ask, "/api/statements", source=key, limit=200)}
    shown = page.linked("statements")
    assert shown <= statements
    assert len(shown) == document["statements"]["total"] or len(shown) >= 100


@DRAWN
@given(data=st.data(), lang=LANGUAGE)
def test_a_record_and_a_request_are_the_same_on_their_page(
    read: Read, ask: Ask, data: st.DataObject, lang: str
) -> None:
    place = data.draw(st.sampled_from(["records", "requests"]))
    document = data.draw(st.sampled_from(all_pages(ask, f"/api/{place}", lang=lang, limit=200)))
    page = read(lang, document["page"].removeprefix(f"/{lang}/"))
    assert_same(page, ask, data)

    assert page.title in document["label"].values()
    assert set(document["projects"]) <= page.linked("projects")
    own = {
        statement["id"]: statement for statement in all_pages(ask, "/api/statements", entity=document["id"], limit=200)
    }
    figures = {figure.statement for figure in page.figures()}
    assert {key for key, row in own.items() if row["property"] not in NO_FIGURES} <= figures | page.linked("statements")
