"""Each project's row keeps what its statements come to, so that its page need not work it out."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("projects", "0001_initial")]

    operations = [
        migrations.AddField(model_name="project", name="resolution", field=models.TextField(default="")),
        # Rows derived before have none of it: they do until the next load, which rebuilds them.
        migrations.RunSQL("UPDATE projects_build SET seal = 0", migrations.RunSQL.noop),
    ]
