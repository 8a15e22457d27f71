"""A submission may be the stock book of one library. The table is built anew on SQLite, so its seals are set again."""

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

sealed = import_module("orda.reports.migrations.0002_sealed")


class Migration(migrations.Migration):
    dependencies = [
        ("network", "0002_places"),
        ("reports", "0004_report_letters"),
    ]
    operations = [
        migrations.RunPython(sealed.unseal, sealed.seal),
        migrations.AlterField(
            "submission",
            "kind",
            models.CharField(
                choices=[
                    ("indicators", "control indicators of a quarter"),
                    ("events", "events of a month"),
                    ("half_year", "analysis of the half-year"),
                    ("year", "analysis of the year"),
                    ("stock_book", "stock book of a quarter"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddField(
            "submission",
            "library",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="network.unit",
            ),
        ),
        migrations.RemoveConstraint("submission", "a_period_is_submitted_once"),
        migrations.AddConstraint(
            "submission",
            models.UniqueConstraint(
                condition=models.Q(("library", None)),
                fields=("kind", "year", "number"),
                name="a_period_is_submitted_once",
            ),
        ),
        migrations.AddConstraint(
            "submission",
            models.UniqueConstraint(
                fields=("kind", "year", "number", "library"), name="a_book_is_sealed_once_a_library"
            ),
        ),
        migrations.AddConstraint(
            "submission",
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "stock_book"), ("library__isnull", False)),
                    models.Q(models.Q(("kind", "stock_book"), _negated=True), ("library", None)),
                    _connector="OR",
                ),
                name="a_stock_book_has_its_library",
            ),
        ),
        migrations.RunPython(sealed.seal, sealed.unseal),
    ]
