from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("projects", "0003_promise")]

    operations = [
        migrations.CreateModel(
            "Change",
            [
                ("number", models.BigAutoField(primary_key=True, serialize=False)),
                ("day", models.TextField()),
                ("first", models.IntegerField()),
                ("subject", models.TextField()),
                ("statements", models.IntegerField()),
                ("before", models.IntegerField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["-day", "first", "number"], name="projects_change_day"),
                    models.Index(fields=["subject"], name="projects_change_subject"),
                ]
            },
        ),
    ]
