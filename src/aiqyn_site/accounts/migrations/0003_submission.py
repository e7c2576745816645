"""A verdict that was submitted is no longer called a proposal, as what readers send in is; its table stays as it is."""

from django.db import migrations


class Migration(migrations.Migration):
    """Changes names alone, nothing in the database."""

    dependencies = (("accounts", "0002_append_only"),)
    operations = (
        migrations.SeparateDatabaseAndState(
            state_operations=(
                migrations.RenameModel("Proposal", "Submission"),
                migrations.AlterModelTable("Submission", "accounts_proposal"),
            )
        ),
    )
