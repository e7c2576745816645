"""The search app."""

from __future__ import annotations

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Holds derived rows only; nothing here is ever edited."""

    name = "aiqyn_site.search"
    label = "search"
