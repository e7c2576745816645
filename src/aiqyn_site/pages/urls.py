"""The addresses of the public pages."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, re_path

from aiqyn_site.pages import (
    article,
    articles,
    attachments,
    calculator,
    changes,
    correction,
    corrections,
    disagreements,
    draft,
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
    request,
    requests,
    safety,
    search,
    silence,
    source,
    statement,
)
from aiqyn_site.pages.charts import charts_page
from aiqyn_site.pages.disclosure import groups, items, score_card, scores, scoring
from aiqyn_site.pages.map import map_page, map_points
from aiqyn_site.pages.programme import editions, events, history, promises

_LANG = "(?P<lang>kk|ru|en|zh)"
_ID = "(?P<identifier>[a-z0-9-]{1,64})"

urlpatterns: list[URLPattern | URLResolver] = [
    # Django tries them one by one: first those that there are thousands of.
    re_path(rf"^{_LANG}/projects/{_ID}/$", project.page),
    re_path(rf"^{_LANG}/sources/{_ID}/$", source.page),
    re_path(rf"^{_LANG}/statements/{_ID}/$", statement.page),
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
    re_path(rf"^{_LANG}/projects/{_ID}/disclosure/$", score_card.page),
    re_path(rf"^{_LANG}/projects/{_ID}/disclosure/score\.json$", score_card.document),
    re_path(rf"^{_LANG}/disclosure/$", scores.page),
    re_path(rf"^{_LANG}/disclosure/scores\.csv$", scores.download),
    re_path(rf"^{_LANG}/disclosure/(?P<name>regions|companies)/$", groups.page),
    re_path(rf"^{_LANG}/disclosure/items/$", items.page),
    re_path(rf"^{_LANG}/disclosure/method/$", scoring.page),
    re_path(rf"^{_LANG}/organisations/{_ID}/$", organisation.page),
    re_path(rf"^{_LANG}/regions/{_ID}/$", region.page),
    re_path(rf"^{_LANG}/search/$", search.page),
    re_path(rf"^{_LANG}/articles/$", articles.page),
    re_path(rf"^{_LANG}/articles/feed\.(?P<form>atom|json)$", articles.feed),
    re_path(rf"^{_LANG}/articles/{_ID}/$", article.page),
    re_path(r"^documents/(?P<name>[A-Za-z0-9][A-Za-z0-9_.-]{0,63})$", attachments.download),
    re_path(r"^reads/(?P<slug>[a-z0-9-]{1,64})\.svg$", article.read),
    re_path(rf"^{_LANG}/indicators/$", indicators.page),
    re_path(rf"^{_LANG}/indicators/{_ID}/$", indicators.elsewhere),
    re_path(rf"^{_LANG}/charts/$", charts_page.page),
    re_path(rf"^{_LANG}/charts/(?P<name>[a-z0-9-]{{1,80}})\.csv$", charts_page.download),
    re_path(rf"^{_LANG}/requests/$", requests.page),
    re_path(rf"^{_LANG}/requests/calculator/$", calculator.page),
    re_path(rf"^{_LANG}/requests/calculator\.ics$", calculator.calendar_file),
    re_path(rf"^{_LANG}/requests/draft/$", draft.page),
    re_path(rf"^{_LANG}/requests/draft\.txt$", draft.text),
    re_path(rf"^{_LANG}/requests/{_ID}/$", request.page),
    re_path(rf"^{_LANG}/requests/{_ID}/calendar\.ics$", request.calendar_file),
    re_path(rf"^{_LANG}/silence/$", silence.page),
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
