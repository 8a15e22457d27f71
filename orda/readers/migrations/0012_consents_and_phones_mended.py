"""What can be mended of consents, telephones and families; what only a person can decide, `orda check` lists."""

from itertools import islice

from django.db import migrations
from django.db.models import Count, F, Q

BATCH = 1000
BLOCKED = "Дербес деректерді пайдалануға келісімге қол қойылмаған."


def mend_consents(apps, schema_editor):
    """No signature without a name, no end before the beginning, one that stands and one sheet that is waited for."""
    Consent, Reader = apps.get_model("readers", "Consent"), apps.get_model("readers", "Reader")
    nobodys = Consent.objects.filter(signed_by="", signed_on__isnull=False)
    unsigned = list(nobodys.filter(revoked_on=None).values_list("reader", flat=True))
    nobodys.update(signed_on=None)
    Consent.objects.filter(signed_on__gt=F("revoked_on")).update(revoked_on=F("signed_on"))
    standing = Consent.objects.filter(signed_on__isnull=False, revoked_on=None)
    for reader in _twice(standing):
        *older, last = standing.filter(reader=reader).order_by("signed_on", "pk")
        for one in older:
            one.revoked_on = last.signed_on
            one.save(update_fields=["revoked_on"])
    waiting = Consent.objects.filter(signed_on=None, revoked_on=None)
    for reader in _twice(waiting):
        last = waiting.filter(reader=reader).order_by("-pk").first()
        waiting.filter(reader=reader).exclude(pk=last.pk).delete()
    signed = standing.values("reader")
    Reader.objects.filter(pk__in=unsigned, blocked_reason="").exclude(pk__in=signed).update(
        blocked_reason=BLOCKED, blocked_for="consent", blocked_until=None
    )


def _twice(consents):
    found = consents.values("reader").annotate(many=Count("pk")).filter(many__gt=1)
    return list(found.order_by("reader").values_list("reader", flat=True))


def say_whose(apps, schema_editor):
    """Which consents are the reader's own; and which a registration wrote down as signed, though nobody ticked it."""
    from orda.readers.spelling import words_of
    from orda.readers.years.ages import age_on

    Consent = apps.get_model("readers", "Consent")
    signed = Consent.objects.filter(signed_on__isnull=False)
    signed.filter(revoked_on=None, signed_on=F("reader__created_on")).exclude(
        reader__category="group"
    ).update(doubtful=True)
    adults = signed.filter(reader__birth_date__isnull=False).select_related("reader").iterator(BATCH)
    while part := list(islice(adults, BATCH)):
        own = [
            one.pk
            for one in part
            if age_on(one.reader.birth_date, one.signed_on) >= 16
            and set(words_of(f"{one.reader.family_name} {one.reader.given_name}"))
            <= set(words_of(one.signed_by))
        ]
        Consent.objects.filter(pk__in=own).update(own=True)


def write_phones(apps, schema_editor):
    """One telephone is one text; families that it made two become one where they say nothing different."""
    from orda.readers.phones import written
    from orda.readers.spelling import name_key

    Reader, Family = apps.get_model("readers", "Reader"), apps.get_model("readers", "Family")
    for model, names in ((Reader, ("phone", "guardian_phone")), (Family, ("phone",))):
        said = Q(pk__in=())
        for name in names:
            said |= ~Q(**{name: ""})
        rows = model.objects.filter(said).only("pk", *names).iterator(BATCH)
        while part := list(islice(rows, BATCH)):
            changed = []
            for one in part:
                before = [getattr(one, name) for name in names]
                for name in names:
                    setattr(one, name, written(getattr(one, name)))
                if before != [getattr(one, name) for name in names]:
                    changed.append(one)
            model.objects.bulk_update(changed, names, batch_size=BATCH)
    shared = Family.objects.exclude(phone="").values("phone").annotate(many=Count("pk")).filter(many__gt=1)
    for phone in list(shared.order_by("phone").values_list("phone", flat=True)):
        first = {}
        for family in Family.objects.filter(phone=phone).order_by("pk"):
            kept = first.setdefault(name_key(family.name), family)
            if kept.pk != family.pk and _agree(kept, family):
                kept.email = kept.email or family.email
                kept.reached_by = kept.reached_by or family.reached_by
                kept.many_children = kept.many_children or family.many_children
                kept.save()
                Reader.objects.filter(family=family.pk).update(family=kept.pk)


def _agree(one, other):
    return one.language == other.language and all(
        not getattr(one, name) or not getattr(other, name) or getattr(one, name) == getattr(other, name)
        for name in ("email", "reached_by")
    )


class Migration(migrations.Migration):
    dependencies = [("readers", "0011_consent_by_an_act")]

    operations = [
        migrations.RunPython(mend_consents, migrations.RunPython.noop, elidable=True),
        migrations.RunPython(say_whose, migrations.RunPython.noop, elidable=True),
        migrations.RunPython(write_phones, migrations.RunPython.noop, elidable=True),
    ]
