"""People at the desk, and browsers that are signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

if TYPE_CHECKING:
    from aiqyn_site.accounts.models import Person

PASSWORD = "four unrelated words here"


class SignIn(Protocol):
    """Signs a person in, in a browser of their own."""

    def __call__(self, person: Person) -> Client: ...


def account(*arguments: str) -> Person:
    """A new account."""
    from aiqyn_site.accounts.actions import add_person

    name, role, shown_as = arguments
    return add_person(name, role, PASSWORD, "en", shown_as)


@pytest.fixture(autouse=True)
def _quick(settings: Settings) -> None:
    """Passwords are hashed fast."""
    settings.PASSWORD_HASHERS = ["tests.aiqyn_site.desk.hashers.Quick"]


@pytest.fixture
def editor(db: None) -> Person:
    """Somebody who may submit."""
    return account("aru", "editor", "Editor one")


@pytest.fixture
def publisher(db: None) -> Person:
    """Somebody who may publish."""
    return account("dana", "publisher", "Publisher one")


@pytest.fixture
def sign_in() -> SignIn:
    """Signs a person in."""

    def signed(person: Person) -> Client:
        client = Client()
        answer = client.post("/desk/sign-in/", {"name": person.name, "password": PASSWORD})
        assert answer.status_code == 302, answer.content
        return client

    return signed
