"""The first text of consent, kk and ru, and the words of readers who were kept before there were any."""

from itertools import islice

from django.db import migrations

from orda.readers.consents.first_text import TEXT_KK, TEXT_RU, VALID_FROM, VERSION

BATCH = 1000


def write_text(apps, schema_editor):
    apps.get_model("readers", "ConsentText").objects.get_or_create(
        version=VERSION,
        defaults={"text_kk": TEXT_KK, "text_ru": TEXT_RU, "valid_from": VALID_FROM},
    )


def write_words(apps, schema_editor):
    from orda.readers.spelling import digits_of, words_of

    Reader, Word = apps.get_model("readers", "Reader"), apps.get_model("readers", "ReaderWord")
    readers = Reader.objects.filter(words=None).iterator(BATCH)
    while part := list(islice(readers, BATCH)):
        rows = []
        for one in part:
            texts = (one.family_name, one.given_name, one.patronymic, one.guardian_name, one.school, one.school_class)
            words = {word[:40] for text in texts for word in words_of(text)}
            words |= {phone[:40] for phone in map(digits_of, (one.phone, one.guardian_phone)) if phone}
            rows += [Word(reader=one, word=word) for word in sorted(words)]
        Word.objects.bulk_create(rows, batch_size=BATCH)


class Migration(migrations.Migration):

    dependencies = [('readers', '0004_words_consents_grades')]

    operations = [
        # Backwards the text stays: somebody may have signed it.
        migrations.RunPython(write_text, migrations.RunPython.noop),
        migrations.RunPython(write_words, migrations.RunPython.noop, elidable=True),
    ]
