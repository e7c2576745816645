"""What the pages of entities have in common: finding the entity, or saying that there is no such page."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse

from aiqyn.ledger import Entity
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.pages.entrance import missing

_Page = Callable[[HttpRequest, str, Entity], HttpResponse]
_Address = Callable[[HttpRequest, str, str], HttpResponse]


def page_of(kind: str) -> Callable[[_Page], _Address]:
    """Turns a function of request, language and entity into the page at an address with the entity's id."""

    def decorate(page: _Page) -> _Address:
        @wraps(page)
        def at_address(request: HttpRequest, lang: str, identifier: str) -> HttpResponse:
            entity = ledger.entity(identifier)
            if entity is None or entity.kind != kind:
                return missing(request, lang)
            return page(request, lang, entity)

        return at_address

    return decorate
