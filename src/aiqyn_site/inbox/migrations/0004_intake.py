"""What readers send in is vouched for from the day it comes in: the chain of the intake, and what stands now."""

from collections.abc import Iterable, Iterator

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.utils import timezone

from aiqyn.ledger.identity import CHAIN_START
from aiqyn_site.accounts.log import content_of, link_of, row_name, vouch_for
from aiqyn_site.inbox.intake import intake_link

TABLE = "corrections_intake"
MESSAGE = "the intake is append-only"
#: What entries of the desk's log vouched for of a decision until now.
_DECISION = ("state", "decided", "kk", "ru", "en", "zh", "entry", "salt")
Rows = Iterable[models.Model]


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
        "CREATE FUNCTION corrections_intake_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{MESSAGE}'; END $$"
    )
    schema_editor.execute(
        f"CREATE TRIGGER {TABLE}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {TABLE} "
        "FOR EACH STATEMENT EXECUTE FUNCTION corrections_intake_refuse()"
    )


def vouch(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Vouch for what waits by the intake, for the rest by the desk's log. What was tampered with is left as it is."""
    using = schema_editor.connection.alias
    proposals, replies, codes = (
        apps.get_model("corrections", name).objects.using(using).order_by("pk")
        for name in ("Proposal", "Reply", "Code")
    )
    intake = apps.get_model("corrections", "Intake")
    waiting: tuple[Rows, ...] = (proposals.filter(state="new"), replies.filter(state="waiting"))
    head, number = CHAIN_START, 0
    for row in (row for rows in waiting for row in rows):
        number += 1
        entry = intake(number=number, row=row_name(row), content=vouch_for(row))
        entry.link = head = intake_link(entry, head)
        entry.save(using=using, force_insert=True)
    entries = apps.get_model("accounts", "LogEntry").objects.using(using)
    vouchers = {entry.row: bytes(entry.content) for entry in entries.exclude(row="").order_by("number")}
    last = entries.order_by("-number").first()
    head, number = (bytes(last.link), last.number) if last else (CHAIN_START, 0)
    now = timezone.now().replace(microsecond=0)
    for action, row in _standing(proposals.exclude(state="new"), replies.exclude(state="waiting"), codes, vouchers):
        number += 1
        name = row_name(row)
        entry = entries.model(number=number, at=now, action=action, about=name, row=name, content=vouch_for(row))
        entry.link = head = link_of(entry, head)
        entry.save(using=using, force_insert=True)


def _standing(decided: Rows, answered: Rows, codes: Rows, vouchers: dict[str, bytes]) -> Iterator[tuple[str, models.Model]]:
    for row in decided:
        if vouchers.get(row_name(row)) == content_of(row, _DECISION):
            yield "decision_stands", row
    yield from (("reply_stands", row) for row in answered)
    yield from (("code_stands", row) for row in codes)


class Migration(migrations.Migration):
    """Follows the log of the desk, which vouched for decisions alone."""

    dependencies = (("corrections", "0003_salt"), ("accounts", "0006_chained_log"))
    operations = (
        migrations.AddField("proposal", "sent", models.BinaryField(default=b"", max_length=32)),
        migrations.AddField("reply", "salt", models.BinaryField(default=b"", max_length=16)),
        migrations.AddField("reply", "sent", models.BinaryField(default=b"", max_length=32)),
        migrations.CreateModel(
            "Intake",
            [
                ("number", models.BigAutoField(primary_key=True, serialize=False)),
                ("row", models.TextField()),
                ("content", models.BinaryField(max_length=20)),
                ("link", models.BinaryField(max_length=32)),
            ],
        ),
        migrations.RunPython(forbid_changes, migrations.RunPython.noop),
        migrations.RunPython(vouch, migrations.RunPython.noop),
    )
