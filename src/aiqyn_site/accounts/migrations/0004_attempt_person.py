from django.db import migrations, models
from django.db.models.deletion import CASCADE


class Migration(migrations.Migration):
    dependencies = (("accounts", "0003_submission"),)

    operations = (
        migrations.AddField(
            "attempt", "person", models.ForeignKey("accounts.Person", CASCADE, null=True, related_name="+")
        ),
    )
