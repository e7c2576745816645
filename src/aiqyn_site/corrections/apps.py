"""The corrections app."""

from __future__ import annotations

from django.apps import AppConfig


class CorrectionsConfig(AppConfig):
    """Holds what was sent in and waits; what was decided is published in the register's own files."""

    name = "aiqyn_site.corrections"
    label = "corrections"
