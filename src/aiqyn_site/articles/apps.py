"""The articles app."""

from __future__ import annotations

from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    """Reads the texts that the ledger keeps. Its one table counts reads and is no part of the register."""

    name = "aiqyn_site.articles"
    label = "articles"
