from django.db import migrations, models


class Migration(migrations.Migration):
    """Rows are numbered by their subject; those of an older edition of the code are made anew by `aiqyn rebuild`."""

    dependencies = [("projects", "0004_change")]

    operations = [
        migrations.RenameField("name", "id", "number"),
        migrations.AlterField("name", "number", models.BigAutoField(primary_key=True, serialize=False)),
        migrations.AddIndex("promise", models.Index(fields=["entity"], name="projects_promise_entity")),
    ]
