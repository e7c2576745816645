from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("dossier", "0001_card")]

    operations = [
        migrations.RemoveField("card", "groups"),
        migrations.RemoveField("card", "set_aside"),
    ]
