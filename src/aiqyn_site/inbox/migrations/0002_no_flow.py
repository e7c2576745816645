from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("corrections", "0001_initial")]

    operations = [migrations.DeleteModel(name="Flow")]
