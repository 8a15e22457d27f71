from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("events", "0003_evidence")]

    operations = [
        migrations.AddField("plannedevent", "title_ru", models.CharField(blank=True, max_length=400)),
    ]
