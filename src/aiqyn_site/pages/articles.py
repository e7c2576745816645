"""The articles: the list of ours and of what others wrote, one article, its feeds, the count of its reads."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse

from aiqyn.prose.header import Header, Note
from aiqyn.vocabulary import load_vocabulary
from aiqyn.words.date_text import date_text
from aiqyn.words.digits import count_text
from aiqyn.words.wording import LANGUAGE_NAMES, Wording
from aiqyn_site.articles import queries as catalogue
from aiqyn_site.articles.queries import Article, Outside
from aiqyn_site.articles.reads import count_read, reads_before, today
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.ledger.queries import Recorded
from aiqyn_site.networks import address_of
from aiqyn_site.pages.addresses import article_url, entity_url, source_url
from aiqyn_site.pages.entrance import missing
from aiqyn_site.pages.feeds import Entry, Feed, feed_response
from aiqyn_site.pages.figure import Figure
from aiqyn_site.pages.frame import host_of, render
from aiqyn_site.pages.narrative import Narrative, narrative
from aiqyn_site.pages.paging import PageLink, page_links, page_number, page_query
from aiqyn_site.pages.printer import Printer, printer_for
from aiqyn_site.pages.wording import wording

_PER_PAGE = 20
_DRAWN_SHOWN = 3
_IN_FEED = 50
_OWN, _OUTSIDE = "own", "outside"
_IMAGE = b'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'


class Choice(NamedTuple):
    """A link that narrows a list; a current one takes its filter away."""

    label: str
    href: str
    current: bool = False
    lang: str = ""
    number: str = ""


class Card(NamedTuple):
    """An article of ours as a list shows it."""

    title: str
    lead: str
    href: str
    published: str
    byline: str
    language: str
    minutes: str
    projects: str
    tags: tuple[Choice, ...]


class Drawn(NamedTuple):
    """A statement drawn from an outside article, with what it is about."""

    name: str
    name_lang: str
    href: str
    label: str
    figure: Figure


class Citation(NamedTuple):
    """An article of others and what the register drew from it."""

    title: str
    title_lang: str
    described: str
    href: str
    about: str
    drawn: str
    statements: tuple[Drawn, ...]


class ArticlesView(NamedTuple):
    """All that the template of the list prints."""

    kinds: tuple[Choice, ...]
    tags: tuple[Choice, ...]
    projects: tuple[Choice, ...]
    own: tuple[Card, ...]
    shows_own: bool
    outside: tuple[Citation, ...]
    outside_total: str
    shows_outside: bool
    pages: tuple[PageLink, ...]


class Dated(NamedTuple):
    """A revision or a correction in words."""

    date: str
    note: str


class ArticleView(NamedTuple):
    """All that the template of an article prints."""

    slug: str
    card: Card
    text: Narrative
    revised: tuple[Dated, ...]
    corrections: tuple[Dated, ...]
    others: tuple[Choice, ...]
    linked: tuple[Choice, ...]
    used: str
    reads: str
    cite: str
    address: str


class Chosen(NamedTuple):
    """What the list is narrowed to; blank means no filter."""

    kind: str = ""
    tag: str = ""
    project: str = ""

    def query(self) -> str:
        """The filters in canonical order."""
        return urlencode([(key, value) for key, value in self._asdict().items() if value])


# --- the list -----------------------------------------------------------------------------------------------


def page(request: HttpRequest, lang: str) -> HttpResponse:
    """The articles of the register and those of others, the latest first."""
    t, chosen, number = wording(lang), _chosen(request), page_number(request)
    found = catalogue.articles(lang, tag=chosen.tag, project=chosen.project)
    shows_own = chosen.kind != _OUTSIDE and (number == 1 or chosen.kind == _OWN)
    shows_outside = chosen.kind != _OWN and not chosen.tag
    outside = catalogue.outside((number - 1) * _PER_PAGE if shows_outside else 0, _PER_PAGE, chosen.project)
    path = f"/{lang}/articles/"
    pages = -(-outside.total // _PER_PAGE)
    feed = _feed(lang, {"project": chosen.project} if chosen.project else {})
    view = ArticlesView(
        kinds=_kinds(t, path, chosen),
        tags=_tags(lang, path, chosen, {tag for one in catalogue.articles(lang) for tag in one.header.tags}),
        projects=_projects(lang, path, chosen),
        own=tuple(_card(lang, one) for one in found) if shows_own else (),
        shows_own=shows_own,
        outside=_citations(lang, outside.items, chosen.project) if shows_outside else (),
        outside_total=count_text(outside.total, lang),
        shows_outside=shows_outside,
        pages=page_links(t, path, chosen.query(), number, pages) if shows_outside else (),
    )
    query = page_query(chosen.query(), number)
    context = {"p": view, "feeds": feed.links()}
    title, described = t("nav_articles"), t("articles_described")
    return render(request, "articles.html", context, lang, title=title, description=described, query=query)


def _chosen(request: HttpRequest) -> Chosen:
    kind, tag, project = (request.GET.get(key, "") for key in Chosen._fields)
    known = load_vocabulary().code_list("article_tag")
    return Chosen(
        kind if kind in {_OWN, _OUTSIDE} else "",
        tag if tag in known else "",
        project if project and ledger.entity(project) is not None else "",
    )


def _kinds(t: Wording, path: str, chosen: Chosen) -> tuple[Choice, ...]:
    return tuple(
        Choice(t(f"articles_{kind or 'all'}"), _href(path, chosen._replace(kind=kind)), kind == chosen.kind)
        for kind in ("", _OWN, _OUTSIDE)
    )


def _tags(lang: str, path: str, chosen: Chosen, used: set[str]) -> tuple[Choice, ...]:
    """The tags that articles have, in the vocabulary's order."""
    return tuple(
        Choice(
            code.label(lang),
            _href(path, chosen._replace(tag="" if code.key == chosen.tag else code.key)),
            code.key == chosen.tag,
        )
        for code in load_vocabulary().code_list("article_tag").values()
        if code.key in used or code.key == chosen.tag
    )


