"""Signing in at the desk: what lets one in, what does not, and what a session is worth."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from aiqyn_site.accounts import actions, sessions
from aiqyn_site.accounts.actions import set_language
from aiqyn_site.accounts.models import Person
from tests.aiqyn_site.desk.conftest import PASSWORD, SignIn

FORM = "/desk/sign-in/"
PLACES = ("/desk/", "/desk/log/", "/desk/assess/")
PUBLIC = ("/", "/en/", "/en/projects/", "/ru/projects/zhanatas-wind/", "/api/projects", "/robots.txt")


def attempt(client: Client, name: str = "aru", password: str = PASSWORD, **more: str) -> Any:
    return client.post(FORM, {"name": name, "password": password, **more}, headers={"Accept-Language": "en"})


def test_the_right_password_opens_the_desk(editor: Person, client: Client) -> None:
    assert attempt(client).headers["Location"] == "/desk/"
    assert "Editor one" in client.get("/desk/").content.decode()


@pytest.mark.parametrize("path", PLACES)
def test_without_signing_in_one_is_sent_to_the_form_and_then_back(editor: Person, client: Client, path: str) -> None:
    sent = client.get(path)
    assert sent.headers["Location"] == f"/desk/sign-in/?next={path}"
    form = client.get(sent.headers["Location"]).content.decode()
    after = re.search(r'name="next" value="([^"]*)"', form)
    assert attempt(client, next=after[1] if after else "").headers["Location"] == path


@pytest.mark.parametrize(
    ("name", "password"), [("aru", "wrong wrong wrong"), ("nobody", PASSWORD), ("", ""), ("aru", ""), ("ARU'--", "x")]
)
def test_a_wrong_name_and_a_wrong_password_are_told_apart_by_nothing(
    editor: Person, client: Client, name: str, password: str
) -> None:
    answer = attempt(client, name, password)

    assert answer.status_code == 403
    assert "The name or the password is not right" in answer.content.decode()
    assert client.get("/desk/").status_code == 302


def test_a_disabled_account_cannot_sign_in_and_is_signed_out(editor: Person, sign_in: SignIn, client: Client) -> None:
    before = sign_in(editor)
    actions.disable("aru")

    assert attempt(client).status_code == 403
    assert before.get("/desk/").status_code == 302


def test_a_new_password_ends_the_sessions_of_the_old_one(editor: Person, sign_in: SignIn, client: Client) -> None:
    before = sign_in(editor)
    actions.set_password("aru", "another long password")

    assert before.get("/desk/").status_code == 302
    assert attempt(client).status_code == 403
    assert attempt(client, password="another long password").status_code == 302


def test_a_session_somebody_else_knew_is_worth_nothing_after_signing_in(editor: Person, client: Client) -> None:
    session = client.session
    session["planted"] = "yes"
    session.save()
    client.cookies["aiqyn_desk"] = session.session_key
    attempt(client)
    after = client.cookies["aiqyn_desk"].value
    thief = Client()
    thief.cookies["aiqyn_desk"] = session.session_key

    assert after != session.session_key
    assert thief.get("/desk/").status_code == 302
    assert "planted" not in client.session


def test_signing_in_makes_a_new_token_for_forms(editor: Person) -> None:
    client = Client(enforce_csrf_checks=True)
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', client.get(FORM).content.decode())
    assert token
    before = client.cookies["aiqyn_form"].value
    assert attempt(client, csrfmiddlewaretoken=token[1]).status_code == 302
    client.get("/desk/")

    assert client.cookies["aiqyn_form"].value != before


@pytest.mark.parametrize("seconds", [sessions.IDLE_LIMIT + 60, sessions.WHOLE_LIMIT + 60])
def test_a_session_ends_by_itself(
    editor: Person, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch, seconds: int
) -> None:
    client = sign_in(editor)
    later = time.time() + seconds
    monkeypatch.setattr(sessions.time, "time", lambda: later)

    assert client.get("/desk/").status_code == 302
    assert not Session.objects.exists()


def test_a_session_that_is_used_lasts_until_its_whole_time_is_over(
    editor: Person, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in(editor)
    begin = time.time()
    for hours in range(1, 13):
        now = begin + hours * 3601
        monkeypatch.setattr(sessions.time, "time", lambda now=now: now)
        assert client.get("/desk/").status_code == (200 if hours < 12 else 302), hours


def test_signing_out_ends_the_session_in_the_database(editor: Person, sign_in: SignIn) -> None:
    client = sign_in(editor)
    key = client.cookies["aiqyn_desk"].value
    client.post("/desk/sign-out/")
    thief = Client()
    thief.cookies["aiqyn_desk"] = key

    assert thief.get("/desk/").status_code == 302
    assert client.get("/desk/sign-out/").status_code == 405


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example/",
        "//evil.example/desk/",
        "/\\evil.example",
        "/desk/\\..\\..",
        "/desk/\r\nSet-Cookie: a=b",
        "javascript:alert(1)",
        "/en/",
        "/desk",
        "",
        "/desk/sign-in/?next=/desk/",
        "/desk/" + "a" * 400,
    ],
)
def test_after_signing_in_one_is_sent_nowhere_but_to_the_desk(editor: Person, client: Client, wanted: str) -> None:
    assert attempt(client, next=wanted).headers["Location"] == "/desk/"
    assert client.get(FORM, {"next": wanted}).headers["Location"] == "/desk/"


@pytest.mark.parametrize("path", ["/desk/sign-in/", "/desk/sign-out/", "/desk/language/"])
def test_a_form_without_the_pages_token_changes_nothing(editor: Person, sign_in: SignIn, path: str) -> None:
    client = sign_in(editor)
    client.handler.enforce_csrf_checks = True
    refused = client.post(path, {"language": "zh", "name": "aru", "password": PASSWORD})

    assert refused.status_code == 403
    assert "Nothing was changed" in refused.content.decode()
    assert "Editor one" in client.get("/desk/").content.decode()


@pytest.mark.parametrize("path", PUBLIC)
def test_public_pages_set_no_cookie_even_to_who_is_signed_in(editor: Person, sign_in: SignIn, path: str) -> None:
    answer = sign_in(editor).get(path)

    assert not answer.cookies
    assert "Cookie" not in answer.headers.get("Vary", "")


@pytest.mark.parametrize("secure", [False, True])
def test_cookies_are_for_the_desk_alone_and_for_no_script(editor: Person, client: Client, secure: bool) -> None:
    answer = client.post(FORM, {"name": "aru", "password": PASSWORD}, secure=secure)
    form = client.get("/desk/", secure=secure)
    cookies = [*answer.cookies.values(), *form.cookies.values()]

    assert {cookie.key for cookie in cookies} == {"aiqyn_desk", "aiqyn_form"}
    for cookie in cookies:
        assert (cookie["path"], cookie["samesite"], cookie["httponly"]) == ("/desk/", "Strict", True)
        assert bool(cookie["secure"]) is secure


def test_nothing_of_the_desk_is_kept_by_a_cache(editor: Person, sign_in: SignIn, client: Client) -> None:
    mine = sign_in(editor)
    for answer in (client.get(FORM), client.get("/desk/"), attempt(client, "x"), *map(mine.get, PLACES)):
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert "script-src 'self'" in answer.headers["Content-Security-Policy"]


def test_an_editor_is_shown_own_entries_of_the_log_and_a_publisher_all(
    editor: Person, publisher: Person, sign_in: SignIn
) -> None:
    own, everything = (sign_in(person).get("/desk/log/").content.decode() for person in (editor, publisher))

    assert "Editor one" in own
    assert "account added" not in own
    assert "Publisher one" not in own
    assert "account added" in everything
    assert re.search(r'datetime="\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"', own)


@pytest.mark.parametrize("lang", ["kk", "ru", "en", "zh"])
def test_the_desk_speaks_the_persons_language(editor: Person, sign_in: SignIn, lang: str) -> None:
    client = sign_in(editor)
    client.post("/desk/language/", {"language": lang, "next": "/desk/log/"})
    page = client.get("/desk/log/").content.decode()

    assert f'<html lang="{lang}">' in page
    set_language(editor, "en")


def test_a_language_the_site_does_not_speak_changes_nothing(editor: Person, sign_in: SignIn) -> None:
    client = sign_in(editor)
    client.post("/desk/language/", {"language": "xx"})

    assert '<html lang="en">' in client.get("/desk/").content.decode()
