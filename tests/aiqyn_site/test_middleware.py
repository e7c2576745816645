"""Who may send what to the site, and how much of it."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.test import Client

WORDS = {
    "kk": "Ештеңе қабылданған жоқ",
    "ru": "Ничего не получено",
    "en": "Nothing was received",
    "zh": "未收到任何内容",
}


@pytest.mark.parametrize("path", ["/", "/en/", "/en/projects/", "/ru/correction/", "/deskt/", "/xx/corrections/new/"])
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_pages_are_for_reading(db: None, client: Client, path: str, method: str) -> None:
    answer = getattr(client, method)(path)

    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD"


@pytest.mark.parametrize("path", ["/kk/corrections/new/", "/zh/replies/x/", "/desk/sign-in/"])
def test_the_addresses_of_forms_take_posts_and_nothing_else(db: None, client: Client, path: str) -> None:
    answer = client.post(path)

    assert answer.status_code != 405
    assert answer.headers["Cache-Control"] == "no-store"
    assert client.put(path).status_code == 405


@pytest.mark.parametrize("lang", WORDS)
def test_what_is_too_large_is_refused_unread_in_the_readers_language(db: None, client: Client, lang: str) -> None:
    class Unread(io.BytesIO):
        def read(self, *_: Any) -> bytes:
            raise AssertionError("the body was read")

    def ask(path: str, **headers: str) -> Any:
        return client.generic("POST", path, CONTENT_LENGTH="100000000", **{"wsgi.input": Unread()}, **headers)

    public = ask(f"/{lang}/corrections/new/")
    desk = ask("/desk/sign-in/", HTTP_ACCEPT_LANGUAGE=lang)

    for answer in (public, desk):
        assert answer.status_code == 413
        assert WORDS[lang] in answer.content.decode()
