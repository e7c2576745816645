"""The answer when making an answer failed: it asks nothing of the database, which may be what failed."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse
from django.utils.html import escape

from aiqyn.words.word_tables import LANGUAGE_NAMES
from aiqyn_site.pages.wording import texts


def failed(request: HttpRequest) -> HttpResponse:
    """Django's handler for a failure: a page in four languages, for the API a problem document."""
    if request.path.startswith("/api/"):
        problem = {"type": "about:blank", "title": texts()["en"]["failed_title"], "status": 500}
        return HttpResponse(json.dumps(problem), status=500, content_type="application/problem+json")
    sections = "".join(
        f'<section lang="{lang}"><h1>{escape(texts()[lang]["failed_title"])}</h1>'
        f'<p>{escape(texts()[lang]["failed"])}</p><p><a href="/{lang}/">{escape(name)}</a></p></section>'
        for lang, name in LANGUAGE_NAMES.items()
    )
    head = '<!doctype html><html lang="kk"><head><meta charset="utf-8"><title>500 · Aiqyn</title></head>'
    return HttpResponse(f"{head}<body><main>{sections}</main></body></html>", status=500)
