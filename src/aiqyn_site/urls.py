"""Addresses of the site."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/", include("aiqyn_site.api.urls")),
    path("", include("aiqyn_site.web.urls")),
]
