"""Rows whose text can be taken away: their salts, the table that tells of it, and triggers that let it be done.

The text of a row may change only while a blanking stands that no seal covers yet, that is within the transaction that
made it, and only into what that blanking says; the row keeps its number, its link and what it is about.
"""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

MESSAGE = "the ledger is append-only: record a retraction instead"
#: The columns that no blanking changes.
KEPT = {
    "ledger_statement": ("number", "link", "entity_id", "source_id", "recorded"),
    "ledger_file": ("number", "link", "name"),
}
_COUNTED = ("entities", "sources", "statements", "files", "blankings")
_OPEN = "b.number > coalesce((SELECT s.blankings FROM ledger_seal s ORDER BY s.number DESC LIMIT 1), 0)"
_EMPTY = {"sqlite": "x''", "postgresql": "''"}
_NOUGHT = {"sqlite": f"x'{bytes(32).hex()}'", "postgresql": f"'\\x{bytes(32).hex()}'"}
_BYTES = {"sqlite": "BLOB", "postgresql": "bytea"}


def _may_blank(table: str) -> str:
    same = " AND ".join(f"NEW.{column} = OLD.{column}" for column in KEPT[table])
    return (
        f"{same} AND length(NEW.salt) = 0 AND EXISTS (SELECT 1 FROM ledger_blanking b WHERE b.\"table\" = '{table}'"
        f" AND b.\"row\" = OLD.number AND b.becomes = NEW.digest AND {_OPEN})"
    )


#: A seal forgets the digest of the file it was loaded from, by which a guess at what stood there could be tried.
_MAY_FORGET = (
    "NEW.file_bytes = 0 AND length(NEW.file_digest) = 0"
    f" AND EXISTS (SELECT 1 FROM ledger_blanking b WHERE {_OPEN})"
    + "".join(
        f" AND NEW.{column} = OLD.{column}"
        for column in ("number", "register", "loaded_at", "recorded", *_COUNTED, *(f"{name}_head" for name in _COUNTED))
    )
)
#: Under which condition a row may become what it is about to become.
_CONDITIONS = {table: _may_blank(table) for table in KEPT} | {"ledger_seal": _MAY_FORGET}


def add_columns(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Add the columns as they are: to make a table anew, as Django would on SQLite, would take its triggers away."""
    vendor = schema_editor.connection.vendor
    for table in KEPT:
        schema_editor.execute(f"ALTER TABLE {table} ADD COLUMN salt {_BYTES[vendor]} NOT NULL DEFAULT {_EMPTY[vendor]}")
    schema_editor.execute("ALTER TABLE ledger_seal ADD COLUMN blankings bigint NOT NULL DEFAULT 0")
    schema_editor.execute(
        f"ALTER TABLE ledger_seal ADD COLUMN blankings_head {_BYTES[vendor]} NOT NULL DEFAULT {_NOUGHT[vendor]}"
    )


def allow_blanking(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Guard the new table as the others are, and let the triggers on UPDATE pass what a blanking tells of."""
    if schema_editor.connection.vendor == "sqlite":
        _allow_on_sqlite(schema_editor)
    else:
        _allow_on_postgresql(schema_editor)


def _allow_on_sqlite(schema_editor: BaseDatabaseSchemaEditor) -> None:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
    for event in ("UPDATE", "DELETE"):
        schema_editor.execute(
            f"CREATE TRIGGER ledger_blanking_no_{event.lower()} BEFORE {event} ON ledger_blanking {refuse}"
        )
    schema_editor.execute(
        "CREATE TRIGGER ledger_blanking_no_replace BEFORE INSERT ON ledger_blanking"
        f" WHEN EXISTS (SELECT 1 FROM ledger_blanking WHERE number = NEW.number) {refuse}"
    )
    for table, condition in _CONDITIONS.items():
        schema_editor.execute(f"DROP TRIGGER {table}_no_update")
        schema_editor.execute(
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} WHEN ({condition}) IS NOT TRUE {refuse}"
        )


def _allow_on_postgresql(schema_editor: BaseDatabaseSchemaEditor) -> None:
    schema_editor.execute(
        "CREATE TRIGGER ledger_blanking_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_blanking"
        " FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()"
    )
    for table, condition in _CONDITIONS.items():
        schema_editor.execute(
            f"CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF ({condition}) IS NOT TRUE THEN RAISE EXCEPTION '{MESSAGE}'; END IF; RETURN NEW; END $$"
        )
        schema_editor.execute(f"DROP TRIGGER {table}_append_only ON {table}")
        schema_editor.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE DELETE OR TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()"
        )
        schema_editor.execute(
            f"CREATE TRIGGER {table}_blanked_only BEFORE UPDATE ON {table}"
            f" FOR EACH ROW EXECUTE FUNCTION {table}_refuse()"
        )


class Migration(migrations.Migration):
    """Follows the first guards."""

    dependencies = (("ledger", "0002_append_only"),)
    operations = (
        migrations.CreateModel(
            name="Blanking",
            fields=[
                ("number", models.BigAutoField(primary_key=True, serialize=False)),
                ("digest", models.BinaryField(max_length=20)),
                ("link", models.BinaryField(max_length=8)),
                ("table", models.TextField()),
                ("row", models.BigIntegerField()),
                ("commitment", models.BinaryField(max_length=32)),
                ("becomes", models.BinaryField(max_length=20)),
                ("day", models.TextField()),
                ("reason", models.TextField()),
                ("asked_by", models.TextField()),
                ("confirmed_by", models.TextField()),
            ],
            options={"abstract": False},
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(add_columns, migrations.RunPython.noop)],
            state_operations=[
                *(
                    migrations.AddField(model, "salt", models.BinaryField(default=b"", max_length=16))
                    for model in ("statement", "file")
                ),
                migrations.AddField("seal", "blankings", models.BigIntegerField(default=0)),
                migrations.AddField("seal", "blankings_head", models.BinaryField(default=bytes(32), max_length=32)),
            ],
        ),
        migrations.RunPython(allow_blanking, migrations.RunPython.noop),
    )
