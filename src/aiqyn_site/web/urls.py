"""The addresses of the public pages."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, re_path

from aiqyn_site.web import (
    disagreements,
    home,
    method,
    organisation,
    project,
    projects,
    region,
    source,
    statement,
    views,
)

_LANG = "(?P<lang>kk|ru|en|zh)"
_ID = "(?P<identifier>[a-z0-9-]{1,64})"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.entrance),
    re_path(rf"^{_LANG}/$", home.page),
    re_path(rf"^{_LANG}/disagreements/$", disagreements.page),
    re_path(rf"^{_LANG}/method/$", method.page),
    re_path(rf"^{_LANG}/projects/$", projects.page),
    re_path(rf"^{_LANG}/projects/{_ID}/$", project.page),
    re_path(rf"^{_LANG}/organisations/{_ID}/$", organisation.page),
    re_path(rf"^{_LANG}/regions/{_ID}/$", region.page),
    re_path(rf"^{_LANG}/sources/{_ID}/$", source.page),
    re_path(rf"^{_LANG}/statements/{_ID}/$", statement.page),
    # Whatever else begins with a language: the same address with its slash, or a helpful refusal.
    re_path(rf"^{_LANG}(?P<rest>/.*)?$", views.elsewhere),
]
