"""The dossier app."""

from __future__ import annotations

from django.apps import AppConfig


class DossierConfig(AppConfig):
    """Holds derived rows only; nothing here is ever edited."""

    name = "aiqyn_site.dossier"
    label = "dossier"
