"""The projects app."""

from __future__ import annotations

from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    """Holds derived rows only; nothing here is ever edited."""

    name = "aiqyn_site.projects"
    label = "projects"
