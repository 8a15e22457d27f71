import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("readers", "0010_groups_found"),
    ]

    operations = [
        migrations.AddField(
            model_name="consent",
            name="doubtful",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="consent",
            name="noted_by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="consent",
            name="own",
            field=models.BooleanField(default=False),
        ),
        migrations.AddIndex(
            model_name="consent",
            index=models.Index(
                condition=models.Q(("doubtful", True)), fields=["reader"], name="doubtful_consents"
            ),
        ),
    ]
