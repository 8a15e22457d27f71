"""A line's term as printed, and its note on the source in each language: the notes that stand are in English."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("planning", "0004_versions_kept")]

    operations = [
        migrations.RenameField("line", "note", "note_en"),
        migrations.AlterField("line", "note_en", models.CharField(blank=True, max_length=600)),
        migrations.AddField(
            "line", "note_kk", models.CharField(blank=True, default="", max_length=600), preserve_default=False
        ),
        migrations.AddField(
            "line", "note_ru", models.CharField(blank=True, default="", max_length=600), preserve_default=False
        ),
        migrations.AddField(
            "line", "term_text", models.CharField(blank=True, default="", max_length=40), preserve_default=False
        ),
    ]
