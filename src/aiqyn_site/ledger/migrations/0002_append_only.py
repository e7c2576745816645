"""What makes the ledger append-only: the database itself refuses to change or delete a recorded row."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

TABLES = ("ledger_entity", "ledger_source", "ledger_statement", "ledger_file", "ledger_seal")
MESSAGE = "the ledger is append-only: record a retraction instead"


def forbid_changes(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Add the unique index on statement digests and the triggers that refuse UPDATE, DELETE, REPLACE and TRUNCATE."""
    schema_editor.execute("CREATE UNIQUE INDEX ledger_statement_digest ON ledger_statement (digest)")
    if schema_editor.connection.vendor == "sqlite":
        for table in TABLES:
            for event in ("UPDATE", "DELETE"):
                schema_editor.execute(
                    f"CREATE TRIGGER {table}_no_{event.lower()} BEFORE {event} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
                )
            # INSERT OR REPLACE would delete the row in its way without firing the trigger on DELETE.
            taken = f"EXISTS (SELECT 1 FROM {table} WHERE number = NEW.number)"
            if table == "ledger_statement":
                taken += f" OR EXISTS (SELECT 1 FROM {table} WHERE digest = NEW.digest)"
            schema_editor.execute(
                f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {taken} "
                f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
            )
        return
    schema_editor.execute(
        "CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{MESSAGE}'; END $$"
    )
    for table in TABLES:
        schema_editor.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()"
        )


class Migration(migrations.Migration):
    """Follows the creation of the tables."""

    dependencies = (("ledger", "0001_initial"),)
    operations = (migrations.RunPython(forbid_changes, migrations.RunPython.noop),)
