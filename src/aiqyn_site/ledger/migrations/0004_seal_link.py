"""Seals are chained as rows are: the day, the moment and the register that one names cannot be changed unseen."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from aiqyn.ledger.identity import CHAIN_START
from aiqyn_site.ledger.seal_link import seal_link

TABLE = "ledger_seal"
_BINARY = {"sqlite": "BLOB NOT NULL DEFAULT x''", "postgresql": "bytea NOT NULL DEFAULT ''"}
_GUARD = "SELECT sql FROM sqlite_master WHERE name = %s"
_FUNCTION = "SELECT pg_get_functiondef(%s::regproc)"
#: What the guard keeps when a text is taken away, now with the link.
_KEPT, _KEPT_NOW = "NEW.register = OLD.register", "NEW.register = OLD.register AND NEW.link = OLD.link"


def add_column(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Add the column as it is: to make the table anew, as Django would on SQLite, would take its triggers away."""
    schema_editor.execute(f"ALTER TABLE {TABLE} ADD COLUMN link {_BINARY[schema_editor.connection.vendor]}")


def chain(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Link the seals there are, while their guard is off, and put it back so that it keeps the link too."""
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(_GUARD, [f"{TABLE}_no_update"])
            guard = cursor.fetchone()[0]
            cursor.execute(f"DROP TRIGGER {TABLE}_no_update")
        else:
            cursor.execute(_FUNCTION, [f"{TABLE}_refuse"])
            guard = cursor.fetchone()[0]
            cursor.execute(f"ALTER TABLE {TABLE} DISABLE TRIGGER {TABLE}_blanked_only")
        head = CHAIN_START
        for seal in apps.get_model("ledger", "Seal").objects.using(connection.alias).order_by("number"):
            head = seal_link(seal, head)
            cursor.execute(f"UPDATE {TABLE} SET link = %s WHERE number = %s", [head, seal.number])
        cursor.execute(guard.replace(_KEPT, _KEPT_NOW))
        if connection.vendor != "sqlite":
            cursor.execute(f"ALTER TABLE {TABLE} ENABLE TRIGGER {TABLE}_blanked_only")


class Migration(migrations.Migration):
    """Follows what may be blanked."""

    dependencies = (("ledger", "0003_blanking"),)
    operations = (
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(add_column, migrations.RunPython.noop)],
            state_operations=[migrations.AddField("seal", "link", models.BinaryField(default=b"", max_length=32))],
        ),
        migrations.RunPython(chain, migrations.RunPython.noop),
    )
