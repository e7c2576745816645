"""The tables of the ledger. Rows are only ever added: triggers in the database refuse UPDATE and DELETE.

One change there is: the text of a statement or of a file can be taken away by two people (`Blanking`).

Every table counts its rows from 1 (`number`, recorded order). `digest` follows from a row's content, `link` is
the first eight bytes of the hash chain up to the row; the whole heads of the chains stand in `Seal`.
"""

from __future__ import annotations

from django.db import models


class Recorded(models.Model):
    """A row that is never changed."""

    number = models.BigAutoField(primary_key=True)
    digest = models.BinaryField(max_length=20)
    link = models.BinaryField(max_length=8)

    class Meta:
        abstract = True


class Salted(Recorded):
    """A row whose text may be taken away. The chain goes over its digest with the salt, which goes with the text.

    The salt is 16 random bytes; rows of before there were salts have none, and rows whose text was taken away.
    """

    salt = models.BinaryField(max_length=16, default=b"")

    class Meta:
        abstract = True


class Entity(Recorded):
    """What statements are about; its id is for ever."""

    id = models.TextField(unique=True)
    kind = models.TextField()
    part_of = models.TextField()

    class Meta:
        indexes = (models.Index(fields=["kind"], name="ledger_entity_kind"),)


class Source(Recorded):
    """One description of a source; a corrected description is a new row with the same id, and the last one counts."""

    id = models.TextField()
    url = models.TextField()
    title = models.TextField()
    title_basis = models.TextField()
    publisher = models.TextField()
    published = models.TextField()
    published_basis = models.TextField()
    lang = models.TextField()
    kind = models.TextField()
    note = models.TextField()

    class Meta:
        indexes = (models.Index(fields=["id"], name="ledger_source_id"),)


class Statement(Salted):
    """A statement. `entity`, `source` and `said_by` are numbers of rows (of a source: of its first description)."""

    entity = models.ForeignKey(Entity, models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+")
    property = models.TextField()
    value = models.TextField()
    unit = models.TextField()
    lang = models.TextField()
    as_of = models.TextField()
    basis = models.TextField()
    part = models.TextField()
    source = models.ForeignKey(Source, models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+")
    said_by = models.ForeignKey(
        Entity, models.DO_NOTHING, db_constraint=False, db_index=False, null=True, related_name="+"
    )
    place = models.TextField()
    printed = models.TextField()
    confidence = models.TextField()
    note = models.TextField()
    recorded = models.TextField()

    class Meta:
        indexes = (
            models.Index(fields=["entity"], name="ledger_statement_entity"),
            models.Index(fields=["source"], name="ledger_statement_source"),
            models.Index(fields=["property"], name="ledger_statement_property"),
        )


class File(Salted):
    """The bytes of another file of the register folder; the last row of a name counts, no content means removed."""

    name = models.TextField()
    content = models.BinaryField(null=True)

    class Meta:
        indexes = (models.Index(fields=["name"], name="ledger_file_name"),)


class Blanking(Recorded):
    """That the text of a row was taken away: which row of which table, when, why, and who the two people were.

    `commitment` is what the chain took in of the row as it was, `becomes` the digest of what stands there instead. A
    file of which something more is taken away is there again.
    """

    table = models.TextField()
    row = models.BigIntegerField()
    commitment = models.BinaryField(max_length=32)
    becomes = models.BinaryField(max_length=20)
    day = models.TextField()
    reason = models.TextField()
    asked_by = models.TextField()
    confirmed_by = models.TextField()


class Seal(models.Model):
    """The close of one load: how many rows there are and where each chain stands.

    `file_bytes` and `file_digest` (SHA-256) tell the statements file as loaded, so that the next load can tell
    at once that its beginning has not changed. `link` chains the seals, as `seal_link` says.
    """

    number = models.BigAutoField(primary_key=True)
    register = models.TextField()
    loaded_at = models.DateTimeField()
    entities = models.BigIntegerField()
    sources = models.BigIntegerField()
    statements = models.BigIntegerField()
    files = models.BigIntegerField()
    entities_head = models.BinaryField(max_length=32)
    sources_head = models.BinaryField(max_length=32)
    statements_head = models.BinaryField(max_length=32)
    files_head = models.BinaryField(max_length=32)
    blankings = models.BigIntegerField(default=0)
    blankings_head = models.BinaryField(max_length=32, default=bytes(32))
    recorded = models.TextField()
    file_bytes = models.BigIntegerField()
    file_digest = models.BinaryField(max_length=32)
    link = models.BinaryField(max_length=32, default=b"")
