"""The accounts app."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Knows who may sign in. Its tables are no part of the register and are never exported."""

    name = "aiqyn_site.accounts"
    label = "accounts"
