"""The inbox app."""

from __future__ import annotations

from django.apps import AppConfig


class InboxConfig(AppConfig):
    """Holds what was sent in and waits; what was decided is published in the register's own files.

    Its tables kept the name they were made under, so that no database has to be changed for a name.
    """

    name = "aiqyn_site.inbox"
    label = "corrections"
