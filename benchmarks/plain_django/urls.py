"""One address."""

from __future__ import annotations

from django.urls import path

from benchmarks.plain_django.views import project

urlpatterns = [path("projects/<slug:identifier>/", project)]
