"""The same tables, as plain models that manage nothing."""

from __future__ import annotations

from django.db import models


class Entity(models.Model):
    """A project or another entity."""

    number = models.BigAutoField(primary_key=True)
    id = models.TextField(unique=True)
    kind = models.TextField()

    class Meta:
        managed = False
        db_table = "ledger_entity"


class Source(models.Model):
    """A source."""

    number = models.BigAutoField(primary_key=True)
    id = models.TextField()
    url = models.TextField()
    title = models.TextField()
    publisher = models.TextField()
    published = models.TextField()

    class Meta:
        managed = False
        db_table = "ledger_source"


class Statement(models.Model):
    """A statement."""

    number = models.BigAutoField(primary_key=True)
    entity = models.ForeignKey(Entity, models.DO_NOTHING)
    source = models.ForeignKey(Source, models.DO_NOTHING)
    property = models.TextField()
    value = models.TextField()
    unit = models.TextField()
    as_of = models.TextField()
    basis = models.TextField()

    objects: models.Manager[Statement] = models.Manager()

    class Meta:
        managed = False
        db_table = "ledger_statement"
