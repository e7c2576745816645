"""Reads of the articles of the real register."""

from __future__ import annotations

import pytest

from aiqyn_site.articles import queries
from aiqyn_site.articles.queries import OUTSIDE_KINDS, article_texts, articles, document, latest_articles, outside
from aiqyn_site.ledger import queries as ledger

LANGUAGES = ("kk", "ru", "en", "zh")

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("lang", LANGUAGES)
def test_articles_come_latest_first_in_each_language(lang: str) -> None:
    found = articles(lang)
    assert len(found) >= 3
    assert [one.header.published for one in found] == sorted((one.header.published for one in found), reverse=True)
    assert all(one.lang == lang and one.minutes >= 1 and one.figures > 0 for one in found)
    assert latest_articles(lang, 1) == found[:1]


def test_articles_are_found_by_tag_thing_and_region() -> None:
    every = {one.slug for one in articles("en")}
    tag = articles("en")[0].header.tags[0]
    assert {one.slug for one in articles("en", tag=tag)} <= every
    with_things = [one for one in articles("en") if one.header.projects]
    thing = with_things[0].header.projects[0]
    assert with_things[0].slug in {one.slug for one in articles("en", project=thing)}
    by_region = {one.slug for region in ledger.entities("region") for one in articles("en", region=region.id)}
    assert by_region
    assert by_region <= {one.slug for one in with_things}
    assert articles("en", project="no-such") == articles("en", region="no-such") == []


def test_a_text_that_is_not_there_is_none() -> None:
    assert document("articles/no-such", "en") is None
    assert document("programme", "de") is None
    assert queries.article("no-such", "en") is None


def test_every_article_in_every_language_is_given_in_words() -> None:
    texts = list(article_texts())
    assert {one.lang for one in texts} == set(LANGUAGES)
    assert len(texts) == 4 * len(articles("en"))
    assert all(one.title and one.lead and len(one.text) > 200 and "{" not in one.text for one in texts)


def test_outside_articles_are_publications_that_statements_were_drawn_from() -> None:
    found = outside(0, 1000)
    assert found.total == len(found.items) > 100
    assert {one.source.kind for one in found.items} <= set(OUTSIDE_KINDS)
    assert all(one.statements == ledger.count_statements(source=one.source.id) for one in found.items[:20])
    assert outside(20, 20).items == found.items[20:40]


def test_outside_articles_about_a_thing_count_what_is_about_it() -> None:
    found = outside(0, 1000, "zhanatas-wind")
    assert 0 < found.total < outside(0, 1).total
    for one in found.items:
        assert one.statements == ledger.count_statements(source=one.source.id, entity="zhanatas-wind")
