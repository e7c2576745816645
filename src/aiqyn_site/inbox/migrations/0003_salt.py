"""What the desk's log keeps of a decision can be told from nothing once the decision is forgotten."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds the salt."""

    dependencies = (("corrections", "0002_no_flow"),)
    operations = (migrations.AddField("proposal", "salt", models.BinaryField(default=b"", max_length=16)),)
