"""The articles: the list of ours and of what others wrote, and the feeds of ours."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from django.http import HttpRequest, HttpResponse

from aiqyn.ledger import Source, Statement
from aiqyn.vocabulary import load_vocabulary
from aiqyn_site.articles import queries as catalogue
from aiqyn_site.articles.queries import Article
from aiqyn_site.ledger import queries as ledger
from aiqyn_site.pages.addresses import article_url
from aiqyn_site.pages.entrance import missing
from aiqyn_site.pages.feeds import Entry, Feed, feed_response
from aiqyn_site.pages.frame import show
from aiqyn_site.pages.listing import Choice, Listing, codes_in
from aiqyn_site.pages.printer import Printer, printer_for
from aiqyn_site.pages.wording import wording

_PER_PAGE = 20
_DRAWN_SHOWN = 3
_IN_FEED = 50
_KINDS = ("", "own", "outside")


def page(request: HttpRequest, lang: str) -> HttpResponse:
    """The articles of the register and those of others, the latest first."""
    listing = Listing(request, lang, f"/{lang}/articles/", _given(request), _PER_PAGE)
    kind, tag, project = listing.given.values()
    # Those of others have no topics. Ours all stand on the first page, unless they are alone.
    shows_own, shows_outside = kind != "outside" and (listing.number == 1 or kind == "own"), kind != "own" and not tag
    start = (listing.number - 1) * _PER_PAGE if shows_outside else 0
    total, publications = catalogue.outside(start, _PER_PAGE, project)
    drawn = [(*counted, _drawn(counted[0], project)) for counted in publications] if shows_outside else []
    statements = [statement for _, _, of_publication in drawn for statement in of_publication]
    articles = catalogue.articles(lang)
    named = {key for article in articles for key in article.header.projects} | {project} - {""}
    entities = {*named, *(statement.entity for statement in statements)}
    say = printer_for(lang, statements, entities, marks="permanent_link")
    return show(
        request,
        lang,
        "articles.html",
        title=say.t("nav_articles"),
        description=say.t("articles_described"),
        query=listing.query,
        feeds=articles_feed(lang, {"project": project} if project else {}).links(),
        say=say,
        listing=listing,
        kinds=listing.choices("kind", dict.fromkeys(_KINDS, 0), lambda key: (say.t(f"articles_{key or 'all'}"), "")),
        tags=_tags(say, listing, articles),
        projects=listing.by_label("project", dict.fromkeys(named, 0), say.name),
        shows_own=shows_own,
        own=catalogue.articles(lang, tag=tag, project=project),
        shows_outside=shows_outside,
        drawn=drawn,
        total=total,
    )


def _given(request: HttpRequest) -> dict[str, str]:
    """What the list is narrowed to, blank where there is no such kind, topic or thing."""
    given = codes_in(request, "kind", "tag", "project")
    known = {
        "kind": given["kind"] in _KINDS,
        "tag": given["tag"] in load_vocabulary().codes["article_tag"],
        "project": bool(given["project"]) and ledger.entity(given["project"]) is not None,
    }
    return {key: value if known[key] else "" for key, value in given.items()}


def _drawn(publication: Source, project: str) -> list[Statement]:
    """The first statements drawn from a publication."""
    recorded = ledger.find_statements(source=publication.id, entity=project, limit=_DRAWN_SHOWN)
    return [item.statement for item in recorded]


def _tags(say: Printer, listing: Listing, articles: Iterable[Article]) -> list[Choice]:
    """The topics that articles have, in the vocabulary's order."""
    used = {tag for article in articles for tag in article.header.tags} | {listing.given["tag"]}
    tags = [tag for tag in say.vocabulary.codes["article_tag"] if tag in used]
    return listing.choices("tag", dict.fromkeys(tags, 0), lambda tag: (say.code("article_tag", tag), ""))


# --- feeds --------------------------------------------------------------------------------------------------


def feed(request: HttpRequest, lang: str, form: str) -> HttpResponse:
    """The latest articles as a feed, of a project or of the projects of a region where one is asked for."""
    asked = {key: request.GET.get(key, "") for key in ("project", "region")}
    given = {key: value for key, value in asked.items() if value}
    if any(ledger.entity(value) is None for value in given.values()):
        return missing(request, lang)
    entries = map(_entry, catalogue.articles(lang, **given)[:_IN_FEED])
    return feed_response(request, articles_feed(lang, given), form, entries)


def articles_feed(lang: str, given: Mapping[str, str] = MappingProxyType({})) -> Feed:
    names = ledger.names(given.values())
    about = [names[value].best(lang).text for value in given.values()]
    return Feed(lang, "articles", wording(lang)("nav_articles"), given, about)


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
