"""Events of the plan in the columns in which it prints them: their form and group of readers stood in the content."""

from django.db import migrations, models


def part(apps, schema_editor):
    """ "Title / occasion. Form, group" of lines that nobody has changed since; Russian titles go to the events too."""
    Line = apps.get_model("planning", "Line")
    PlannedEvent = apps.get_model("events", "PlannedEvent")
    events = {(one.year, one.number): one for one in PlannedEvent.objects.all()}
    for line in Line.objects.filter(source__kind="events").select_related("plan"):
        event = events.get((line.plan.year, line.source.get("number")))
        about = event and ", ".join(filter(None, (event.form_text, event.audience_text)))
        if event and about and line.content_kk.endswith(f". {about}"):
            line.content_kk = line.content_kk.removesuffix(f". {about}")
            line.form_kk, line.audience_kk = event.form_text, event.audience_text
            content, _point, told = line.content_ru.rpartition(". ")
            form, _comma, audience = told.rpartition(", ")
            if content and form:
                line.content_ru, line.form_ru, line.audience_ru = content, form[:300], audience[:120]
            line.save()
        if event and line.content_ru and not event.title_ru:
            event.title_ru = line.content_ru.partition(" / ")[0][:400]
            event.save(update_fields=["title_ru"])


def place(apps, schema_editor):
    """Papers said the town of the plan of 2024 of every plan."""
    Plan = apps.get_model("planning", "Plan")
    Plan.objects.filter(organisation_kk__contains="Қарағанды").update(place_kk="Қарағанды", place_ru="Караганда")


class Migration(migrations.Migration):
    dependencies = [("planning", "0005_lines_say_their_terms_and_notes"), ("events", "0004_titles_in_russian")]

    operations = [
        migrations.AddField("line", "form_kk", models.CharField(blank=True, max_length=300)),
        migrations.AddField("line", "form_ru", models.CharField(blank=True, max_length=300)),
        migrations.AddField("line", "audience_kk", models.CharField(blank=True, max_length=120)),
        migrations.AddField("line", "audience_ru", models.CharField(blank=True, max_length=120)),
        migrations.AddField("plan", "place_kk", models.CharField(blank=True, max_length=100)),
        migrations.AddField("plan", "place_ru", models.CharField(blank=True, max_length=100)),
        migrations.RunPython(place, migrations.RunPython.noop, elidable=True),
        migrations.RunPython(part, migrations.RunPython.noop, elidable=True),
    ]
