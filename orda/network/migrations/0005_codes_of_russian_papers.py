"""The codes of libraries as Russian papers write them; one name of the network, as its own plan writes it."""

import re

from django.db import migrations, models

# «б» of балалар and «к» of көпшілік are «д» of детская and «п» of публичная.
LETTERS = {"б": "д", "к": "п"}
NAMED = {"ОКЖ": "ЦБС", "ОҚК": "ЦДБ"}
WRONG, RIGHT = (
    "Қарағанды қаласының орталықтандырылған кітапханалар жүйесі",
    "Қарағанды қаласының орталықтандырылған кітапхана жүйесі",
)


def fill(apps, schema_editor):
    Unit = apps.get_model("network", "Unit")
    for unit in Unit.objects.filter(kind__in=["network", "library"], code_ru=""):
        found = re.fullmatch(r"(\d+)([бк])", unit.code)
        unit.code_ru = found[1] + LETTERS[found[2]] if found else NAMED.get(unit.code, "")
        if unit.code_ru:
            unit.save(update_fields=["code_ru"])
    Unit.objects.filter(name_kk=WRONG).update(name_kk=RIGHT)


class Migration(migrations.Migration):
    dependencies = [("network", "0004_tries")]

    operations = [
        migrations.AddField("unit", "code_ru", models.CharField(blank=True, max_length=32)),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
