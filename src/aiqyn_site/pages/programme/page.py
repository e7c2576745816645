"""The programme's pages: history, events, editions of its list, promises; each made once a version and language."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from markupsafe import Markup

from aiqyn_site.ledger import queries as ledger
from aiqyn_site.ledger.version import Version, version
from aiqyn_site.pages.frame import environment, render
from aiqyn_site.pages.programme import content
from aiqyn_site.pages.programme.content import Content
from aiqyn_site.pages.programme.overview import EDITIONS, EVENTS, HISTORY, Counts, count, page_links, teasers
from aiqyn_site.pages.wording import wording


class Made(NamedTuple):
    """A page without its frame."""

    title: str
    description: str
    main: Markup


class _Kept(NamedTuple):
    """What was made of one version of the ledger, by page, language and kind of event."""

    version: Version
    counts: Counts
    pages: dict[tuple[str, str, str], Made]


_kept: _Kept | None = None


def page(request: HttpRequest, lang: str, name: str = HISTORY) -> HttpResponse:
    """One of the four pages; events narrowed to one kind if a known one is asked for."""
    kind = request.GET.get("kind", "") if name == EVENTS else ""
    if kind not in ledger.register().grounds.vocabulary.codes["event_kind"]:
        kind = ""
    made = _made(name, lang, kind)
    query = f"kind={kind}" if kind else ""
    context = {"body": made.main}
    return render(request, "programme.html", context, lang, title=made.title, description=made.description, query=query)


def _made(name: str, lang: str, kind: str) -> Made:
    """A whole page, kept until the ledger changes. Kinds of event are few, so what is kept is."""
    global _kept  # noqa: PLW0603 - one value a process, replaced whole
    now = version()
    kept = _kept
    if kept is None or kept.version != now:
        kept = _kept = _Kept(now, count(), {})
    key = (name, lang, kind)
    if key not in kept.pages:
        kept.pages[key] = _make(kept.counts, *key)
    return kept.pages[key]


def _make(counts: Counts, name: str, lang: str, kind: str) -> Made:
    t, shown = wording(lang), _content(name, lang, kind)
    template = environment(lang).get_template(f"programme/{name or 'history'}.html")
    links = page_links(counts, lang, name)
    further = teasers(counts, lang) if name == HISTORY else ()
    main = Markup(template.render(p=shown, v=shown.view, links=links, teasers=further, t=t, lang=lang))  # noqa: S704 - escapes
    if name == HISTORY:
        return Made(shown.title, shown.lead, main)
    title = f"{shown.title}{t('colon')}{shown.view.chosen}" if kind else shown.title
    return Made(f"{title} · {t('programme_title')}", shown.lead, main)


def _content(name: str, lang: str, kind: str) -> Content[Any]:
    if name == HISTORY:
        return content.history(lang)
    if name == EVENTS:
        return content.events(lang, kind)
    return content.of_the_list(lang) if name == EDITIONS else content.promises(lang)