def _projects(lang: str, path: str, chosen: Chosen) -> tuple[Choice, ...]:
    """The things that articles are about, by name."""
    named = {key for one in catalogue.articles(lang) for key in one.header.projects} | {chosen.project} - {""}
    names = ledger.names(named)
    choices = []
    for key in named:
        best = names[key].best(lang)
        href = _href(path, chosen._replace(project="" if key == chosen.project else key))
        choices.append(Choice(best.text, href, key == chosen.project, "" if best.lang in {lang, "zxx"} else best.lang))
    return tuple(sorted(choices, key=lambda one: (one.label.casefold(), one.href)))


def _href(path: str, chosen: Chosen) -> str:
    query = chosen.query()
    return path + (f"?{query}" if query else "")


def _card(lang: str, article: Article) -> Card:
    t, header = wording(lang), article.header
    tags = load_vocabulary().code_list("article_tag")
    return Card(
        title=header.title,
        lead=header.lead,
        href=article_url(lang, article.slug),
        published=date_text(header.published, lang),
        byline=t("comma").join(header.authors),
        language=_language(t, header, lang),
        minutes=t("minutes_to_read", n=article.minutes),
        projects=t("n_projects", n=len(header.projects)) if header.projects else "",
        tags=tuple(Choice(tags[key].label(lang), f"/{lang}/articles/?tag={key}") for key in header.tags if key in tags),
    )


def _language(t: Wording, header: Header, lang: str) -> str:
    if header.original == lang:
        return t("article_original", language=t(f"in_{lang}"))
    return t("article_translation", language=t(f"in_{header.original}"))


def _citations(lang: str, items: Iterable[Outside], project: str) -> tuple[Citation, ...]:
    """Articles of others, each with the first statements drawn from it."""
    cited = [(one, ledger.find_statements(source=one.source.id, entity=project, limit=_DRAWN_SHOWN)) for one in items]
    drawn = [recorded.statement for _, some in cited for recorded in some]
    printer = printer_for(lang, drawn, [said.entity for said in drawn], marks="permanent_link")
    kinds = {key: one.kind for key, one in ledger.entities_by_id(said.entity for said in drawn).items()}
    return tuple(_citation(printer, one, some, kinds) for one, some in cited)


def _citation(printer: Printer, one: Outside, drawn: Iterable[Recorded], kinds: dict[str, str]) -> Citation:
    t, lang, source = printer.t, printer.lang, one.source
    code = printer.vocabulary.codes["source_kind"].get(source.kind)
    language = t(f"lang_{source.lang}") if t.has(f"lang_{source.lang}") else source.lang
    told = (
        source.publisher or t("publisher_unknown"),
        date_text(source.published, lang) or t("undated"),
        language,
        code.label(lang) if code else source.kind,
    )
    seen = source.title_basis == "seen"
    return Citation(
        title=source.title,
        title_lang=source.lang if seen and source.lang != lang else "",
        described="" if seen else t("title_described"),
        href=source_url(lang, source.id),
        about=" · ".join(filter(None, told)),
        drawn=t("n_statements", n=one.statements),
        statements=tuple(_drawn(printer, recorded, kinds) for recorded in drawn),
    )


