"""Records are merged, parted again, or said to be no doubles: each in one transaction."""

from collections.abc import Collection

from django.db import transaction

from orda.catalog import changes
from orda.catalog.doubles.models import Merge, Pair
from orda.catalog.doubles.moving import movers
from orda.catalog.doubles.refusals import (
    ChangedSince,
    GoneAlready,
    MergedOn,
    NotTwo,
    OfTwoFormats,
    UndoneAlready,
)
from orda.catalog.marc import LEADER, Field, read_fields
from orda.catalog.models import Record, Revision
from orda.catalog.records import services as records
from orda.diary import services as diary
from orda.network import clock


@transaction.atomic
def merge(kept_id: int, gone_id: int, *, take: Collection[str] = (), by_id: int | None = None) -> Merge:
    """One record goes up in another: its copies, holds and all that hangs on it move there; its address leads there.

    `take`: tags whose fields the kept record takes over from the other one, in place of its own. Counts once as a
    double removed, at the library whose record is gone. Raises NotTwo, GoneAlready, OfTwoFormats, BothPutBy, and what
    a record's save raises.
    """
    if kept_id == gone_id:
        raise NotTwo
    held = _held(kept_id, gone_id)
    if len(held) < 2 or any(one.merged_into_id for one in held.values()):
        raise GoneAlready
    kept, gone = held[kept_id], held[gone_id]
    before = kept.version
    if take:
        kept = _taken_over(kept, gone, take, by_id)
    now, day = clock.now(), clock.today()
    moved = {mover.name: mover.move(gone.pk, kept.pk) for mover in movers()}
    before_it = list(Record.objects.filter(merged_into=gone).values_list("pk", flat=True))
    Record.objects.filter(pk__in=before_it).update(merged_into=kept)
    Record.objects.filter(pk=gone.pk).update(merged_into=kept)
    done = Merge.objects.create(
        kept=kept,
        gone=gone,
        day=day,
        merged_at=now,
        merged_by_id=by_id,
        counted_at_id=gone.library_id,
        version_before=before,
        version_after=kept.version,
        moved={**moved, "led_here": before_it},
    )
    diary.post(
        day=day, library_id=gone.library_id, measure="catalogue_double", values={"database": gone.database},
        act="merge", act_id=done.pk, by_id=by_id, at=now,
    )  # fmt: skip
    changes.tell([kept.pk, gone.pk])
    return done


@transaction.atomic
def undo(merge_id: int, *, by_id: int | None = None) -> Merge:
    """Two records again, each with what it had; what came to the kept one since stays with it.

    Raises UndoneAlready, MergedOn, ChangedSince, CopyPromised.
    """
    done = Merge.objects.select_for_update().get(pk=merge_id)
    if done.undone_at is not None:
        raise UndoneAlready
    held = _held(done.kept_id, done.gone_id)
    kept, gone = held[done.kept_id], held[done.gone_id]
    if kept.merged_into_id is not None:
        raise MergedOn
    if done.version_after != done.version_before:
        if kept.version != done.version_after:
            raise ChangedSince
        then = Revision.objects.get(record=kept, number=done.version_before)
        fields = read_fields(bytes(then.marc), then.encoding)
        kept = records.save(kept.pk, fields, version=kept.version, why=Revision.Why.MERGED, by_id=by_id)
    for mover in movers():
        mover.back(done.moved[mover.name], gone.pk, kept.pk)
    Record.objects.filter(pk=gone.pk).update(merged_into=None)
    Record.objects.filter(pk__in=done.moved["led_here"], merged_into=kept).update(merged_into=gone)
    done.undone_at, done.undone_by_id = clock.now(), by_id
    done.save(update_fields=["undone_at", "undone_by"])
    diary.reverse_act("merge", done.pk, by_id=by_id)
    changes.tell([kept.pk, gone.pk])
    return done


def refuse(pair_id: int, *, by_id: int | None = None) -> None:
    """These are two books: the pair is never shown again."""
    Pair.objects.filter(pk=pair_id).update(state=Pair.State.REFUSED, said_by_id=by_id, said_at=clock.now())


def fields_of(record: Record) -> list[Field]:
    return read_fields(bytes(record.marc), record.encoding)


def _held(one_id: int, other_id: int) -> dict[int, Record]:
    """Both records and what hangs on them, kept to the end of the act: in the order of their numbers, so that two who
    merge one pair crosswise wait for each other."""
    one_id, other_id = sorted((one_id, other_id))
    for mover in movers():
        mover.hold(one_id, other_id)
    found = Record.objects.select_for_update(no_key=True).filter(pk__in=[one_id, other_id]).order_by("pk")
    return {one.pk: one for one in found}


def _taken_over(kept: Record, gone: Record, take: Collection[str], by_id: int | None) -> Record:
    if kept.format != gone.format:
        raise OfTwoFormats
    wanted = {tag for tag in take if tag not in (LEADER, "001", "003", "005")}
    own, others = fields_of(kept), [field for field in fields_of(gone) if field[0] in wanted]
    leader, *rest = [field for field in own if field[0] not in wanted]
    both = sorted([*rest, *others], key=lambda field: field[0])
    return records.save(kept.pk, [leader, *both], version=kept.version, why=Revision.Why.MERGED, by_id=by_id)
