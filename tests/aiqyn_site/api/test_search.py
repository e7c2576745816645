"""Search and suggestions through the API."""

from __future__ import annotations

import pytest

from tests.aiqyn_site.api.conftest import Ask, Judge


def test_a_query_finds_by_kind_what_the_page_finds(ask: Ask, judge: Judge) -> None:
    answer = ask("/api/search", q="Жанатас", lang="en")
    judge("Found", answer)
    kinds = {group["kind"]: group for group in answer["groups"]}
    first = kinds["project"]["items"][0]
    assert (first["id"], first["page"], first["href"]) == (
        "zhanatas-wind",
        "/en/projects/zhanatas-wind/",
        "/api/projects/zhanatas-wind",
    )
    assert first["label"] == {"en": "Zhanatas wind farm 100 MW"}
    assert kinds["statement"]["items"][0]["statement"]["property"]
    assert len(kinds["statement"]["items"]) == 5 < kinds["statement"]["count"]


@pytest.mark.parametrize("unseen", ["\ufeff", "\u200b", "\u00ad"])
def test_what_nobody_sees_changes_no_answer(ask: Ask, unseen: str) -> None:
    assert ask("/api/search", q=f"Shieli{unseen}")["groups"] == ask("/api/search", q="Shieli")["groups"]


def test_a_kind_and_a_limit_narrow_the_answer(ask: Ask, judge: Judge) -> None:
    answer = ask("/api/search", q="cement", kind="statement", limit="20")
    judge("Found", answer)
    assert {group["kind"]: len(group["items"]) for group in answer["groups"]}["statement"] == 20
    assert all(not group["items"] for group in answer["groups"] if group["kind"] != "statement")
    assert len(ask("/api/search", q="cement", limit="1")["groups"][0]["items"]) == 1


def test_what_was_tried_is_told(ask: Ask, judge: Judge) -> None:
    answer = ask("/api/search", q="Жанатса qqqqzzzz")
    judge("Found", answer)
    assert [(tried["word"], tried["how"]) for tried in answer["tried"]] == [
        ("Жанатса", "spelling"),
        ("qqqqzzzz", "missing"),
    ]
    assert ask("/api/search", q="protest cement")["partial"]
    assert ask("/api/search")["groups"] == []


@pytest.mark.parametrize("lang", ["kk", "ru", "en", "zh"])
def test_a_beginning_suggests_names_with_their_pages(ask: Ask, judge: Judge, lang: str) -> None:
    answer = ask("/api/suggest", q="жанат", lang=lang)
    judge("Suggestions", answer)
    first = answer["items"][0]
    assert (first["id"], first["page"]) == ("zhanatas-wind", f"/{lang}/projects/zhanatas-wind/")
    assert list(first["kind_label"]) == [lang]


@pytest.mark.parametrize(
    ("address", "field"),
    [
        ("/api/search?q=", "q"),
        ("/api/search?q=%E2%80%AEabc", "q"),
        ("/api/search?q=a&kind=nonsense", "kind"),
        ("/api/search?q=a&limit=21", "limit"),
        ("/api/search?q=a&limit=x", "limit"),
        ("/api/suggest?q=a&limit=3", "limit"),
        (f"/api/search?q={'x' * 201}", "q"),
    ],
)
def test_what_is_not_right_is_named(refuse: Ask, address: str, field: str) -> None:
    assert refuse(address)["errors"][0]["field"] == field


def test_ten_thousand_characters_are_refused_as_too_long(refuse: Ask) -> None:
    refuse("/api/search?q=" + "x" * 10_000, 414)


@pytest.mark.parametrize("query", ['"', "' OR 1=1 --", "* NEAR(", "札*", "\\", "%27"])
def test_operators_and_quotes_are_plain_words(ask: Ask, judge: Judge, query: str) -> None:
    judge("Found", ask("/api/search", q=query))
    judge("Suggestions", ask("/api/suggest", q=query))
