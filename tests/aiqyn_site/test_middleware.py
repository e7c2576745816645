"""Who may send what to the site, and how much of it."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.test import Client

from aiqyn_site.request_length import measured

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


class Endless(io.RawIOBase):
    """A body that never ends, and counts what was taken of it."""

    taken = 0

    def read(self, size: int = -1) -> bytes:
        assert 0 < size <= 65_536
        self.taken += size
        return b"x" * size


def sent(body: Any, **environ: str) -> tuple[dict[str, Any], bytes]:
    """What the application behind `measured` gets, where 1000 bytes are allowed."""
    got: list[tuple[dict[str, Any], bytes]] = []

    def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        got.append((environ, environ["wsgi.input"].read(2_000)))
        return []

    measured(application, 1_000)({"wsgi.input": body, **environ}, lambda *_: None)
    return got[0]


def test_a_body_without_length_is_cut_off_while_it_is_read() -> None:
    endless = Endless()
    environ, body = sent(endless, HTTP_TRANSFER_ENCODING="chunked")

    assert environ["CONTENT_LENGTH"] == "1001"
    assert len(body) == 1_001
    assert endless.taken == 1_001


def test_a_short_body_without_length_is_given_its_length() -> None:
    environ, body = sent(io.BytesIO(b"a=1"), HTTP_TRANSFER_ENCODING="chunked")

    assert (environ["CONTENT_LENGTH"], body) == ("3", b"a=1")


def test_a_body_that_says_its_length_is_left_alone() -> None:
    endless = Endless()
    environ, _ = sent(endless, CONTENT_LENGTH="2000")

    assert environ["wsgi.input"] is endless
