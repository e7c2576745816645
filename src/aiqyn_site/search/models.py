"""Derived tables of search. Each row follows from the ledger; `rebuild` replaces them all, `verify` recomputes them.

Besides these there is `search_terms`, which holds the terms of each number and is made by migration 0001 in the way
of each database: a contentless FTS5 table in SQLite, a column of lexemes with a GIN index in PostgreSQL.
"""

from __future__ import annotations

from django.db import models


class Document(models.Model):
    """Something that is found by names of its own. Statements have a number and no row here.

    Its number follows from its kind, from how much is said about it, so that what more is said about comes first, and
    from its number in the ledger. `entity_kind` is that of an entity, else blank. `names` is JSON, [language, text]
    each, the leading ones first; `keys` are the names folded, one a line; `stems` the terms of the names; `terms` all
    its terms, which the index must be told to forget them.
    """

    json_columns = ("names",)

    number = models.BigAutoField(primary_key=True)
    kind = models.TextField()
    ref = models.TextField()
    entity_kind = models.TextField()
    names = models.TextField()
    keys = models.TextField()
    stems = models.TextField()
    terms = models.TextField()

    class Meta:
        indexes = (models.Index(fields=["ref", "kind"], name="search_document_ref"),)


class Word(models.Model):
    """A word of a document's names: its key, its script, and how it is written where it first comes up."""

    pk = models.CompositePrimaryKey("key", "script", "document")
    document = models.BigIntegerField()
    key = models.TextField()
    script = models.TextField()
    text = models.TextField()

    class Meta:
        indexes = (models.Index(fields=["document"], name="search_word_document"),)


class Spelling(models.Model):
    """What is left of the key of a word when one letter is taken out, by which its mistyped forms are found."""

    pk = models.CompositePrimaryKey("left", "key")
    left = models.TextField()
    key = models.TextField()

    class Meta:
        indexes = (models.Index(fields=["key"], name="search_spelling_key"),)
