"""What makes the log of the desk append-only: the database itself refuses to change or delete an entry."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

TABLE = "accounts_logentry"
MESSAGE = "the log of the desk is append-only"


def forbid_changes(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Add the triggers that refuse UPDATE, DELETE, REPLACE and TRUNCATE."""
    if schema_editor.connection.vendor == "sqlite":
        for event, when in (
            ("UPDATE", ""),
            ("DELETE", ""),
            # INSERT OR REPLACE would delete the row in its way without firing the trigger on DELETE.
            ("INSERT", f"WHEN EXISTS (SELECT 1 FROM {TABLE} WHERE number = NEW.number) "),
        ):
            schema_editor.execute(
                f"CREATE TRIGGER {TABLE}_no_{event.lower()} BEFORE {event} ON {TABLE} {when}"
                f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
            )
        return
    schema_editor.execute(
        "CREATE FUNCTION accounts_log_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{MESSAGE}'; END $$"
    )
    schema_editor.execute(
        f"CREATE TRIGGER {TABLE}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {TABLE} "
        "FOR EACH STATEMENT EXECUTE FUNCTION accounts_log_refuse()"
    )


class Migration(migrations.Migration):
    """Follows the creation of the tables."""

    dependencies = (("accounts", "0001_initial"),)
    operations = (migrations.RunPython(forbid_changes, migrations.RunPython.noop),)
