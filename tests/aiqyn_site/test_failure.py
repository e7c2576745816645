"""What a form is answered that meets a database which takes nothing: its text is never lost."""

from __future__ import annotations

import logging
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client

from aiqyn_site.accounts.actions import add_person
from aiqyn_site.accounts.models import Role
from aiqyn_site.failure import CauseInOneLine
from tests.aiqyn_site.serving import ask, served
from tests.aiqyn_site.store import Store

TEXT = "What was typed, and shall not be lost: it is long enough to be seen on the page. "
FORM = {"about": "/projects/bridge/", "kind": "correction", "text": TEXT * 60, "link": ""}
#: What keeps the database from taking anything, and what it is called in Russian.
KEPT = {
    "PRAGMA max_page_count = 1": "На сайте не осталось места",
    "PRAGMA query_only = ON": "Сейчас ничего нельзя сохранить",
}


@pytest.mark.parametrize("pragma", KEPT)
def test_a_form_that_cannot_be_written_down_is_given_back(
    small_store: Store, caplog: pytest.LogCaptureFixture, pragma: str
) -> None:
    with small_store.used():
        with connection.cursor() as cursor:
            cursor.execute(pragma)
        caplog.handler.addFilter(CauseInOneLine())
        with caplog.at_level(logging.ERROR, "django.request"):
            answer = Client(raise_request_exception=False).post("/ru/corrections/new/", FORM)
        page = answer.content.decode()

    assert (answer.status_code, answer["Content-Language"]) == (503, "ru")
    assert KEPT[pragma] in page
    assert TEXT in page
    assert "ещё раз" in page
    assert "Traceback" not in caplog.text
    assert str(small_store.file) in caplog.text


def test_a_form_is_given_back_where_the_database_is_gone(small_store: Store) -> None:
    with served(small_store) as (port, _):
        ask(port, "/en/corrections/new/")
        small_store.file.rename(small_store.file.with_name("elsewhere"))
        for end in ("-wal", "-shm"):
            small_store.file.with_name(small_store.file.name + end).unlink(missing_ok=True)
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        status, _, page = ask(port, "/en/corrections/new/", "POST", body=urlencode(FORM), **headers)

    assert status == 503
    assert TEXT in page.decode()
    assert "The register cannot be reached at the moment" in page.decode()


def test_the_desk_gives_back_in_the_language_of_the_account(small_store: Store) -> None:
    with small_store.used():
        add_person("aru", Role.EDITOR, "three quiet rivers", "en", "")
        client = Client(raise_request_exception=False, HTTP_ACCEPT_LANGUAGE="zh")
        client.post("/desk/sign-in/", {"name": "aru", "password": "three quiet rivers"})
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA query_only = ON")
        answer = client.post("/desk/language/", {"language": "ru"})

    assert (answer.status_code, answer["Content-Language"]) == (503, "en")
