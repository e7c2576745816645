"""The log of the desk becomes a hash chain, and tells of the rows that stand: what each was when the chain was made."""

import secrets

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.utils import timezone

from aiqyn.ledger.identity import CHAIN_START
from aiqyn_site.accounts.log import content_of, link_of, row_name, vouch_for

TABLE = "accounts_logentry"
#: What entries vouched for of a decision on what a reader sent in; corrections 0004 makes it more.
_DECISION = ("state", "decided", "kk", "ru", "en", "zh", "entry", "salt")
_BINARY = {"sqlite": ("BLOB", "x''"), "postgresql": ("bytea", "''")}
_GUARD = "SELECT sql FROM sqlite_master WHERE name = %s"


def add_columns(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Add the columns as they are: to make the table anew, as Django would on SQLite, would take its triggers away."""
    binary, empty = _BINARY[schema_editor.connection.vendor]
    schema_editor.execute(f"ALTER TABLE {TABLE} ADD COLUMN \"row\" text NOT NULL DEFAULT ''")
    for name in ("content", "link"):
        schema_editor.execute(f"ALTER TABLE {TABLE} ADD COLUMN {name} {binary} NOT NULL DEFAULT {empty}")


def chain(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Chain the entries there are, and add what tells of the rows there are."""
    connection = schema_editor.connection
    entries = apps.get_model("accounts", "LogEntry").objects.using(connection.alias)
    head, number = CHAIN_START, 0
    with connection.cursor() as cursor:
        guard = ""
        if connection.vendor == "sqlite":
            cursor.execute(_GUARD, [f"{TABLE}_no_update"])
            guard = cursor.fetchone()[0]
            cursor.execute(f"DROP TRIGGER {TABLE}_no_update")
        else:
            cursor.execute(f"ALTER TABLE {TABLE} DISABLE TRIGGER {TABLE}_append_only")
        for entry in entries.order_by("number"):
            head, number = link_of(entry, head), entry.number
            cursor.execute(f"UPDATE {TABLE} SET link = %s WHERE number = %s", [head, number])
        cursor.execute(guard or f"ALTER TABLE {TABLE} ENABLE TRIGGER {TABLE}_append_only")
    now = timezone.now().replace(microsecond=0)
    decided = apps.get_model("corrections", "Proposal").objects.using(connection.alias).exclude(state="new")
    for action, rows in (
        ("account_stands", apps.get_model("accounts", "Person").objects.using(connection.alias)),
        ("verdict_stands", apps.get_model("accounts", "Submission").objects.using(connection.alias)),
        ("blanking_stands", apps.get_model("accounts", "BlankingRequest").objects.using(connection.alias)),
        ("decision_stands", decided),
    ):
        for row in rows.order_by("pk"):
            number += 1
            entry = entries.model(
                number=number, at=now, action=action, about=row_name(row), row=row_name(row), content=_vouch(row)
            )
            entry.link = head = link_of(entry, head)
            entry.save(using=connection.alias, force_insert=True)


def _vouch(row: models.Model) -> bytes:
    if row._meta.db_table != "corrections_proposal":
        return vouch_for(row)
    row.salt = secrets.token_bytes(16)  # type: ignore[attr-defined]
    row.save(update_fields=["salt"])
    return content_of(row, _DECISION)


class Migration(migrations.Migration):
    """Follows the tables that it tells of."""

    dependencies = (("accounts", "0005_blanking"), ("corrections", "0003_salt"))
    operations = (
        *(
            migrations.AddField(model, "salt", models.BinaryField(default=b"", max_length=16))
            for model in ("submission", "blankingrequest")
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(add_columns, migrations.RunPython.noop)],
            state_operations=[
                migrations.AddField("logentry", "row", models.TextField(default="")),
                migrations.AddField("logentry", "content", models.BinaryField(default=b"", max_length=20)),
                migrations.AddField("logentry", "link", models.BinaryField(default=b"", max_length=32)),
            ],
        ),
        migrations.RunPython(chain, migrations.RunPython.noop),
    )
