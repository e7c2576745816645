"""The ledger app."""

from __future__ import annotations

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Holds what was recorded. The database itself refuses to change or delete it."""

    name = "aiqyn_site.ledger"
    label = "ledger"
