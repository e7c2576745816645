"""Derived tables of search. Each row follows from the ledger; `rebuild` replaces them all, `verify` recomputes them.

Besides these there is `search_terms`, which holds the terms of each number and is made by migration 0001 in the way
of each database: a contentless FTS5 table in SQLite, a column of lexemes with a GIN index in PostgreSQL.
"""

from __future__ import annotations

from django.db import models


class Document(models.Model):
    """Something that is found by names of its own. Statements have a number and no row here.

    Numbers run without a gap, kind by kind; within a kind what more is said about comes first. `entity_kind` is that
    of an entity, else blank. `names` is JSON, [language, text] each, the leading ones first; `keys` are the names
    folded, one a line; `stems` the terms of the names; `digest` tells all its terms.
    """

    number = models.BigIntegerField(primary_key=True)
    kind = models.TextField()
    ref = models.TextField()
    entity_kind = models.TextField()
    names = models.TextField()
    keys = models.TextField()
    stems = models.TextField()
    digest = models.TextField()


class Range(models.Model):
    """The numbers of a kind, and a digest of all its terms.

    A statement's number is its place in the ledger plus `first` less one.
    """

    kind = models.TextField(primary_key=True)
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    digest = models.TextField()


class Word(models.Model):
    """A word of a name or a title: its key, its script, and how it is written where it first comes up."""

    number = models.BigIntegerField(primary_key=True)
    key = models.TextField()
    script = models.TextField()
    text = models.TextField()


class Spelling(models.Model):
    """What is left of a word's key when one letter is taken out, by which its mistyped forms are found."""

    left = models.TextField(db_index=True)
    word = models.ForeignKey(Word, models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+")
