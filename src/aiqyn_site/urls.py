"""Addresses of the site."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path


def robots(request: HttpRequest) -> HttpResponse:
    """Everything may be read and archived by anyone."""
    return HttpResponse("User-agent: *\nAllow: /\n", content_type="text/plain; charset=utf-8")


urlpatterns: list[URLPattern | URLResolver] = [
    path("robots.txt", robots),
    path("api/", include("aiqyn_site.api.urls")),
    path("desk/", include("aiqyn_site.desk.urls")),
    path("", include("aiqyn_site.pages.urls")),
]
handler400 = "aiqyn_site.pages.entrance.malformed"
handler403 = "aiqyn_site.pages.entrance.not_found"
handler404 = "aiqyn_site.pages.entrance.not_found"
handler500 = "aiqyn_site.failure.failed"
