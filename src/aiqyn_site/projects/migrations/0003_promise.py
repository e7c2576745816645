from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("projects", "0002_points")]

    operations = [
        migrations.CreateModel(
            "Promise",
            [
                ("number", models.BigAutoField(primary_key=True, serialize=False)),
                ("entity", models.TextField()),
                ("property", models.TextField()),
                ("part", models.TextField()),
                ("verdict", models.TextField()),
                ("least_days", models.IntegerField(null=True)),
                ("most_days", models.IntegerField(null=True)),
                ("least_months", models.IntegerField(null=True)),
                ("most_months", models.IntegerField(null=True)),
                ("first_verdict", models.TextField()),
                ("first_least_days", models.IntegerField(null=True)),
                ("first_most_days", models.IntegerField(null=True)),
                ("first_least_months", models.IntegerField(null=True)),
                ("first_most_months", models.IntegerField(null=True)),
                ("slip", models.FloatField()),
                ("body", models.TextField()),
            ],
            options={"indexes": [models.Index(fields=["-slip", "number"], name="projects_promise_slip")]},
        ),
    ]
