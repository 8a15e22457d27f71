"""Merge two records of one person."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from orda.diary import services as diary
from orda.network import clock
from orda.readers import elsewhere
from orda.readers.consents.services import merge_consents
from orda.readers.consents.sharing import merge_sharing
from orda.readers.guardians.services import merge_guardians
from orda.readers.merging.models import Merge
from orda.readers.merging.refusals import NotAlike, SameReader
from orda.readers.privacy.services import empty_person
from orda.readers.refusals import NoLongerAReader
from orda.readers.registering.families import tidy_family
from orda.readers.registering.models import Reader
from orda.readers.words.services import folded_name, index_words
from orda.readers.years.models import Registration
from orda.readers.years.services import FIRST_USES, note_first_use

# What may be chosen from either record; a field in a group is chosen with its group.
CHOICES: dict[str, tuple[str, ...]] = {
    "name": ("family_name", "given_name", "patronymic"),
    "birth_date": ("birth_date",),
    "sex": ("sex",),
    "iin": ("iin_sealed", "iin_hash"),
    "category": ("category",),
    "school": ("school", "school_class", "grade", "grade_said_on"),
    "phone": ("phone", "email"),
    "guardian": ("guardian_name", "guardian_phone", "family_id"),
    "library": ("library_id",),
    "needs": ("disability", "access_need"),
    "home_delivery": ("home_delivery", "address"),
    "photo": ("photo",),
}


@dataclass(frozen=True)
class Moves:
    """What a merge takes from the double to the kept record.

    rows: table, as `told` names it -> how many of its rows. stand_open: what is open with the double, by name.
    registrations: those that move; counted_twice: those that are taken back in the diary.
    """

    rows: dict[str, int]
    stand_open: list[elsewhere.Open]
    registrations: list[Registration]
    counted_twice: list[Registration]


def moves_of(kept: Reader, double: Reader) -> Moves:
    """Exactly what `merge` of these two would move; nothing is changed."""
    rows = {"consents": double.consents.count(), "looks": double.looks.count()}
    for keeper in elsewhere.KEEPERS:
        rows |= {table: len(found) for table, found in keeper.told(double.pk).items()}
    ours = set(kept.registrations.values_list("year", "library"))
    theirs = list(double.registrations.select_related("library").order_by("-year", "pk"))
    twice = [one for one in theirs if (one.year, one.library_id) in ours]
    return Moves(
        rows={table: many for table, many in rows.items() if many},
        stand_open=elsewhere.still_open(double.pk),
        registrations=[one for one in theirs if one not in twice],
        counted_twice=twice,
    )


@transaction.atomic
def merge(kept: Reader, double: Reader, *, chosen: Mapping[str, str], by_id: int | None = None) -> Reader:
    """Makes two records of one person one; the double's card opens the kept record from now on.

    `chosen`: group of CHOICES -> "double" where its values are taken from the double; any other group stays as
    kept. Loans, holds, notes and the rest move, consents and looks too; of two registrations of one library and
    year the double's is taken back in the diary, so that the person is counted once. It is written down who merged
    what; it can't be undone: the double's own data are gone at once, nobody keeps a copy of them to go back to.
    Raises SameReader, NoLongerAReader, NotAlike and what other rooms refuse (BothHold).
    """
    kept, double = _both_held(kept.pk, double.pk)
    moves = moves_of(kept, double)
    for keeper in elsewhere.KEEPERS:
        keeper.move(double.pk, kept.pk)
    _move_registrations(kept, double, by_id)
    merge_consents(kept, double)
    merge_sharing(kept, double)
    merge_guardians(kept, double)
    double.looks.update(reader=kept)
    double.doubles.update(merged_into=kept)
    double.merges.update(kept=kept)
    Merge.objects.create(
        kept=kept,
        double=double,
        by_id=by_id,
        at=clock.now(),
        moved=moves.rows,
        taken_back=len(moves.counted_twice),
    )
    _take_values(kept, double, chosen)
    index_words([kept])
    return kept


def _both_held(kept_id: int, double_id: int) -> tuple[Reader, Reader]:
    """Both rows, held to the end of the act in one order whoever is which."""
    if kept_id == double_id:
        raise SameReader
    found = Reader.objects.select_for_update().filter(pk__in=(kept_id, double_id)).order_by("pk")
    rows = {one.pk: one for one in found}
    if len(rows) < 2 or any(one.merged_into_id or one.erased_on for one in rows.values()):
        raise NoLongerAReader
    if rows[kept_id].is_group != rows[double_id].is_group:
        raise NotAlike
    return rows[kept_id], rows[double_id]


def _move_registrations(kept: Reader, double: Reader, by_id: int | None) -> None:
    for theirs in double.registrations.select_related("reader").order_by("pk"):
        ours = Registration.objects.filter(reader=kept, year=theirs.year, library=theirs.library_id).first()
        if ours is None:
            Registration.objects.filter(pk=theirs.pk).update(reader=kept)
            continue
        # The same person twice in one library's year: what was counted second is taken back.
        diary.reverse_act("registration", theirs.pk, by_id=by_id)
        first_uses = {column: getattr(theirs, column) for column in FIRST_USES}
        theirs.delete()
        for column, day in first_uses.items():
            if day is not None:
                note_first_use(ours, column, day, by_id)


def _take_values(kept: Reader, double: Reader, chosen: Mapping[str, str]) -> None:
    names = [name for group, fields in CHOICES.items() if chosen.get(group) == "double" for name in fields]
    taken: dict[str, Any] = {name: getattr(double, name) for name in names}
    # What whoever merges may not see is not lost: no choice was made, so what either record says stays.
    if "needs" not in chosen:
        taken["disability"] = kept.disability or double.disability
        taken["access_need"] = kept.access_need or double.access_need
    if "home_delivery" not in chosen and not kept.home_delivery:
        taken |= {"home_delivery": double.home_delivery, "address": double.address}
    if not kept.iin_hash and double.iin_hash:  # a number is not lost for want of a choice
        taken |= {name: getattr(double, name) for name in CHOICES["iin"]}
    families = {kept.family_id, double.family_id}
    left = double.photo if "photo" not in taken else kept.photo
    Reader.objects.filter(pk=double.pk).update(**empty_person(), merged_into=kept)
    double.words.all().delete()
    for name, value in taken.items():
        setattr(kept, name, value)
    kept.folded_name = folded_name(kept.family_name, kept.given_name, kept.patronymic)
    kept.keep_history = kept.keep_history and double.keep_history
    days = [day for day in (kept.last_active_on, double.last_active_on) if day]
    kept.last_active_on = max(days, default=clock.today())
    kept.created_on = min(kept.created_on, double.created_on)
    kept.save()
    for family_id in families:
        tidy_family(family_id)
    picture = left.name
    if picture and picture != kept.photo.name:
        transaction.on_commit(lambda: left.storage.delete(picture))
