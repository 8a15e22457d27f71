"""A person's own data: kept history, given out, erased (law № 94-V)."""

import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max, Q

from orda.network import clock, house_settings
from orda.network.deleted import nothing_left_of_what_was_deleted
from orda.readers import elsewhere, iin
from orda.readers.consents.models import Consent
from orda.readers.consents.services import refuse_while_open
from orda.readers.guardians.models import Guardian
from orda.readers.privacy.models import Look
from orda.readers.refusals import NoLongerAReader, StillOwes
from orda.readers.registering.families import tidy_family
from orda.readers.registering.models import Reader


def keep_history(reader: Reader, *, keep: bool) -> None:
    """The reader or the parent chooses whether returned loans still name them."""
    Reader.objects.filter(pk=reader.pk).update(keep_history=keep)


@transaction.atomic
def erase(reader: Reader, *, day: datetime.date | None = None) -> None:
    """Empties a person out of everything that is kept; what was counted stays counted.

    Raises NoLongerAReader, and StillOwes while anything is open. The yearly registrations stay without a name: the
    diary stands on them.
    """
    reader = Reader.objects.select_for_update().get(pk=reader.pk)
    if reader.erased_on or reader.merged_into_id:
        raise NoLongerAReader
    refuse_while_open(reader)
    for keeper in elsewhere.KEEPERS:
        keeper.forget(reader.pk)
    for double in reader.doubles.all():
        _empty(double, day or clock.today())
    _empty(reader, day or clock.today())
    transaction.on_commit(nothing_left_of_what_was_deleted)


def empty_person() -> dict[str, Any]:
    """What a row keeps of nobody: a card that opens nothing."""
    return {
        **dict.fromkeys(_TEXTS, ""),
        **dict.fromkeys(("birth_date", "iin_hash", "family", "grade", "grade_said_on"), None),
        **dict.fromkeys(("disability", "home_delivery", "keep_history"), False),
        "blocked_until": None,
    }


_TEXTS = (
    *("family_name", "given_name", "patronymic", "folded_name", "sex", "iin_sealed", "access_need", "school"),
    *(
        "address",
        "school_class",
        "phone",
        "guardian_name",
        "guardian_phone",
        "email",
        "blocked_reason",
        "blocked_for",
    ),
    *("pin", "photo"),
)


def _empty(reader: Reader, day: datetime.date) -> None:
    photo, family = reader.photo.name, reader.family_id
    Reader.objects.filter(pk=reader.pk).update(
        **empty_person(), card_number=f"ERASED-{reader.pk}", erased_on=day
    )
    reader.words.all().delete()
    Consent.every.filter(reader=reader).delete()
    reader.looks.all().delete()
    reader.guardianships.all().delete()
    Guardian.objects.filter(Q(reader=reader) | Q(reader=None, wards=None)).delete()
    reader.merges.all().delete()
    tidy_family(family)
    if photo:
        storage = reader.photo.storage
        transaction.on_commit(lambda: storage.delete(photo))


def erase_the_inactive(today: datetime.date | None = None) -> int:
    """Erases readers without any activity for KEEP_READERS_YEARS who owe nothing (the nightly job); how many.

    Each in a transaction of its own, so that it may be stopped and run again.
    """
    today = today or clock.today()
    before = today.replace(day=1) - datetime.timedelta(days=house_settings.number("KEEP_READERS_YEARS") * 365)
    idle = Reader.objects.filter(erased_on=None, merged_into=None, created_on__lt=before)
    idle = idle.filter(Q(last_active_on=None) | Q(last_active_on__lt=before))
    idle = idle.annotate(entered=Max("registrations__day")).filter(Q(entered=None) | Q(entered__lt=before))
    erased = 0
    for reader in list(idle.order_by("pk")):
        try:
            erase(reader, day=today)
            erased += 1
        except StillOwes:
            continue
    return erased


def forget_looks(today: datetime.date | None = None) -> int:
    """Forgets who looked longer ago than KEEP_LOOKS_DAYS (the nightly job); how many."""
    before = clock.now() - datetime.timedelta(days=house_settings.number("KEEP_LOOKS_DAYS"))
    return Look.objects.filter(at__lt=before).delete()[0]


def told(reader: Reader) -> dict[str, Any]:
    """All that is kept of a person, for the person: table -> rows; a machine and a person can read it."""
    own = {name: str(getattr(reader, name) or "") for name in _OWN}
    own["iin"] = iin.masked(reader.iin_sealed)
    own["many_children"] = str(bool(reader.family and reader.family.many_children))
    tables: dict[str, Any] = {
        "reader": [own],
        "registrations": [
            {"year": str(one.year), "library": one.library.name, "day": str(one.day)}
            for one in reader.registrations.select_related("library").order_by("year", "pk")
        ],
        "consents": [
            {
                "text": one.text_version,
                "scope": one.scope,
                "signed_by": one.signed_by,
                "signed_on": str(one.signed_on or ""),
                "revoked_on": str(one.revoked_on or ""),
                "network": one.network.name if one.network else "",
            }
            for one in Consent.every.filter(reader=reader).select_related("network").order_by("pk")
        ],
        "looks": [
            {"at": one.at.isoformat(), "who": str(one.staff)}
            for one in reader.looks.select_related("staff").order_by("at")
        ],
    }
    tables["merges"] = [
        {"at": one.at.isoformat(), "who": str(one.by or ""), "card_number": one.double.card_number}
        for one in reader.merges.select_related("by", "double").order_by("pk")
    ]
    tables["guardians"] = [
        {
            "name": one.guardian.name,
            "phone": one.guardian.phone,
            "day": str(one.confirmed_on),
            "revoked_on": str(one.ended_on or ""),
        }
        for one in reader.guardianships.select_related("guardian").order_by("pk")
    ]
    for keeper in elsewhere.KEEPERS:
        tables |= keeper.told(reader.pk)
    return tables


_OWN = (
    *("card_number", "family_name", "given_name", "patronymic", "birth_date", "sex", "category", "school"),
    *("school_class", "phone", "email", "guardian_name", "guardian_phone", "disability", "access_need"),
    *(
        "home_delivery",
        "address",
        "keep_history",
        "blocked_reason",
        "blocked_until",
        "created_on",
        "last_active_on",
    ),
)
