"""The addresses of the public pages."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, re_path

from aiqyn_site.web import (
    all_charts,
    articles,
    changes,
    disagreements,
    home,
    indicators,
    method,
    organisation,
    project,
    projects,
    region,
    search,
    source,
    statement,
    views,
)
from aiqyn_site.web.map import page as map_page
from aiqyn_site.web.map import points as map_points
from aiqyn_site.web.programme import page as programme

_LANG = "(?P<lang>kk|ru|en|zh)"
_ID = "(?P<identifier>[a-z0-9-]{1,64})"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.entrance),
    re_path(rf"^{_LANG}/$", home.page),
    re_path(rf"^{_LANG}/changes/$", changes.page),
    re_path(rf"^{_LANG}/changes/feed\.(?P<form>atom|json)$", changes.feed),
    re_path(rf"^{_LANG}/disagreements/$", disagreements.page),
    re_path(rf"^{_LANG}/map/$", map_page.page),
    re_path(rf"^{_LANG}/map/points\.csv$", map_points.download),
    re_path(rf"^{_LANG}/method/$", method.page),
    re_path(rf"^{_LANG}/programme/(?:(?P<name>events|editions|promises)/)?$", programme.page),
    re_path(rf"^{_LANG}/projects/$", projects.page),
    re_path(rf"^{_LANG}/projects/{_ID}/$", project.page),
    re_path(rf"^{_LANG}/organisations/{_ID}/$", organisation.page),
    re_path(rf"^{_LANG}/regions/{_ID}/$", region.page),
    re_path(rf"^{_LANG}/search/$", search.page),
    re_path(rf"^{_LANG}/sources/{_ID}/$", source.page),
    re_path(rf"^{_LANG}/statements/{_ID}/$", statement.page),
    re_path(rf"^{_LANG}/articles/$", articles.page),
    re_path(rf"^{_LANG}/articles/feed\.(?P<form>atom|json)$", articles.feed),
    re_path(rf"^{_LANG}/articles/{_ID}/$", articles.article_page),
    re_path(r"^reads/(?P<slug>[a-z0-9-]{1,64})\.svg$", articles.read),
    re_path(rf"^{_LANG}/indicators/$", indicators.page),
    re_path(rf"^{_LANG}/indicators/{_ID}/$", indicators.elsewhere),
    re_path(rf"^{_LANG}/charts/$", all_charts.page),
    re_path(rf"^{_LANG}/charts/(?P<name>[a-z0-9-]{{1,80}})\.csv$", indicators.download),
    # Whatever else begins with a language: the same address with its slash, or a helpful refusal.
    re_path(rf"^{_LANG}(?P<rest>/.*)?$", views.elsewhere),
]