def _drawn(printer: Printer, recorded: Recorded, kinds: dict[str, str]) -> Drawn:
    said = recorded.statement
    name, name_lang = printer.name(said.entity)
    prop = printer.vocabulary.properties[said.property]
    label = printer.t("comma").join(filter(None, (prop.label(printer.lang), printer.part(said.part))))
    href = entity_url(printer.lang, kinds.get(said.entity, ""), said.entity)
    return Drawn(name, name_lang, href, label, printer.figure(said))


# --- one article --------------------------------------------------------------------------------------------


def article_page(request: HttpRequest, lang: str, identifier: str) -> HttpResponse:
    """An article's page."""
    article = catalogue.article(identifier, lang)
    text = narrative(f"articles/{identifier}", lang) if article is not None else None
    if article is None or text is None:
        return missing(request, lang)
    t, header, path = wording(lang), text.header, article_url(lang, identifier)
    yesterday = (datetime.date.fromisoformat(today()) - datetime.timedelta(days=1)).isoformat()
    register = ledger.register().version
    view = ArticleView(
        slug=identifier,
        card=_card(lang, article),
        text=text,
        revised=_dated(header.revised, lang),
        corrections=_dated(header.corrections, lang),
        others=tuple(
            Choice(LANGUAGE_NAMES[one], article_url(one, identifier), lang=one)
            for one in LANGUAGE_NAMES
            if one != lang and catalogue.article(identifier, one) is not None
        ),
        linked=_linked(lang, header.projects),
        used=t("n_statements", n=len(text.statements)),
        reads=t("reads_until", n=reads_before(identifier, today()), date=date_text(yesterday, lang)),
        cite=t("cite_page", title=header.title, date=date_text(register.recorded[:10], lang), version=register.number),
        address=host_of(request) + path,
    )
    context = {"p": view, "feeds": _feed(lang).links()}
    return render(request, "article.html", context, lang, title=header.title, description=header.lead)


def _dated(notes: Iterable[Note], lang: str) -> tuple[Dated, ...]:
    return tuple(Dated(date_text(one.date, lang), one.note) for one in notes)


def _linked(lang: str, identifiers: Iterable[str]) -> tuple[Choice, ...]:
    """The things an article is about, each with its page."""
    wanted = list(identifiers)
    entities, names = ledger.entities_by_id(wanted), ledger.names(wanted)
    found = []
    for key in wanted:
        if key in entities:
            best = names[key].best(lang)
            other = "" if best.lang in {lang, "zxx"} else best.lang
            found.append(Choice(best.text, entity_url(lang, entities[key].kind, key), lang=other))
    return tuple(found)


def latest_cards(lang: str, n: int) -> tuple[Card, ...]:
    """The newest of our own articles, as a list shows them."""
    return tuple(_card(lang, one) for one in catalogue.latest_articles(lang, n))


def articles_about(lang: str, identifier: str) -> tuple[Card, ...]:
    """The articles about a thing, as its page shows them."""
    return tuple(_card(lang, one) for one in catalogue.articles(lang, project=identifier))


# --- feeds and reads ----------------------------------------------------------------------------------------


def feed(request: HttpRequest, lang: str, form: str) -> HttpResponse:
    """The latest articles as a feed, of a project or of the projects of a region where one is asked for."""
    asked = {key: request.GET.get(key, "") for key in ("project", "region")}
    narrowed = {key: value for key, value in asked.items() if value}
    if any(ledger.entity(value) is None for value in narrowed.values()):
        return missing(request, lang)
    entries = map(_entry, catalogue.articles(lang, **narrowed)[:_IN_FEED])
    return feed_response(request, _feed(lang, narrowed), form, entries)


def _feed(lang: str, narrowed: Mapping[str, str] = MappingProxyType({})) -> Feed:
    names = ledger.names(narrowed.values())
    about = [names[value].best(lang).text for value in narrowed.values()]
    return Feed(lang, "articles", wording(lang)("nav_articles"), narrowed, about)


def _entry(article: Article) -> Entry:
    header = article.header
    return Entry(
        key=[article.slug],
        title=header.title,
        summary=header.lead,
        path=article_url(article.lang, article.slug),
        published=header.published,
        updated=header.updated,
        authors=header.authors,
        tags=header.tags,
    )


def read(request: HttpRequest, slug: str) -> HttpResponse:
    """The image at the end of an article, whose answer counts as a read: once a day for each reader."""
    if not catalogue.languages_of(slug):
        return missing(request)
    is_asked_ahead = "prefetch" in request.headers.get("Sec-Purpose", request.headers.get("Purpose", ""))
    if request.method == "GET" and not is_asked_ahead:
        count_read(slug, address_of(request), today())
    body = _IMAGE if request.method == "GET" else b""
    response = HttpResponse(body, content_type="image/svg+xml")
    response.headers["Cache-Control"] = "private, max-age=86400"
    return response
