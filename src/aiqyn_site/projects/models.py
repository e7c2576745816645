"""Derived tables. Each row follows from the ledger; `rebuild` replaces them all, `verify` recomputes them."""

from __future__ import annotations

from django.db import models


class Name(models.Model):
    """The leading name of an entity in one language, and the statement that gives it."""

    entity = models.TextField()
    lang = models.TextField()
    text = models.TextField()
    basis = models.TextField()
    statement = models.TextField()

    class Meta:
        indexes = (models.Index(fields=["entity"], name="projects_name_entity"),)


class Project(models.Model):
    """One project as lists show it. `search` is the folded form of all its names.

    `facets`, `card` and `resolution` (what its statements come to) are JSON. `lat` and `lon` are degrees,
    `radius` metres.
    """

    id = models.TextField(primary_key=True)
    facets = models.TextField()
    search = models.TextField()
    cost_usd = models.FloatField(null=True)
    conflicts = models.IntegerField()
    updated = models.TextField()
    card = models.TextField()
    resolution = models.TextField(default="")
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    radius = models.IntegerField(null=True)
    point_basis = models.TextField(default="")


class Disagreement(models.Model):
    """One disagreement as `aiqyn.ledger` finds it; `body` is JSON."""

    number = models.BigAutoField(primary_key=True)
    kind = models.TextField()
    subject = models.TextField()
    property = models.TextField()
    spread = models.FloatField()
    body = models.TextField()

    class Meta:
        indexes = (
            models.Index(fields=["kind", "-spread", "number"], name="projects_disagreement_kind"),
            models.Index(fields=["subject"], name="projects_disagreement_subject"),
        )


class Build(models.Model):
    """Which seal of the ledger the derived rows follow from, and which edition of the code derived them."""

    number = models.BigAutoField(primary_key=True)
    seal = models.BigIntegerField()
    recipe = models.TextField()
