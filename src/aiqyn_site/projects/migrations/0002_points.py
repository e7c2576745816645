from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("projects", "0001_initial")]

    operations = [
        migrations.AddField("project", "lat", models.FloatField(null=True)),
        migrations.AddField("project", "lon", models.FloatField(null=True)),
        migrations.AddField("project", "radius", models.IntegerField(null=True)),
        migrations.AddField("project", "point_basis", models.TextField(default="")),
    ]
