"""What a reader is told while the register is being written to."""

from __future__ import annotations

import pytest
from django.test import Client

from aiqyn_site.pages.busy import TOO_BUSY

READ = {
    "kk": ("Бетті дәл қазір ашу мүмкін емес", "Қайта ашу"),
    "ru": ("Страницу сейчас открыть нельзя", "Открыть ещё раз"),
    "en": ("The page cannot be opened at the moment", "Open again"),
    "zh": ("页面暂时无法打开", "重新打开"),
}
PASSWORD = {
    "kk": "оны қайта теріңіз",
    "ru": "введите его ещё раз",
    "en": "type it again",
    "zh": "重新输入",
}


@pytest.mark.parametrize("lang", READ)
def test_who_only_reads_is_not_asked_to_send_anything_again(db: None, client: Client, lang: str) -> None:
    answer = client.get(f"/{lang}/projects/?q=%22a%22", **{TOO_BUSY: True})
    page = answer.content.decode()

    assert answer.status_code == 503
    assert all(words in page for words in READ[lang])
    assert f'href="/{lang}/projects/?q=%22a%22"' in page
    assert "<textarea" not in page
    assert "type it again" not in page
    assert not any(words in page for words in ("Send again", "Отправить ещё раз", "Қайта жіберу", "再次发送"))


@pytest.mark.parametrize("lang", PASSWORD)
def test_a_password_is_not_given_back_and_has_to_be_typed_again(db: None, client: Client, lang: str) -> None:
    answer = client.post(
        f"/desk/sign-in/?in={lang}",
        {"name": "aigerim", "password": "four-secret-words-here"},
        HTTP_ACCEPT_LANGUAGE=lang,
        **{TOO_BUSY: True},
    )
    page = answer.content.decode()

    assert answer.status_code == 503
    assert PASSWORD[lang] in page
    assert "four-secret-words-here" not in page
    assert f'href="/desk/sign-in/?in={lang}"' in page


def test_a_form_is_given_back_with_what_was_typed(db: None, client: Client) -> None:
    text = "The plant was opened a year later than is stated here, as its own report says."
    page = client.post("/en/corrections/new/", {"text": text, "link": "x"}, **{TOO_BUSY: True}).content.decode()

    assert text in page
    assert "Send again" in page
    assert "Open again" not in page


def test_a_form_that_could_not_be_read_is_not_called_kept(db: None, client: Client) -> None:
    page = client.post("/en/corrections/new/", **{TOO_BUSY: True}).content.decode()

    assert "Back to the form" in page
    assert "kept" not in page.partition("<main")[2].partition("</main>")[0]
