"""The addresses of the public pages."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, re_path

from aiqyn_site.pages import (
    all_charts,
    article,
    articles,
    attachments,
    changes,
    correction,
    corrections,
    disagreements,
    entrance,
    environment,
    hearings,
    home,
    indicators,
    method,
    organisation,
    project,
    projects,
    record,
    region,
    replies,
    safety,
    search,
    source,
    statement,
)
from aiqyn_site.pages.disclosure import card as disclosure_card
from aiqyn_site.pages.disclosure import groups as disclosure_groups
from aiqyn_site.pages.disclosure import items as disclosure_items
from aiqyn_site.pages.disclosure import method as disclosure_method
from aiqyn_site.pages.disclosure import table as disclosure_table
from aiqyn_site.pages.map import map_page, map_points
from aiqyn_site.pages.programme import editions, events, history, promises
from aiqyn_site.pages.requests.urls import urlpatterns as requests_urls

_LANG = "(?P<lang>kk|ru|en|zh)"
_ID = "(?P<identifier>[a-z0-9-]{1,64})"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", entrance.entrance),
    re_path(rf"^{_LANG}/$", home.page),
    re_path(rf"^{_LANG}/changes/$", changes.page),
    re_path(rf"^{_LANG}/changes/feed\.(?P<form>atom|json)$", changes.feed),
    re_path(rf"^{_LANG}/disagreements/$", disagreements.page),
    re_path(rf"^{_LANG}/map/$", map_page.page),
    re_path(rf"^{_LANG}/map/points\.csv$", map_points.download),
    re_path(rf"^{_LANG}/method/$", method.page),
    re_path(rf"^{_LANG}/programme/$", history.page),
    re_path(rf"^{_LANG}/programme/events/$", events.page),
    re_path(rf"^{_LANG}/programme/editions/$", editions.page),
    re_path(rf"^{_LANG}/programme/promises/$", promises.page),
    re_path(rf"^{_LANG}/projects/$", projects.page),
    re_path(rf"^{_LANG}/projects/{_ID}/$", project.page),
    re_path(rf"^{_LANG}/projects/{_ID}/disclosure/$", disclosure_card.page),
    re_path(rf"^{_LANG}/projects/{_ID}/disclosure/score\.json$", disclosure_card.document),
    re_path(rf"^{_LANG}/disclosure/$", disclosure_table.page),
    re_path(rf"^{_LANG}/disclosure/scores\.csv$", disclosure_table.download),
    re_path(rf"^{_LANG}/disclosure/(?P<name>regions|companies)/$", disclosure_groups.page),
    re_path(rf"^{_LANG}/disclosure/items/$", disclosure_items.page),
    re_path(rf"^{_LANG}/disclosure/method/$", disclosure_method.page),
    re_path(rf"^{_LANG}/organisations/{_ID}/$", organisation.page),
    re_path(rf"^{_LANG}/regions/{_ID}/$", region.page),
    re_path(rf"^{_LANG}/search/$", search.page),
    re_path(rf"^{_LANG}/sources/{_ID}/$", source.page),
    re_path(rf"^{_LANG}/statements/{_ID}/$", statement.page),
    re_path(rf"^{_LANG}/articles/$", articles.page),
    re_path(rf"^{_LANG}/articles/feed\.(?P<form>atom|json)$", articles.feed),
    re_path(rf"^{_LANG}/articles/{_ID}/$", article.page),
    re_path(r"^documents/(?P<name>[A-Za-z0-9][A-Za-z0-9_.-]{0,63})$", attachments.download),
    re_path(r"^reads/(?P<slug>[a-z0-9-]{1,64})\.svg$", article.read),
    re_path(rf"^{_LANG}/indicators/$", indicators.page),
    re_path(rf"^{_LANG}/indicators/{_ID}/$", indicators.elsewhere),
    re_path(rf"^{_LANG}/charts/$", all_charts.page),
    re_path(rf"^{_LANG}/charts/(?P<name>[a-z0-9-]{{1,80}})\.csv$", all_charts.download),
    *requests_urls,
    re_path(rf"^{_LANG}/corrections/$", corrections.page),
    re_path(rf"^{_LANG}/corrections/new/$", correction.page),
    re_path(rf"^{_LANG}/corrections/receipt/$", corrections.receipt),
    re_path(rf"^{_LANG}/replies/$", replies.page),
    re_path(rf"^{_LANG}/replies/{_ID}/$", replies.reply),
    re_path(rf"^{_LANG}/safety/$", safety.page),
    re_path(rf"^{_LANG}/environment/$", environment.page),
    re_path(rf"^{_LANG}/records/{_ID}/$", record.page),
    re_path(rf"^{_LANG}/hearings/$", hearings.page),
    re_path(rf"^{_LANG}/hearings/feed\.(?P<form>atom|json)$", hearings.feed),
    re_path(rf"^{_LANG}/hearings/hearings\.ics$", hearings.calendar),
    # Whatever else begins with a language: the same address with its slash, or a helpful refusal.
    re_path(rf"^{_LANG}(?P<rest>/.*)?$", entrance.elsewhere),
]
