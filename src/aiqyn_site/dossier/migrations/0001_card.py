from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Card",
            fields=[
                ("project", models.TextField(primary_key=True, serialize=False)),
                ("stage", models.TextField()),
                ("conditions", models.TextField()),
                ("points", models.IntegerField(null=True)),
                ("low", models.IntegerField()),
                ("high", models.IntegerField()),
                ("equal_points", models.IntegerField(null=True)),
                ("assessed", models.IntegerField()),
                ("applicable", models.IntegerField()),
                ("coverage", models.IntegerField()),
                ("rank_allowed", models.SmallIntegerField()),
                ("known_not_disclosed", models.IntegerField()),
                ("verdicts", models.TextField()),
                ("groups", models.TextField()),
                ("gains", models.TextField()),
                ("digest", models.TextField()),
                ("assessors", models.TextField()),
                ("set_aside", models.IntegerField()),
            ],
        ),
    ]
