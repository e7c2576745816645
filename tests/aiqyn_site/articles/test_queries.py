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
    shown = articles(lang)
    assert len(shown) >= 3
    assert [article.header.published for article in shown] == sorted(
        (article.header.published for article in shown), reverse=True
    )
    assert all(article.lang == lang and article.minutes >= 1 and article.figures > 0 for article in shown)
    assert latest_articles(lang, 1) == shown[:1]


def test_articles_are_found_by_tag_thing_and_region() -> None:
    every = {article.slug for article in articles("en")}
    tag = articles("en")[0].header.tags[0]
    assert {article.slug for article in articles("en", tag=tag)} <= every
    with_things = [article for article in articles("en") if article.header.projects]
    thing = with_things[0].header.projects[0]
    assert with_things[0].slug in {article.slug for article in articles("en", project=thing)}
    by_region = {article.slug for region in ledger.entities("region") for article in articles("en", region=region.id)}
    assert by_region
    assert by_region <= {article.slug for article in with_things}
    assert articles("en", project="no-such") == articles("en", region="no-such") == []


def test_a_text_that_is_not_there_is_none() -> None:
    assert document("articles/no-such", "en") is None
    assert document("programme", "de") is None
    assert queries.article("no-such", "en") is None


def test_every_article_in_every_language_is_given_in_words() -> None:
    texts = list(article_texts())
    assert {text.lang for text in texts} == set(LANGUAGES)
    assert len(texts) == 4 * len(articles("en"))
    assert all(text.title and text.lead and len(text.text) > 200 and "{" not in text.text for text in texts)


def test_outside_articles_are_publications_that_statements_were_drawn_from() -> None:
    total, publications = outside(0, 1000)
    assert total == len(publications) > 100
    assert {source.kind for source, _ in publications} <= set(OUTSIDE_KINDS)
    assert all(number == ledger.count_statements(source=source.id) for source, number in publications[:20])
    assert outside(20, 20)[1] == publications[20:40]


def test_outside_articles_about_a_thing_count_what_is_about_it() -> None:
    total, publications = outside(0, 1000, "zhanatas-wind")
    assert 0 < total < outside(0, 1)[0]
    for source, number in publications:
        assert number == ledger.count_statements(source=source.id, entity="zhanatas-wind")
