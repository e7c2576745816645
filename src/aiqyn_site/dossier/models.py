"""The derived table of the dossier: its rows follow from the ledger; `rebuild` replaces them, `verify` checks them."""

from __future__ import annotations

from django.db import models


class Card(models.Model):
    """The disclosure score of a project on the ledger's last day, as lists show it; see `aiqyn.disclosure.score`.

    Scores and `coverage` are in tenths (524 is 52.4), null where nothing was assessed. `stage` and `conditions`
    (apart by spaces) are those the score was computed for. `verdicts` has one letter for each item in the order of
    the checklist (see `derive.LETTERS`). `gains` tells what would raise the score most: `item points`, apart by `;`.
    `assessors` are apart by ` | `.
    """

    project = models.TextField(primary_key=True)
    stage = models.TextField()
    conditions = models.TextField()
    points = models.IntegerField(null=True)
    low = models.IntegerField()
    high = models.IntegerField()
    equal_points = models.IntegerField(null=True)
    assessed = models.IntegerField()
    applicable = models.IntegerField()
    coverage = models.IntegerField()
    rank_allowed = models.SmallIntegerField()
    known_not_disclosed = models.IntegerField()
    verdicts = models.TextField()
    gains = models.TextField()
    digest = models.TextField()
    assessors = models.TextField()
