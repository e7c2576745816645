"""The one table of the app: how often an article was read on a day. Nothing about readers is stored."""

from __future__ import annotations

from django.db import models


class Reads(models.Model):
    """How many readers an article had on one day (YYYY-MM-DD, UTC)."""

    slug = models.TextField()
    day = models.TextField()
    count = models.IntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["slug", "day"], name="articles_reads_slug_day"),)
