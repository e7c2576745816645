"""Search and suggestions for programs: the same answers as the search page gives, by kind."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from aiqyn_site.api.documents import Document, statement_document, statement_page
from aiqyn_site.api.labels import Labels, labels_for
from aiqyn_site.api.parameters import USUAL_FOUND, Given
from aiqyn_site.api.responses import json_response
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.ledger.queries import Recorded
from aiqyn_site.pages.found import address
from aiqyn_site.pages.wording import wording
from aiqyn_site.search.queries import Found, Group, Hit, find, suggest

_USUAL_LANGUAGE = "en"
_SUGGESTED = 8
_IN_API = {"project": "/api/projects/", "source": "/api/sources/"}


def search(request: HttpRequest, given: Given) -> HttpResponse:
    """What a query finds, by kind, and what was tried where words occur nowhere."""
    limit = int(given("limit") or USUAL_FOUND)
    found = find(given("q"), given("kind"), per_kind=limit)
    found = found._replace(groups=tuple(group._replace(hits=group.hits[:limit]) for group in found.groups))
    return json_response(_Answer(found, given("lang")).document())


def suggestions(request: HttpRequest, given: Given) -> HttpResponse:
    """Names that a query could become, with the pages they lead to."""
    lang = given("lang") or _USUAL_LANGUAGE
    names = suggest(given("q"), lang, _SUGGESTED)
    items = [
        {
            "text": one.text,
            "lang": one.lang or None,
            "kind": one.kind,
            "kind_label": {lang: wording(lang)(f"search_kind_{one.kind}")},
            "id": one.ref,
            "page": address(lang, one) or None,
        }
        for one in names
    ]
    return json_response({"items": items})


class _Answer:
    """Builds the document of one answer."""

    def __init__(self, found: Found, lang: str) -> None:
        self.found, self.lang = found, lang
        hits = [hit for group in found.groups for hit in group.hits]
        self.statements = ledger.statements_numbered(int(hit.ref) for hit in hits if hit.kind == "statement")
        named = {hit.ref for hit in hits if hit.kind not in {"statement", "source", "article"}}
        self.labels: Labels = labels_for(named | {said.entity for said in self.statements.values()}, lang)

    def document(self) -> Document:
        """The whole of it."""
        asked = self.found.question
        return {
            "query": asked.text,
            "cut": asked.was_cut,
            "partial": self.found.is_partial,
            "tried": [{"word": one.word, "how": one.how, "instead": list(one.instead)} for one in self.found.tried],
            "groups": [self._group(group) for group in self.found.groups],
        }

    def _group(self, group: Group) -> Document:
        return {
            "kind": group.kind,
            "count": group.total,
            "more": group.is_more,
            "items": [self._item(hit) for hit in group.hits],
        }

    def _item(self, hit: Hit) -> Document:
        if hit.kind == "statement":
            number = int(hit.ref)
            said = self.statements[number]
            return {
                "id": said.id,
                "label": self.labels.entity(said.entity),
                "page": statement_page(said.id, self.lang),
                "href": f"/api/statements/{said.id}",
                "statement": statement_document(Recorded(number, said), self.labels),
            }
        label = self.labels.entity(hit.ref)
        return {
            "id": hit.ref,
            "label": label or dict(reversed(hit.names)),
            "page": address(self.lang or _USUAL_LANGUAGE, hit) or None,
            "href": _IN_API[hit.kind] + hit.ref if hit.kind in _IN_API else None,
            "statement": None,
        }
