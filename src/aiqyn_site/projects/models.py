"""Derived tables. Each row follows from the ledger; `rebuild` replaces them all, `verify` recomputes them.

A row's `number` is its subject's number in the ledger and its place among the rows of that subject, so that the rows
of one subject can be made anew while all others stand. It is an AutoField only because SQLite keeps rows by such a
number without an index of its own.
"""

from __future__ import annotations

from django.db import models


class Name(models.Model):
    """The leading name of an entity in one language, and the statement that gives it."""

    number = models.BigAutoField(primary_key=True)
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

    json_columns = ("facets", "card", "resolution")

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

    json_columns = ("body",)

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


class Promise(models.Model):
    """A date of a project that was promised and came; see `aiqyn.ledger.promise`. `body` is JSON.

    What begins with `first` is counted from the first promise, the rest from the leading one. `slip` orders: the
    middle of the slip from the first promise in days, far below any real one where none can be counted.
    """

    json_columns = ("body",)

    number = models.BigAutoField(primary_key=True)
    entity = models.TextField()
    property = models.TextField()
    part = models.TextField()
    verdict = models.TextField()
    least_days = models.IntegerField(null=True)
    most_days = models.IntegerField(null=True)
    least_months = models.IntegerField(null=True)
    most_months = models.IntegerField(null=True)
    first_verdict = models.TextField()
    first_least_days = models.IntegerField(null=True)
    first_most_days = models.IntegerField(null=True)
    first_least_months = models.IntegerField(null=True)
    first_most_months = models.IntegerField(null=True)
    slip = models.FloatField()
    body = models.TextField()

    class Meta:
        indexes = (
            models.Index(fields=["-slip", "number"], name="projects_promise_slip"),
            models.Index(fields=["entity"], name="projects_promise_entity"),
        )


class Change(models.Model):
    """A day on which something was recorded of a subject: how many statements, and how many were known before.

    `first` is 1 on the first day of a subject, else 0. What exactly changed is worked out when it is asked for.
    """

    number = models.BigAutoField(primary_key=True)
    day = models.TextField()
    first = models.IntegerField()
    subject = models.TextField()
    statements = models.IntegerField()
    before = models.IntegerField()

    class Meta:
        indexes = (
            models.Index(fields=["-day", "first", "number"], name="projects_change_day"),
            models.Index(fields=["subject"], name="projects_change_subject"),
        )


class Build(models.Model):
    """Which seal of the ledger the derived rows follow from, and which edition of the code derived them."""

    number = models.BigAutoField(primary_key=True)
    seal = models.BigIntegerField()
    recipe = models.TextField()
