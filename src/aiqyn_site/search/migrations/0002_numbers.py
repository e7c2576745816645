from django.db import migrations, models


class Migration(migrations.Migration):
    """The tables are made anew and empty: numbers follow from what a document is of, `aiqyn rebuild` fills them."""

    dependencies = [("search", "0001_initial")]

    operations = [
        migrations.DeleteModel("Spelling"),
        migrations.DeleteModel("Word"),
        migrations.DeleteModel("Range"),
        migrations.DeleteModel("Document"),
        migrations.CreateModel(
            "Document",
            [
                ("number", models.BigAutoField(primary_key=True, serialize=False)),
                ("kind", models.TextField()),
                ("ref", models.TextField()),
                ("entity_kind", models.TextField()),
                ("names", models.TextField()),
                ("keys", models.TextField()),
                ("stems", models.TextField()),
                ("terms", models.TextField()),
            ],
            options={"indexes": [models.Index(fields=["ref", "kind"], name="search_document_ref")]},
        ),
        migrations.CreateModel(
            "Word",
            [
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "key", "script", "document", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("document", models.BigIntegerField()),
                ("key", models.TextField()),
                ("script", models.TextField()),
                ("text", models.TextField()),
            ],
            options={"indexes": [models.Index(fields=["document"], name="search_word_document")]},
        ),
        migrations.CreateModel(
            "Spelling",
            [
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "left", "key", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("left", models.TextField()),
                ("key", models.TextField()),
            ],
            options={"indexes": [models.Index(fields=["key"], name="search_spelling_key")]},
        ),
    ]
